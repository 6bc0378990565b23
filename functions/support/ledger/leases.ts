import {
  acquireLease,
  freeLease,
  type LeaseStep,
  withdrawRequest,
} from '../../../core/lease/acquire-lease.js';
import {
  EMPTY_LEASE_TABLE,
  type LeaseHolder,
  type LeaseOutcome,
  type LeaseRequest,
  type LeaseTable,
} from '../../../core/lease/lease-table.js';
import { changeItem, type ItemContent, queryAll } from './change-item.js';
import { ACTIVE_LEASES, environmentPk } from './keys.js';
import type { Item, Store } from './store.js';

export type EnvironmentKey = { readonly application: string; readonly environment: string };

/** Holders that were granted a lease because another let it go; wake them. */
export type FreedOutcome =
  | { readonly kind: 'freed'; readonly granted: readonly LeaseHolder[] }
  /** The holder and epoch named do not hold it (any more); nothing was changed. */
  | { readonly kind: 'not-held' };

export type LeaseLedger = {
  /** Grants, queues or refuses. Asking again changes nothing: a holder is told its epoch, a queued one its place. */
  acquire(key: EnvironmentKey, request: LeaseRequest): Promise<LeaseOutcome>;
  /** Frees the lease and grants it at once to those next in the queue. */
  release(
    key: EnvironmentKey,
    held: { readonly holder: string; readonly epoch: number; readonly at: number },
  ): Promise<FreedOutcome>;
  /** Takes the lease from a holder that was seen dead, and grants it to those next in the queue. */
  steal(
    key: EnvironmentKey,
    dead: { readonly holder: string; readonly epoch: number; readonly at: number },
  ): Promise<FreedOutcome>;
  /** Takes a request out of the queue (cancelled, or its execution is dead). */
  withdraw(
    key: EnvironmentKey,
    entry: { readonly deploymentId: string; readonly at: number },
  ): Promise<FreedOutcome>;
  find(key: EnvironmentKey): Promise<LeaseTable>;
  /** Environments in which somebody holds or waits, for the janitor. From an index. */
  listActive(): Promise<readonly (EnvironmentKey & { readonly table: LeaseTable })[]>;
};

export function createLeaseLedger(store: Store): LeaseLedger {
  const keyOf = (key: EnvironmentKey) => ({ pk: environmentPk(key), sk: 'leases' });

  /** One decision of core/lease on the document of the environment. Undefined: nothing to do. */
  function free(
    key: EnvironmentKey,
    decide: (table: LeaseTable) => LeaseStep<readonly LeaseHolder[]> | undefined,
  ): Promise<FreedOutcome> {
    return changeItem<FreedOutcome>(store, keyOf(key), (item) => {
      const step = decide(toTable(item));
      if (!step) return { write: null, outcome: { kind: 'not-held' } };
      return {
        write: toContent(key, step.table),
        outcome: { kind: 'freed', granted: step.outcome },
      };
    });
  }

  return {
    acquire(key, request) {
      return changeItem<LeaseOutcome>(store, keyOf(key), (item) => {
        const before = toTable(item);
        const { table, outcome } = acquireLease(before, request);
        return { write: table === before ? null : toContent(key, table), outcome };
      });
    },
    release: (key, held) => free(key, (table) => freeLease(table, held)),
    steal: (key, dead) => free(key, (table) => freeLease(table, dead)),
    withdraw: (key, entry) => free(key, (table) => withdrawRequest(table, entry)),
    async find(key) {
      return toTable(await store.get(keyOf(key)));
    },
    async listActive() {
      const items = await queryAll(store, { pk: ACTIVE_LEASES, index: true });
      return items.map((item) => item.body as EnvironmentKey & { readonly table: LeaseTable });
    },
  };
}

function toTable(item: Item | undefined): LeaseTable {
  return item ? (item.body.table as LeaseTable) : EMPTY_LEASE_TABLE;
}

/** In the index only while somebody holds or waits. The document itself stays for ever: epochs must never start anew. */
function toContent({ application, environment }: EnvironmentKey, table: LeaseTable): ItemContent {
  const body = { application, environment, table };
  if (table.holders.length === 0 && table.queue.length === 0) return { body };
  return { body, gsi1pk: ACTIVE_LEASES, gsi1sk: `${application}/${environment}` };
}
