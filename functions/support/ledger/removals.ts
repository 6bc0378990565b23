import type { RemovedStack } from '../../../core/release/without-stacks.js';
import { changeItem, queryAll } from './change-item.js';
import { environmentPk, sortable } from './keys.js';
import type { EnvironmentKey } from './leases.js';
import type { Store } from './store.js';

/** What a deletion took out of an environment. */
export type Removal = {
  readonly deploymentId: string;
  /** Epoch of the deletion's lease: releases of a lower epoch do not have these stacks any more. */
  readonly epoch: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly removed: readonly RemovedStack[];
};

export type RemovalLedger = {
  /** One record per deletion; written again it says what is true then. Kept for as long as releases are. */
  put(key: EnvironmentKey, removal: Removal): Promise<void>;
  /** Oldest first. Strongly consistent. */
  list(key: EnvironmentKey): Promise<readonly Removal[]>;
};

export function createRemovalLedger(store: Store): RemovalLedger {
  return {
    put(key, removal) {
      const sk = `removal/${sortable(removal.epoch)}/${removal.deploymentId}`;
      return changeItem(store, { pk: environmentPk(key), sk }, () => ({
        write: { body: removal },
        outcome: undefined,
      }));
    },
    list: (key) => listRemovals(store, key),
  };
}

export async function listRemovals(store: Store, key: EnvironmentKey): Promise<readonly Removal[]> {
  const items = await queryAll(store, { pk: environmentPk(key), prefix: 'removal/' });
  return items.map((item) => item.body as Removal);
}

/** The stacks that were taken out after a release of this epoch. */
export function removedSince(removals: readonly Removal[], epoch: number): readonly RemovedStack[] {
  return removals.filter((one) => one.epoch > epoch).flatMap(({ removed }) => removed);
}
