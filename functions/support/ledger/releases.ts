import type { LeaseScope } from '../../../core/lease/lease-table.js';
import { type StackKey, stackKey } from '../../../core/release/stack-key.js';
import { isPartlyInPlace } from '../../../core/release/stacks-in-place.js';
import { hasEnvironment, type RemovedStack } from '../../../core/release/without-stacks.js';
import type { Verdict } from '../../../core/verdict.js';
import { changeItem } from './change-item.js';
import { environmentPk, sortable } from './keys.js';
import type { EnvironmentKey } from './leases.js';
import { listRemovals, type Removal, removedSince } from './removals.js';
import type { Store } from './store.js';

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
  /** Names of the workloads in the release; those that were deleted since are not among them. */
  readonly workloads: readonly string[];
  /** What its deployment held of the environment; absent: all. Other workloads may have gone out meanwhile. */
  readonly scope?: LeaseScope;
  /** Of a release that did not succeed: stacks that its rollback left on purpose, as its bundle says; those that were deleted since are not among them. Absent: none. */
  readonly kept?: readonly StackKey[];
  /** Stacks that deletions took out of the environment since: the bundle has them still. Told on reading, never written. */
  readonly removed?: readonly RemovedStack[];
};

export type ReleaseOutcome =
  | { readonly kind: 'written' }
  | { readonly kind: 'stale'; readonly epoch: number };

export type ReleaseLedger = {
  /** One record per deployment. Written again with another verdict it changes, unless `writtenBy` is a lower epoch. */
  put(key: EnvironmentKey, record: ReleaseRecord, writtenBy: number): Promise<ReleaseOutcome>;
  /** The newest release that succeeded and whose environment was not deleted since; with `before`, of a lower epoch; with `workload`, one that has it. Strongly consistent. */
  findLastGood(
    key: EnvironmentKey,
    query?: { readonly before?: number | undefined; readonly workload?: string | undefined },
  ): Promise<ReleaseRecord | undefined>;
  /** Releases of a higher epoch that succeeded, or of which stacks were kept, and whose environment was not deleted since, newest first. */
  listInPlaceSince(key: EnvironmentKey, epoch: number): Promise<readonly ReleaseRecord[]>;
  /** The record of this deployment. */
  findOf(
    key: EnvironmentKey,
    deployment: Pick<ReleaseRecord, 'deploymentId' | 'epoch'>,
  ): Promise<ReleaseRecord | undefined>;
  /** The newest record of this release in the environment. */
  find(key: EnvironmentKey, releaseId: string): Promise<ReleaseRecord | undefined>;
  /** Newest first. */
  list(key: EnvironmentKey, limit?: number): Promise<readonly ReleaseRecord[]>;
};

const DEFAULT_LIST = 20;

type StoredRelease = ReleaseRecord & { readonly writtenBy: number };

export function createReleaseLedger(store: Store): ReleaseLedger {
  const PREFIX = 'release/';
  const keyOf = (
    key: EnvironmentKey,
    { epoch, deploymentId }: Pick<ReleaseRecord, 'deploymentId' | 'epoch'>,
  ) => ({ pk: environmentPk(key), sk: `${PREFIX}${sortable(epoch)}/${deploymentId}` });

  /** Newest first, reading no further than asked. */
  async function* newestFirst(key: EnvironmentKey): AsyncGenerator<ReleaseRecord> {
    const removals = await listRemovals(store, key);
    let after: string | undefined;
    do {
      const page = await store.query({
        pk: environmentPk(key),
        prefix: PREFIX,
        newestFirst: true,
        limit: DEFAULT_LIST,
        after,
      });
      for (const item of page.items) yield toRecord(item.body as StoredRelease, removals);
      after = page.next ?? undefined;
    } while (after !== undefined);
  }

  async function findFirst(
    key: EnvironmentKey,
    isWanted: (record: ReleaseRecord) => boolean,
  ): Promise<ReleaseRecord | undefined> {
    for await (const record of newestFirst(key)) if (isWanted(record)) return record;
    return undefined;
  }

  return {
    put(key, { removed: _removed, ...record }, writtenBy) {
      return changeItem<ReleaseOutcome>(store, keyOf(key, record), (item) => {
        const latest = (item?.body as StoredRelease | undefined)?.writtenBy ?? 0;
        if (writtenBy < latest) {
          return { write: null, outcome: { kind: 'stale', epoch: latest } };
        }
        return {
          write: { body: { ...record, writtenBy } },
          outcome: { kind: 'written' },
        };
      });
    },
    findLastGood(key, { before, workload } = {}) {
      return findFirst(
        key,
        (record) =>
          isGood(record) &&
          (before === undefined || record.epoch < before) &&
          (workload === undefined || record.workloads.includes(workload)),
      );
    },
    async listInPlaceSince(key, epoch) {
      const found: ReleaseRecord[] = [];
      for await (const record of newestFirst(key)) {
        if (record.epoch <= epoch) break;
        if (isPartlyInPlace(record) && !hasEnvironment(record.removed ?? [])) found.push(record);
      }
      return found;
    },
    async findOf(key, deployment) {
      const item = await store.get(keyOf(key, deployment));
      return item && toRecord(item.body as StoredRelease, await listRemovals(store, key));
    },
    find(key, releaseId) {
      return findFirst(key, (record) => record.releaseId === releaseId);
    },
    async list(key, limit = DEFAULT_LIST) {
      const found: ReleaseRecord[] = [];
      for await (const record of newestFirst(key)) {
        if (found.length === limit) break;
        found.push(record);
      }
      return found;
    },
  };
}

function isGood({ verdict, removed = [] }: ReleaseRecord): boolean {
  return verdict === 'SUCCEEDED' && !hasEnvironment(removed);
}

function toRecord(
  { writtenBy: _writtenBy, ...record }: StoredRelease,
  removals: readonly Removal[],
): ReleaseRecord {
  const removed = removedSince(removals, record.epoch);
  if (removed.length === 0) return record;
  const { kept } = record;
  const isGone = (key: StackKey): boolean => removed.some((one) => stackKey(one) === key);
  return {
    ...record,
    removed,
    workloads: record.workloads.filter((name) => !isGone(`workload/${name}`)),
    ...(kept ? { kept: kept.filter((key) => !isGone(key)) } : {}),
  };
}
