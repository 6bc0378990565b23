import { changeItem } from './change-item.js';
import { environmentPk } from './keys.js';
import type { EnvironmentKey } from './leases.js';
import type { Store } from './store.js';

export type ProtectionLedger = {
  /** Marks an environment, or takes the mark off. */
  set(key: EnvironmentKey, isProtected: boolean, at: number): Promise<void>;
  /** Strongly consistent. */
  find(key: EnvironmentKey): Promise<boolean>;
};

/** Environments of which nothing is deleted unless the request says their name again. */
export function createProtectionLedger(store: Store): ProtectionLedger {
  const keyOf = (key: EnvironmentKey) => ({ pk: environmentPk(key), sk: 'protection' });
  return {
    set: (key, isProtected, at) =>
      changeItem(store, keyOf(key), () => ({
        write: { body: { isProtected, at } },
        outcome: undefined,
      })),
    async find(key) {
      return (await store.get(keyOf(key)))?.body.isProtected === true;
    },
  };
}
