/**
 * What may be changed at once in one environment: everything, or some workloads. A release that changes the
 * environment stack or an environment addon needs `all`.
 */
export type LeaseScope = 'all' | readonly string[];

/** What one deployment wants of its environment. */
export type LeaseClaim = {
  readonly scope: LeaseScope;
  /** Workloads that it builds on without changing them: they may not change meanwhile. Absent: none. */
  readonly uses?: readonly string[];
};

export type LeaseRequest = LeaseClaim & {
  readonly deploymentId: string;
  /** ARN of the execution: whether it lives can be asked. */
  readonly holder: string;
  /** A rollback goes before every queued deployment. */
  readonly priority: 'rollback' | 'deploy';
  /** Where the request comes from, for `supersede`: repository and branch, or a person. */
  readonly source: string;
  readonly whenTaken: 'queue' | 'supersede' | 'refuse';
  /** The epoch under which it holds too little: given up for this request, which keeps its order of arrival. */
  readonly outgrown?: number | undefined;
  /** Milliseconds since the epoch. */
  readonly at: number;
};

export type LeaseHolder = LeaseClaim & {
  readonly deploymentId: string;
  readonly holder: string;
  readonly priority: LeaseRequest['priority'];
  readonly source: string;
  /** Rises with every grant in the environment, whatever its scope. */
  readonly epoch: number;
  /** Order of arrival. */
  readonly ticket: number;
  readonly since: number;
};

export type QueueEntry = Omit<LeaseHolder, 'epoch' | 'since'> & { readonly queuedAt: number };

export type Superseded = {
  readonly deploymentId: string;
  /** Deployment that took its place. */
  readonly by: string;
};

/** All leases of one environment with their queue: one document, so that every decision about it is atomic. */
export type LeaseTable = {
  /** Epoch of the latest grant; 0 before the first. */
  readonly epoch: number;
  /** Ticket given out last. */
  readonly ticket: number;
  readonly holders: readonly LeaseHolder[];
  /** In the order in which they are to be granted: rollbacks first, then by ticket. */
  readonly queue: readonly QueueEntry[];
  /** The latest superseded requests, newest last: a request that asks again is told by whom. */
  readonly superseded: readonly Superseded[];
};

export type LeaseOutcome =
  | ({ readonly kind: 'granted'; readonly epoch: number } & LeaseSideEffects)
  | ({
      readonly kind: 'queued';
      /** 1: next. */
      readonly position: number;
      /** Who is in the way; ask whether they live. */
      readonly heldBy: readonly LeaseHolder[];
    } & LeaseSideEffects)
  | {
      readonly kind: 'refused';
      readonly heldBy: readonly LeaseHolder[];
      readonly alsoGranted: readonly LeaseHolder[];
    }
  | { readonly kind: 'superseded'; readonly by: string };

/** Others that this request moved; they wait and have to be woken. */
export type LeaseSideEffects = {
  /** Queued requests of the same source that this one replaced. */
  readonly superseded: readonly Superseded[];
  /** Requests that the replaced ones had kept waiting. */
  readonly alsoGranted: readonly LeaseHolder[];
};

export const EMPTY_LEASE_TABLE: LeaseTable = {
  epoch: 0,
  ticket: 0,
  holders: [],
  queue: [],
  superseded: [],
};
