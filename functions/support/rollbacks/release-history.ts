import { stackKey } from '../../../core/release/stack-key.js';
import { hasEnvironment } from '../../../core/release/without-stacks.js';
import type { PastRelease } from '../../../core/rollback/choose-return.js';
import { ledger } from '../ledger/current-ledger.js';
import type { EnvironmentKey } from '../ledger/leases.js';
import type { ReleaseRecord } from '../ledger/releases.js';

/** What is older is not gone back to. */
const MOST_RELEASES = 50;

export type KnownRelease = ReleaseRecord & PastRelease;

/** Releases of the environment since it was made last, newest first; for a workload those that have it. */
export async function listHistory(
  key: EnvironmentKey,
  workload?: string,
): Promise<readonly KnownRelease[]> {
  const [records, refused] = await Promise.all([
    listStanding(key, workload),
    ledger().guards.listRolledBack(key),
  ]);
  const reasons = new Map(refused.map(({ releaseId, reason }) => [releaseId, reason]));
  return records.map((record) => ({
    ...record,
    isRollback: isRollback(record),
    rolledBackBecause: reasons.get(record.releaseId),
    isKept: isKept(record, workload),
  }));
}

/** A workload that went back alone: a release of its own, brought in by a rollback. */
export function isRollback({ deploymentId }: ReleaseRecord): boolean {
  return deploymentId.startsWith('rb-');
}

/** Something of it stayed when it was rolled back; with `workload`: that one. */
function isKept({ kept = [] }: ReleaseRecord, workload: string | undefined): boolean {
  return workload === undefined
    ? kept.length > 0
    : kept.includes(stackKey({ kind: 'workload', name: workload }));
}

async function listStanding(
  key: EnvironmentKey,
  workload: string | undefined,
): Promise<readonly ReleaseRecord[]> {
  const records = await ledger().releases.list(key, MOST_RELEASES);
  return records.filter(
    ({ removed = [], workloads }) =>
      !hasEnvironment(removed) && (!workload || workloads.includes(workload)),
  );
}
