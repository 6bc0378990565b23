import { AsyncLocalStorage } from 'node:async_hooks';
import type { Elsewhere, Place } from '../../../core/places/place.js';
import { ENV, requireEnv } from '../runtime/env.js';

/** Undefined: where the installation is. Asked once, and only when it matters. */
type Whereabouts = () => Promise<Elsewhere | undefined>;

const context = new AsyncLocalStorage<Whereabouts>();

/**
 * Runs something in the place of an environment: whatever is called through a placed client in it is asked of CloudFormation,
 * ECS, CloudWatch … there. `find` is called when the first such call comes.
 */
export function inPlaceOf<T>(find: Whereabouts, run: () => Promise<T>): Promise<T> {
  let found: ReturnType<Whereabouts> | undefined;
  return context.run(() => {
    found ??= find();
    return found;
  }, run);
}

/** `inPlaceOf` where the place is known. */
export function inPlace<T>(place: Elsewhere | undefined, run: () => Promise<T>): Promise<T> {
  return context.run(async () => place, run);
}

/** Where calls go at the moment, when that is not where the installation is. */
export async function findElsewhereNow(): Promise<Elsewhere | undefined> {
  return context.getStore()?.();
}

/** Account and region of the installation. */
export const home = (): Place => ({
  account: requireEnv(ENV.accountId),
  region: requireEnv(ENV.region),
});

/** Account and region to which calls go at the moment. */
export async function getPlaceNow(): Promise<Place> {
  const { account, region } = (await findElsewhereNow()) ?? home();
  return { account, region };
}
