import type { Elsewhere } from '../../../core/places/place.js';
import { type Ambient, currentAmbient } from '../runtime/ambient.js';
import { type Credentials, getCredentials, type OwnIdentity } from './assume-role.js';
import { findElsewhereNow } from './whereabouts.js';

/** What a client elsewhere is made with; nothing here: region and credentials are those of the function. */
export type PlacedConfig = {
  readonly region?: string;
  readonly credentials?: () => Promise<Credentials>;
};

type SdkClient = { readonly config: OwnIdentity; send(command: never): Promise<unknown> };

/** A client that goes where the environment is (`inPlaceOf`). */
export type PlacedClient<C extends SdkClient> = Pick<C, 'send'> & {
  /** The client of the installation's own account and region. */
  readonly home: C;
};

/** A client of the SDK per place: region and credentials of a client are settled when it is made. */
export function placed<C extends SdkClient>(make: (config: PlacedConfig) => C): PlacedClient<C> {
  const home = make({});
  const elsewhere = new WeakMap<Ambient, Map<string, C>>();
  const connect = (place: Elsewhere): C => {
    const ambient = currentAmbient();
    const made = elsewhere.get(ambient) ?? new Map<string, C>();
    elsewhere.set(ambient, made);
    const key = Object.values(place).join(' ');
    const known = made.get(key);
    if (known) return known;
    const { region } = place;
    const client = make({ region, credentials: () => getCredentials(place, home.config) });
    ambient.onConnected?.(client, place);
    made.set(key, client);
    return client;
  };
  const send = async (command: never): Promise<unknown> => {
    const place = await findElsewhereNow();
    return (place ? connect(place) : home).send(command);
  };
  // One signature for all clients: each has dozens of overloads of the same meaning.
  return { home, send } as unknown as PlacedClient<C>;
}
