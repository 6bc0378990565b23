import {
  describeDeadline,
  findDeadline,
  findLastMoment,
  WAY_BACK_MINUTES,
} from '../../../core/deployment/deadline.js';
import { stopExecution } from '../aws/executions.js';
import { leaveQueue } from '../lease/lease-desk.js';
import type { Deployment } from '../ledger/deployments.js';
import { atPlaceOf } from '../places/of-deployment.js';
import { now } from '../runtime/ambient.js';
import { concludeLost } from './dead.js';
import { stopDeployment } from './stop-deployment.js';
import { findPassedDeadline } from './stopping.js';
import { note } from './timeline.js';

/**
 * Stops a deployment that is past its deadline; its state machine takes the way back. Should that not end either, the
 * execution is stopped, and the verdict says how things stand. Safe to repeat: nothing else tells the time.
 */
export async function enforceDeadline(deployment: Deployment, executionArn: string): Promise<void> {
  if (now() >= findLastMoment(deployment)) return endNow(deployment, executionArn);
  const deadline = findPassedDeadline(deployment);
  if (!deadline) return;
  const { deploymentId } = deployment;
  await note(deploymentId, { kind: 'deadline-passed', message: describeDeadline(deadline) });
  await leaveQueue(deployment, deploymentId);
  await atPlaceOf(deployment, () => stopDeployment(deployment));
}

async function endNow(deployment: Deployment, executionArn: string): Promise<void> {
  const deadline = findDeadline(deployment);
  const wayBack = `the ${WAY_BACK_MINUTES} minutes for the way back have passed`;
  const reason = deadline ? `${describeDeadline(deadline)}, and ${wayBack} too` : wayBack;
  await stopExecution(executionArn, 'DeadlinePassed', reason);
  await concludeLost(deployment, reason);
}
