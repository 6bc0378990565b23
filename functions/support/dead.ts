import type { LeaseHolder } from '../../core/lease/lease-table.js';
import { now } from './ambient.js';
import { ledger } from './current-ledger.js';
import { recordDeletionEnd } from './deletion/record-deletion.js';
import { findExecution, isRunning } from './executions.js';
import { wakeGranted } from './lease-desk.js';
import type { EnvironmentKey } from './ledger/leases.js';
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
  if (!execution || execution.status === 'RUNNING' || execution.status === 'PENDING_REDRIVE')
    return;
  await note(deploymentId, {
    kind: 'execution-dead',
    message: `its execution ended ${execution.status} without a verdict`,
  });
  const trouble = {
    Error: execution.status,
    Cause: execution.cause ?? execution.error ?? 'the execution ended without a verdict',
  };
  switch (deployment.kind) {
    case 'deploy':
      await recordVerdict(deploymentId, deployment.epoch, null, trouble);
      return;
    case 'rollback':
      await recordRollbackEnd(deploymentId, deployment.epoch, false, trouble);
      return;
    case 'delete':
      await recordDeletionEnd(deploymentId, deployment.epoch, trouble);
      return;
  }
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
  for (const { holder, epoch } of holders) {
    if (await isRunning(holder)) continue;
    await concludeDead(holder);
    const freed = await ledger().leases.steal(key, { holder, epoch, at: now() });
    if (freed.kind === 'freed') await wakeGranted(key, freed.granted);
    stolen = true;
  }
  return stolen;
}
