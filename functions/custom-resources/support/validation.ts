import type { ACMClient, CertificateDetail } from '@aws-sdk/client-acm';
import type { ResourceRecordSet } from '@aws-sdk/client-route-53';
import {
  findValidationRecords,
  type ValidationRecord,
  waitForValidationRecords,
  waitUntilIssued,
} from './certificates.js';
import { deleteRecord, upsertRecord } from './records.js';
import type { FindZoneOf } from './zones.js';

/** Writes the records that prove a certificate's names, and waits until the certificate is issued. */
export async function proveCertificate(
  acm: ACMClient,
  arn: string,
  findZoneOf: FindZoneOf,
): Promise<void> {
  const records = uniqueRecords(await waitForValidationRecords(acm, arn));
  await Promise.all(
    records.map(async ({ domainName, record }) => {
      const zone = await findZoneOf(domainName);
      if (zone !== undefined) await upsertRecord(zone, toRecordSet(record));
    }),
  );
  await waitUntilIssued(acm, arn);
}

/**
 * Removes the records of a certificate that is going away. Those that another certificate has too stay: ACM makes
 * the same record for a name each time, and renews by it.
 */
export async function removeProofs(
  certificate: CertificateDetail,
  others: readonly CertificateDetail[],
  findZoneOf: FindZoneOf,
): Promise<void> {
  const inUse = new Set(others.flatMap(findValidationRecords).map(recordKey));
  const unused = uniqueRecords(findValidationRecords(certificate)).filter(
    (proof) => !inUse.has(recordKey(proof)),
  );
  await Promise.all(
    unused.map(async ({ domainName, record }) => {
      const zone = await findZoneOf(domainName);
      if (zone !== undefined) await deleteRecord(zone, toRecordSet(record));
    }),
  );
}

const recordKey = ({ record }: ValidationRecord): string => `${record.Name} ${record.Value}`;

function uniqueRecords(records: readonly ValidationRecord[]): readonly ValidationRecord[] {
  return [...new Map(records.map((proof) => [recordKey(proof), proof])).values()];
}

function toRecordSet(record: ValidationRecord['record']): ResourceRecordSet {
  return {
    Name: record.Name,
    Type: record.Type,
    TTL: 60,
    ResourceRecords: [{ Value: record.Value }],
  };
}
