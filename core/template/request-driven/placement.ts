import type { Facts } from '../../facts/facts.js';
import type { RequestDrivenWebService } from '../../manifest/schema/request-driven-web-service.js';
import { findSubnetIds } from '../service/network.js';

/** Where outgoing traffic enters the VPC: the environment's private subnets, or the user's. */
export type ConnectorPlacement =
  | { readonly kind: 'private' }
  | { readonly kind: 'subnets'; readonly ids: readonly string[] };

/** Undefined where the service stays outside the VPC. Subnets of tags (`from_tags`) are among the facts. */
export function findPlacement(
  manifest: RequestDrivenWebService,
  facts: Facts,
): ConnectorPlacement | undefined {
  const placement = manifest.network?.vpc?.placement;
  if (placement === undefined) return undefined;
  if (typeof placement === 'string') {
    return placement === 'private' ? { kind: 'private' } : undefined;
  }
  const ids = findSubnetIds(placement, facts) ?? [];
  return ids.length === 0 ? undefined : { kind: 'subnets', ids };
}
