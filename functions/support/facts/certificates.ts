import { ACMClient, DescribeCertificateCommand } from '@aws-sdk/client-acm';
import pMap from 'p-map';
import type { Facts } from '../../../core/facts/facts.js';
import { placed } from '../places/placed-client.js';
import { getPlaceNow } from '../places/whereabouts.js';
import { WIDTH } from './width.js';

type Certificates = NonNullable<Facts['certificates']>;

/** Of the functions' own region. */
export const acm = placed((config) => new ACMClient(config));
/** CloudFront takes certificates of this region only. */
export const acmOfCloudFront = placed(
  (config) => new ACMClient({ ...config, region: 'us-east-1' }),
);

/** The names that each of the certificates is for; none for one that does not exist. */
export async function findCertificates(arns: readonly string[]): Promise<Certificates> {
  const found = await pMap(
    arns,
    async (arn) => [arn, { domains: await listDomains(arn) }] as const,
    { concurrency: WIDTH },
  );
  return Object.fromEntries(found);
}

const UNKNOWN = new Set([
  'ResourceNotFoundException',
  'InvalidArnException',
  'ValidationException',
]);

async function listDomains(CertificateArn: string): Promise<string[]> {
  const { region } = await getPlaceNow();
  const client = CertificateArn.split(':')[3] === region ? acm : acmOfCloudFront;
  try {
    const { Certificate } = await client.send(new DescribeCertificateCommand({ CertificateArn }));
    return Certificate?.SubjectAlternativeNames ?? [];
  } catch (error) {
    if (error instanceof Error && UNKNOWN.has(error.name)) return [];
    throw error;
  }
}
