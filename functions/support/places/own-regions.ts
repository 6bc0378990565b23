import type { Place } from '../../../core/places/place.js';
import { type Ambient, currentAmbient } from '../runtime/ambient.js';
import { home } from './whereabouts.js';

/**
 * Clients for the regions of the installation's own account, in which an application has what its environments there share:
 * with the function's own rights, whatever place it works for (ADR 16). `here`: the client of the installation's region.
 */
export function perRegion<C extends object>(
  here: C,
  make: (config: { readonly region: string }) => C,
): (region: string) => C {
  const made = new WeakMap<Ambient, Map<string, C>>();
  return (region) => {
    const { account, region: own } = home();
    if (region === own) return here;
    const ambient = currentAmbient();
    const known = made.get(ambient) ?? new Map<string, C>();
    made.set(ambient, known);
    const client = known.get(region) ?? connect(make({ region }), { account, region });
    known.set(region, client);
    return client;
  };
}

function connect<C extends object>(client: C, place: Place): C {
  currentAmbient().onConnected?.(client, place);
  return client;
}

/** Another region that nobody in the account may enter: by a policy of the organization, or because it was never opted in to. */
export function isClosed(region: string, error: unknown): boolean {
  if (region === home().region || !(error instanceof Error)) return false;
  return /^(AccessDenied(Exception)?|AuthFailure|InvalidClientTokenId|OptInRequired|UnrecognizedClientException)$/.test(
    error.name,
  );
}
