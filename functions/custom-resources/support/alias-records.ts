import type { ResourceRecordSet } from '@aws-sdk/client-route-53';
import { AutolandError } from '../../../core/errors.js';
import { deleteRecord, findRecord, upsertRecord } from './records.js';
import type { FindZoneOf } from './zones.js';

/** What an alias points to: a load balancer or a CloudFront distribution, with the hosted zone of its kind. */
export type AliasTarget = { readonly dnsName: string; readonly hostedZoneId: string };

const aliasRecord = (name: string, target: AliasTarget): ResourceRecordSet => ({
  Name: name,
  Type: 'A',
  AliasTarget: {
    DNSName: target.dnsName,
    HostedZoneId: target.hostedZoneId,
    EvaluateTargetHealth: true,
  },
});

/** Points all names to the target. Names outside the application's zones are left to the user. */
export async function pointAliases(
  names: readonly string[],
  target: AliasTarget,
  findZoneOf: FindZoneOf,
): Promise<void> {
  await eachInZone(names, findZoneOf, (zone, name) =>
    upsertRecord(zone, aliasRecord(name, target)),
  );
}

export async function removeAliases(
  names: readonly string[],
  target: AliasTarget,
  findZoneOf: FindZoneOf,
): Promise<void> {
  await eachInZone(names, findZoneOf, (zone, name) =>
    deleteRecord(zone, aliasRecord(name, target)),
  );
}

/** Refuses names that something else answers to already; `own` are targets that count as ours. */
export async function refuseTakenAliases(
  names: readonly string[],
  own: readonly string[],
  findZoneOf: FindZoneOf,
): Promise<void> {
  const ours = new Set(own.map((dnsName) => `${dnsName.toLowerCase()}.`));
  await eachInZone(names, findZoneOf, async (zone, name) => {
    const record = await findRecord(zone, name, 'A');
    if (record === undefined) return;
    const user = record.AliasTarget?.DNSName ?? 'a record without alias target';
    // Route 53 puts `dualstack.` before names of load balancers that its console chose.
    if (ours.has(user.toLowerCase().replace(/^dualstack\./, ''))) return;
    throw new AutolandError(
      'Conflict',
      `alias ${name} is already in use by ${user}; remove its record or choose another alias`,
    );
  });
}

type Zone = NonNullable<Awaited<ReturnType<FindZoneOf>>>;

async function eachInZone(
  names: readonly string[],
  findZoneOf: FindZoneOf,
  act: (zone: Zone, name: string) => Promise<void>,
): Promise<void> {
  await Promise.all(
    names.map(async (name) => {
      const zone = await findZoneOf(name);
      if (zone !== undefined) await act(zone, name);
    }),
  );
}
