import * as z from 'zod';
import { customResource } from './support/custom-resource.js';
import {
  delegatedRoute53,
  deleteRecord,
  findHostedZone,
  findRecord,
  getHostedZone,
  upsertRecord,
} from './support/records.js';

const Properties = z.object({
  /** Zone of the application, in its account. */
  DomainName: z.string(),
  SubdomainName: z.string(),
  NameServers: z.array(z.string()),
  RootDNSRole: z.string(),
});
type Properties = z.output<typeof Properties>;

/** The name servers of an environment's zone, written into the zone of its application. */
export const domainDelegationHandler = customResource(Properties, async ({ kind, properties }) => {
  await (kind === 'Delete' ? withdraw(properties) : delegate(properties));
  return { physicalId: properties.SubdomainName };
});

async function delegate(properties: Properties): Promise<void> {
  const route53 = delegatedRoute53(properties.RootDNSRole);
  const zone = { route53, id: await getHostedZone(route53, properties.DomainName) };
  await upsertRecord(zone, {
    Name: properties.SubdomainName,
    Type: 'NS',
    TTL: 60,
    ResourceRecords: properties.NameServers.map((Value) => ({ Value })),
  });
}

/** Reads the record first: Route 53 deletes only what is given to it with the very same values. */
async function withdraw(properties: Properties): Promise<void> {
  const route53 = delegatedRoute53(properties.RootDNSRole);
  const id = await findHostedZone(route53, properties.DomainName);
  if (id === undefined) return;
  const zone = { route53, id };
  const record = await findRecord(zone, properties.SubdomainName, 'NS');
  if (record !== undefined) await deleteRecord(zone, record);
}
