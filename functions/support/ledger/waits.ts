import type { Json } from './json.js';

/** A task token with what it waits for. */
export type Wait = {
  /** What its event names: `stack/<stack id>`, `alarm/<name>`, `lease/<app>/<env>`, `step/<deployment>/<name>`, … */
  readonly subject: string;
  readonly token: string;
  readonly deploymentId: string;
  readonly step: string;
  readonly kind: string;
  /** What the waker needs to decide: an operation, a change set, predecessors. */
  readonly waitsFor: Json;
  /** Milliseconds since the epoch: when the wait itself is over; absent where only the task's timeout ends it. */
  readonly until?: number | undefined;
  /** Milliseconds since the epoch. */
  readonly registeredAt: number;
};

export type WaitLedger = {
  /** The same token on the same subject replaces its earlier entry. */
  put(wait: Wait): Promise<void>;
  listBySubject(subject: string): Promise<readonly Wait[]>;
  /** Every wait of the deployment. From an index: one registered a moment ago may be missing. */
  listByDeployment(deploymentId: string): Promise<readonly Wait[]>;
  /** Every wait there is, for the janitor. From an index. */
  listAll(): Promise<readonly Wait[]>;
  /** Removes it; true for exactly one of those who try. A token taken by one who then dies is found by its heartbeat. */
  take(wait: Pick<Wait, 'subject' | 'token'>): Promise<boolean>;
};
