import type { Route53Client } from '@aws-sdk/client-route-53';
import { type Domain, findZone, type ZoneKind, zoneName } from './domain-zones.js';
import { delegatedRoute53, getHostedZone, ownRoute53, type Zone } from './records.js';

export type ZoneSource = {
  readonly domain: Domain;
  readonly delegationRole: string;
  /** Id of the environment's zone; looked up by name where it is not given. */
  readonly environmentZoneId?: string;
};

/** Finds the hosted zone of a name, undefined where the name is not below the application's domain. */
export type FindZoneOf = (name: string) => Promise<Zone | undefined>;

/** Each zone is looked up once, and the role is taken only when a name needs it. */
export function openZones(source: ZoneSource): FindZoneOf {
  const opened = new Map<ZoneKind, Promise<Zone>>();
  let delegated: Route53Client | undefined;
  const open = async (kind: ZoneKind): Promise<Zone> => {
    if (kind === 'environment' && source.environmentZoneId !== undefined) {
      return { route53: ownRoute53, id: source.environmentZoneId };
    }
    delegated ??= delegatedRoute53(source.delegationRole);
    const route53 = kind === 'environment' ? ownRoute53 : delegated;
    return { route53, id: await getHostedZone(route53, zoneName(kind, source.domain)) };
  };
  return async (name) => {
    const kind = findZone(name, source.domain);
    if (kind === undefined) return undefined;
    const zone = opened.get(kind) ?? open(kind);
    opened.set(kind, zone);
    return zone;
  };
}
