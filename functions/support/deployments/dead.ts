import type { LeaseHolder } from '../../../core/lease/lease-table.js';
import { type ExecutionView, findExecution, isUnderWay } from '../aws/executions.js';
import { recordDeletionEnd } from '../deletion/record-deletion.js';
import { wakeGranted } from '../lease/lease-desk.js';
import { ledger } from '../ledger/current-ledger.js';
import type { Deployment } from '../ledger/deployments.js';
import type { EnvironmentKey } from '../ledger/leases.js';
import { atPlaceOf } from '../places/of-deployment.js';
import { now } from '../runtime/ambient.js';
import type { Trouble } from '../runtime/trouble.js';
import { recordRollbackEnd, recordVerdict } from './record-end.js';
import { note } from './timeline.js';

/**
 * An execution that ended without writing a verdict (stopped by hand, timed out, broken): the verdict is concluded
 * from what is written down, and the lease comes free. Executions are named after their deployment; those with
 * another name are nested ones, whose parents take care of them.
 */
export async function concludeDead(executionArn: string): Promise<void> {
  const deploymentId = executionArn.split(':').at(-1) ?? '';
  const deployment = await ledger().deployments.find(deploymentId);
  if (!deployment || deployment.verdict !== null) return;
  const execution = await findExecution(executionArn);
  if (execution) await concludeEnded(deployment, execution);
}

/** As `concludeDead`; nothing while the execution goes on. */
export async function concludeEnded(
  deployment: Deployment,
  execution: ExecutionView,
): Promise<void> {
  if (isUnderWay(execution)) return;
  const { status, error, cause } = execution;
  const words = cause ?? error ?? 'the execution ended without a verdict';
  await conclude(deployment, `its execution ended ${status} without a verdict`, status, words);
}

/** A deployment that no execution carries any more, for the reason given. */
export function concludeLost(deployment: Deployment, reason: string): Promise<void> {
  return conclude(deployment, reason, 'NOT_RUNNING', reason);
}

async function conclude(
  deployment: Deployment,
  message: string,
  error: string,
  cause: string,
): Promise<void> {
  await note(deployment.deploymentId, { kind: 'execution-dead', message });
  await atPlaceOf(deployment, () => recordEnd(deployment, { Error: error, Cause: cause }));
}

async function recordEnd(
  { deploymentId, epoch, kind }: Deployment,
  trouble: Trouble,
): Promise<void> {
  switch (kind) {
    case 'deploy':
      await recordVerdict(deploymentId, epoch, null, trouble);
      return;
    case 'rollback':
      await recordRollbackEnd(deploymentId, epoch, false, trouble);
      return;
    case 'delete':
      await recordDeletionEnd(deploymentId, epoch, trouble);
      return;
  }
}

const KNOWN_AFTER_MS = 300_000;

/** Until then an execution that Step Functions does not know may have been started a moment ago. */
export const isFresh = (since: number): boolean => now() - since < KNOWN_AFTER_MS;

/** Liveness of who holds or waits, `since` then, is asked, never guessed from a clock. */
export async function isAlive(executionArn: string, since: number): Promise<boolean> {
  const execution = await findExecution(executionArn);
  return execution ? isUnderWay(execution) : isFresh(since);
}

/**
 * Concludes holders whose execution does not run any more and takes their leases; true when at least one was taken.
 * The verdict comes first: once the lease is gone, nothing leads to the dead any more.
 */
export async function buryDead(
  key: EnvironmentKey,
  holders: readonly LeaseHolder[],
): Promise<boolean> {
  let stolen = false;
  for (const { holder, epoch, since } of holders) {
    if (await isAlive(holder, since)) continue;
    await concludeDead(holder);
    const freed = await ledger().leases.steal(key, { holder, epoch, at: now() });
    if (freed.kind === 'freed') await wakeGranted(key, freed.granted);
    stolen = true;
  }
  return stolen;
}
