import {
  ChangeResourceRecordSetsCommand,
  ListHostedZonesByNameCommand,
  ListResourceRecordSetsCommand,
  type ResourceRecordSet,
  Route53Client,
  waitUntilResourceRecordSetsChanged,
} from '@aws-sdk/client-route-53';
import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import { AutolandError } from '../../../core/errors.js';

/** A hosted zone together with the client that may change it. */
export type Zone = { readonly route53: Route53Client; readonly id: string };

export const ownRoute53 = new Route53Client({});

/** Route 53 in the application's account, by the role that its environments may take. */
export function delegatedRoute53(roleArn: string): Route53Client {
  return new Route53Client({
    credentials: fromTemporaryCredentials({
      params: { RoleArn: roleArn, RoleSessionName: 'autoland-custom-resource' },
    }),
  });
}

/** The public zone of exactly this name; the API itself answers with the next zone in the alphabet. */
export async function findHostedZone(
  route53: Route53Client,
  name: string,
): Promise<string | undefined> {
  const { HostedZones = [] } = await route53.send(
    new ListHostedZonesByNameCommand({ DNSName: name }),
  );
  const zone = HostedZones.find(
    (candidate) => candidate.Name === `${name}.` && candidate.Config?.PrivateZone !== true,
  );
  return zone?.Id?.split('/').pop();
}

export async function getHostedZone(route53: Route53Client, name: string): Promise<string> {
  const id = await findHostedZone(route53, name);
  if (id === undefined) {
    throw new AutolandError('NotFound', `there is no hosted zone ${name}; create it first`);
  }
  return id;
}

/** The record of this name and type. Route 53 writes `*` of a wildcard as `\052`. */
export async function findRecord(
  zone: Zone,
  name: string,
  type: 'A' | 'NS',
): Promise<ResourceRecordSet | undefined> {
  const { ResourceRecordSets = [] } = await zone.route53.send(
    new ListResourceRecordSetsCommand({
      HostedZoneId: zone.id,
      StartRecordName: name,
      StartRecordType: type,
      MaxItems: 1,
    }),
  );
  const wanted = `${name.replace(/^\*/, '\\052').toLowerCase()}.`;
  return ResourceRecordSets.find((record) => record.Name === wanted && record.Type === type);
}

/** Writes a record and waits until Route 53 serves it everywhere. */
export async function upsertRecord(zone: Zone, record: ResourceRecordSet): Promise<void> {
  await changeRecord(zone, 'UPSERT', record);
}

/** Removes a record. One that is not there, or that points elsewhere by now, is not ours to remove. */
export async function deleteRecord(zone: Zone, record: ResourceRecordSet): Promise<void> {
  try {
    await changeRecord(zone, 'DELETE', record);
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}

async function changeRecord(
  zone: Zone,
  action: 'UPSERT' | 'DELETE',
  record: ResourceRecordSet,
): Promise<void> {
  const { ChangeInfo } = await zone.route53.send(
    new ChangeResourceRecordSetsCommand({
      HostedZoneId: zone.id,
      ChangeBatch: { Changes: [{ Action: action, ResourceRecordSet: record }] },
    }),
  );
  await waitUntilResourceRecordSetsChanged(
    { client: zone.route53, maxWaitTime: 300, minDelay: 10, maxDelay: 20 },
    { Id: ChangeInfo?.Id ?? '' },
  );
}

const GONE =
  /tried to delete resource record set.*(but it was not found|but the values provided do not match)/i;

function isGone(error: unknown): boolean {
  return error instanceof Error && GONE.test(error.message);
}
