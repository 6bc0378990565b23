import type { RequestDrivenWebService } from '../../manifest/schema/request-driven-web-service.js';

/** Where outgoing traffic enters the VPC: the environment's private subnets, or the user's. */
export type ConnectorPlacement =
  | { readonly kind: 'private' }
  | { readonly kind: 'subnets'; readonly ids: readonly string[] };

/** Undefined where the service stays outside the VPC. Tags have been looked up before (`from_tags`). */
export function findPlacement(manifest: RequestDrivenWebService): ConnectorPlacement | undefined {
  const placement = manifest.network?.vpc?.placement;
  if (placement === undefined) return undefined;
  if (typeof placement === 'string') {
    return placement === 'private' ? { kind: 'private' } : undefined;
  }
  const { subnets } = placement;
  if (!Array.isArray(subnets) || subnets.length === 0) return undefined;
  return { kind: 'subnets', ids: subnets };
}
