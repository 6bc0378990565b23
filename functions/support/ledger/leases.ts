import type {
  LeaseHolder,
  LeaseOutcome,
  LeaseRequest,
  LeaseTable,
} from '../../../core/lease/lease-table.js';

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
