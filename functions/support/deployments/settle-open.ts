import { findExecution, isUnderWay } from '../aws/executions.js';
import { ledger } from '../ledger/current-ledger.js';
import type { Deployment, OpenDeployment } from '../ledger/deployments.js';
import { now } from '../runtime/ambient.js';
import { concludeEnded, concludeLost, isFresh } from './dead.js';
import { enforceDeadline } from './enforce-deadline.js';
import { confirmEnd } from './record-end.js';
import { executionArnOf, startExecutionOf } from './start-execution.js';
import { note } from './timeline.js';

/** Whoever accepted it may still be about to start it. */
const GRACE_MS = 60_000;

/**
 * Looks at a deployment that has not ended altogether. Is it past its deadline? Has somebody died over it: the one who
 * accepted it, before its execution was started; the execution, before the verdict; the one who wrote the verdict, before
 * all was told and let go?
 */
export async function settleOpen({ deploymentId, createdAt }: OpenDeployment): Promise<void> {
  if (now() - createdAt < GRACE_MS) return;
  const deployment = await ledger().deployments.find(deploymentId);
  // Whoever put it on the list died before the deployment was written: nobody was told of it.
  if (!deployment) return ledger().deployments.close(deploymentId);
  if (deployment.verdict !== null) {
    await confirmEnd(deployment, deployment.verdict);
    return;
  }
  const executionArn = executionArnOf(deployment);
  const execution = await findExecution(executionArn);
  if (execution) {
    return isUnderWay(execution)
      ? enforceDeadline(deployment, executionArn)
      : concludeEnded(deployment, execution);
  }
  if (deployment.epoch > 0) return settleUnknown(deployment);
  return startMissing(deployment);
}

/** It has begun, so it was started: a moment ago, or Step Functions has forgotten it, 90 days after its end. */
async function settleUnknown(deployment: Deployment): Promise<void> {
  const { holders } = await ledger().leases.find(deployment);
  const held = holders.find((holder) => holder.deploymentId === deployment.deploymentId);
  if (!held || !isFresh(held.since)) await concludeLost(deployment, 'its execution is gone');
}

async function startMissing(deployment: Deployment): Promise<void> {
  const { partOf } = deployment.request as { readonly partOf?: string };
  // A part of a deletion is started by the execution of the whole, in its turn.
  const whole = partOf === undefined ? undefined : await ledger().deployments.find(partOf);
  if (whole) {
    if (whole.verdict !== null)
      await concludeLost(deployment, `${partOf}, of which it is a part, has ended before its turn`);
    return;
  }
  await note(deployment.deploymentId, {
    kind: 'execution-missing',
    message: 'its execution was never started; it is now',
  });
  await startExecutionOf(deployment);
}
