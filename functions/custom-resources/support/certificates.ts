import { createHash } from 'node:crypto';
import {
  type ACMClient,
  type CertificateDetail,
  DeleteCertificateCommand,
  DescribeCertificateCommand,
  RequestCertificateCommand,
  type ResourceRecord,
  waitUntilCertificateValidated,
} from '@aws-sdk/client-acm';
import { AutolandError } from '../../../core/errors.js';
import { pause } from './pause.js';

export type CertificateRequest = {
  readonly domainName: string;
  readonly alternativeNames: readonly string[];
  readonly tags: { readonly [name: string]: string };
  /** Of the request of CloudFormation: a repeated invocation gets the same certificate. */
  readonly requestId: string;
};

/** ARN of a new certificate that waits for its DNS records. */
export async function requestCertificate(
  acm: ACMClient,
  request: CertificateRequest,
): Promise<string> {
  const { CertificateArn } = await acm.send(
    new RequestCertificateCommand({
      DomainName: request.domainName,
      ...(request.alternativeNames.length === 0
        ? {}
        : { SubjectAlternativeNames: [...request.alternativeNames] }),
      // ACM takes 32 characters of letters, digits and underscores.
      IdempotencyToken: createHash('sha256').update(request.requestId).digest('hex').slice(0, 32),
      ValidationMethod: 'DNS',
      Tags: Object.entries(request.tags).map(([Key, Value]) => ({ Key, Value })),
    }),
  );
  if (CertificateArn === undefined) throw new Error('ACM answered without a certificate ARN');
  return CertificateArn;
}

/** Undefined where the certificate does not exist. */
export async function findCertificate(
  acm: ACMClient,
  arn: string,
): Promise<CertificateDetail | undefined> {
  try {
    const { Certificate } = await acm.send(new DescribeCertificateCommand({ CertificateArn: arn }));
    return Certificate;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** One record that proves a domain name; a name and its wildcard share one. */
export type ValidationRecord = {
  readonly domainName: string;
  readonly record: Required<ResourceRecord>;
};

export function findValidationRecords(certificate: CertificateDetail): readonly ValidationRecord[] {
  return (certificate.DomainValidationOptions ?? []).flatMap((option) => {
    const { DomainName: domainName, ResourceRecord: record } = option;
    const isReady = domainName && record?.Name && record.Type && record.Value;
    return isReady ? [{ domainName, record: record as Required<ResourceRecord> }] : [];
  });
}

const READY_ATTEMPTS = 10;

/** ACM fills in the records some seconds after the request. */
export async function waitForValidationRecords(
  acm: ACMClient,
  arn: string,
): Promise<readonly ValidationRecord[]> {
  for (let attempt = 0; attempt < READY_ATTEMPTS; attempt++) {
    await pause(attempt === 0 ? 0 : 250 * 2 ** attempt);
    const certificate = await findCertificate(acm, arn);
    const options = certificate?.DomainValidationOptions ?? [];
    const records = certificate === undefined ? [] : findValidationRecords(certificate);
    if (options.length > 0 && records.length === options.length) return records;
  }
  throw new Error(`certificate ${arn} has no validation records after ${READY_ATTEMPTS} looks`);
}

/** Seconds: less than a function has, so that the answer tells what was waited for. */
const LONGEST_VALIDATION = 780;

export async function waitUntilIssued(acm: ACMClient, arn: string): Promise<void> {
  await waitUntilCertificateValidated(
    { client: acm, maxWaitTime: LONGEST_VALIDATION, minDelay: 10, maxDelay: 30 },
    { CertificateArn: arn },
  );
}

const USE_ATTEMPTS = 20;

/** The certificate once nothing uses it any more; undefined where it does not exist. */
export async function waitUntilUnused(
  acm: ACMClient,
  arn: string,
): Promise<CertificateDetail | undefined> {
  let users: readonly string[] = [];
  for (let attempt = 0; attempt < USE_ATTEMPTS; attempt++) {
    await pause(attempt === 0 ? 0 : 30_000);
    const certificate = await findCertificate(acm, arn);
    users = certificate?.InUseBy ?? [];
    if (users.length === 0) return certificate;
  }
  throw new AutolandError('Conflict', `certificate ${arn} is still in use by ${users.join(', ')}`);
}

export async function deleteCertificate(acm: ACMClient, arn: string): Promise<void> {
  try {
    await acm.send(new DeleteCertificateCommand({ CertificateArn: arn }));
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && error.name === 'ResourceNotFoundException';
}
