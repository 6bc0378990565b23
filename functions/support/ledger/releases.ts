import type { Verdict } from '../../../core/verdict.js';
import type { EnvironmentKey } from './leases.js';

/** A release as it went into an environment: one per deployment that changed something. */
export type ReleaseRecord = {
  readonly releaseId: string;
  readonly deploymentId: string;
  /** Epoch of the deployment's lease: the order of releases in the environment. */
  readonly epoch: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly verdict: Verdict;
  readonly bundleKey: string;
  readonly sourceCommit: string | null;
  /** Names of the workloads in the release. */
  readonly workloads: readonly string[];
};

export type ReleaseLedger = {
  /** One record per deployment. Written again with another verdict it changes, unless `writtenBy` is a lower epoch. */
  put(
    key: EnvironmentKey,
    record: ReleaseRecord,
    writtenBy: number,
  ): Promise<{ readonly kind: 'written' } | { readonly kind: 'stale'; readonly epoch: number }>;
  /** The newest release that succeeded; with `before`, of a lower epoch; with `workload`, one that has it. Strongly consistent. */
  findLastGood(
    key: EnvironmentKey,
    query?: { readonly before?: number | undefined; readonly workload?: string | undefined },
  ): Promise<ReleaseRecord | undefined>;
  /** The newest record of this release in the environment. */
  find(key: EnvironmentKey, releaseId: string): Promise<ReleaseRecord | undefined>;
  /** Newest first. */
  list(key: EnvironmentKey, limit?: number): Promise<readonly ReleaseRecord[]>;
};
