import { RollbackRequest } from '../../../core/deployment/request.js';
import type { Verdict } from '../../../core/verdict.js';
import { detail } from '../deployments/deployments.js';
import { ledger } from '../ledger/current-ledger.js';
import type { Deployment } from '../ledger/deployments.js';
import { getReleaseRef } from '../release/release-of.js';
import { isRollback, type KnownRelease } from '../rollbacks/release-history.js';

/** The last time that something of a workload went back, or should have. */
export type LastRollback = {
  /** The release that went back. */
  readonly release: string;
  readonly deployment: string;
  /** The rollback of its own that did it; null where the release went back by itself. */
  readonly rollback: string | null;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly verdict: Verdict;
  readonly summary: string;
  /** As the deployment tells it: reason in the words of AWS, class, resource, what to do. */
  readonly cause: Readonly<Record<string, unknown>> | null;
};

/** Looked through for it, newest first. */
const RECENT = 10;

/** Why the workload went back last; null where it never did, as far as is remembered. */
export async function findLastRollback(
  history: readonly KnownRelease[],
): Promise<LastRollback | null> {
  const found = await Promise.all(history.slice(0, RECENT).map(findRollbackOf));
  const known = found.flatMap((one) => one ?? []);
  return known.toSorted((one, other) => other.at - one.at)[0] ?? null;
}

async function findRollbackOf(record: KnownRelease): Promise<LastRollback | undefined> {
  const deployment = await ledger().deployments.find(record.deploymentId);
  if (!deployment) return undefined;
  // A workload that went back alone has a record of its own: what it went back to.
  if (isRollback(record)) {
    const { of } = RollbackRequest.parse(deployment.request);
    const gone = await ledger().deployments.find(of);
    return gone && describe(getReleaseRef(gone).releaseId, gone, deployment);
  }
  const rollback = deployment.rolledBackBy
    ? await ledger().deployments.find(deployment.rolledBackBy)
    : undefined;
  if (rollback && hasGoneBack(rollback)) return describe(record.releaseId, deployment, rollback);
  return hasGoneBack(deployment) ? describe(record.releaseId, deployment, deployment) : undefined;
}

const hasGoneBack = ({ verdict }: Deployment): boolean =>
  verdict === 'ROLLED_BACK' || verdict === 'FAILED_DIRTY';

function describe(releaseId: string, deployment: Deployment, end: Deployment): LastRollback {
  return {
    release: releaseId,
    deployment: deployment.deploymentId,
    rollback: end.kind === 'rollback' ? end.deploymentId : null,
    at: end.finishedAt ?? end.createdAt,
    verdict: end.verdict ?? 'FAILED_DIRTY',
    summary: detail<string>(end, 'summary') ?? '',
    cause: detail<LastRollback['cause']>(end, 'rootCause') ?? null,
  };
}
