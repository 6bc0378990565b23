import { ACMClient } from '@aws-sdk/client-acm';
import * as z from 'zod';
import { AutolandError } from '../../core/errors.js';
import {
  deleteCertificate,
  findCertificate,
  requestCertificate,
  waitUntilIssued,
  waitUntilUnused,
} from './support/certificates.js';
import { customResource, type ResourceRequest } from './support/custom-resource.js';

const Properties = z.object({
  AppName: z.string(),
  EnvName: z.string(),
  TargetRegion: z.string(),
  EnvRegion: z.string(),
  CertificateArn: z.string(),
});
type Properties = z.output<typeof Properties>;

/**
 * A certificate with the names of another one, in another region: CloudFront takes only those of us-east-1. It needs
 * no records of its own, since ACM proves a name by the same record in every region.
 */
export const certificateReplicateHandler = customResource(Properties, async (request) => {
  const { kind, properties, physicalId } = request;
  const target = new ACMClient({ region: properties.TargetRegion });
  if (kind !== 'Delete') return isUnchanged(request) ? {} : replicate(target, request);
  if (physicalId?.startsWith('arn:') && (await waitUntilUnused(target, physicalId))) {
    await deleteCertificate(target, physicalId);
  }
  return {};
});

function isUnchanged({ properties, oldProperties }: ResourceRequest<Properties>): boolean {
  return (
    oldProperties?.CertificateArn === properties.CertificateArn &&
    oldProperties.TargetRegion === properties.TargetRegion
  );
}

async function replicate(target: ACMClient, request: ResourceRequest<Properties>) {
  const { properties, requestId, remember } = request;
  const { CertificateArn: original, EnvRegion: region } = properties;
  const certificate = await findCertificate(new ACMClient({ region }), original);
  if (certificate?.DomainName === undefined) {
    throw new AutolandError('NotFound', `there is no certificate ${original} to replicate`);
  }
  const arn = await requestCertificate(target, {
    domainName: certificate.DomainName,
    alternativeNames: certificate.SubjectAlternativeNames ?? [],
    tags: {
      'copilot-application': properties.AppName,
      'copilot-environment': properties.EnvName,
    },
    requestId,
  });
  remember(arn);
  await waitUntilIssued(target, arn);
  return { physicalId: arn, data: { Arn: arn } };
}
