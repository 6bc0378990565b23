import type { ResourceRecordSet } from '@aws-sdk/client-route-53';
import * as z from 'zod';
import {
  associateDomain,
  disassociateDomain,
  type ServiceDomain,
  waitForProofs,
  waitUntilDisassociated,
} from './support/app-runner-domains.js';
import { customResource } from './support/custom-resource.js';
import {
  delegatedRoute53,
  deleteRecord,
  findHostedZone,
  getHostedZone,
  upsertRecord,
} from './support/records.js';

const Properties = z.object({
  ServiceARN: z.string(),
  CustomDomain: z.string(),
  AppDNSRole: z.string(),
  AppDNSName: z.string(),
});
type Properties = z.output<typeof Properties>;

/** The alias of an App Runner service: the domain associated, its record and the records that prove it written. */
export const handler = customResource(Properties, async ({ kind, properties }) => {
  await (kind === 'Delete' ? remove(properties) : add(properties));
  return { physicalId: `/associate-domain-app-runner/${properties.CustomDomain}` };
});

async function add(properties: Properties): Promise<void> {
  const { ServiceARN: service, CustomDomain: domain } = properties;
  const route53 = delegatedRoute53(properties.AppDNSRole);
  const zone = { route53, id: await getHostedZone(route53, properties.AppDNSName) };
  await associateDomain(service, domain);
  const associated = await waitForProofs(service, domain);
  await Promise.all(recordsOf(domain, associated).map((record) => upsertRecord(zone, record)));
}

async function remove(properties: Properties): Promise<void> {
  const { ServiceARN: service, CustomDomain: domain } = properties;
  const removed = await disassociateDomain(service, domain);
  if (removed === undefined) return;
  const route53 = delegatedRoute53(properties.AppDNSRole);
  const id = await findHostedZone(route53, properties.AppDNSName);
  if (id !== undefined) {
    const records = recordsOf(domain, removed);
    await Promise.all(records.map((record) => deleteRecord({ route53, id }, record)));
  }
  await waitUntilDisassociated(service, domain);
}

function recordsOf(
  domain: string,
  { target, proofs }: ServiceDomain,
): readonly ResourceRecordSet[] {
  const cname = (name: string, value: string): ResourceRecordSet => ({
    Name: name,
    Type: 'CNAME',
    TTL: 60,
    ResourceRecords: [{ Value: value }],
  });
  return [cname(domain, target), ...proofs.map(({ name, value }) => cname(name, value))];
}
