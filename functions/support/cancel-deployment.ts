import type { StepTarget } from '../../core/deployment/step-name.js';
import { AutolandError } from '../../core/errors.js';
import { now } from './ambient.js';
import { ledger } from './current-ledger.js';
import { detail, getDeployment, patchDeployment } from './deployments.js';
import { leaveQueue } from './lease-desk.js';
import { wakeSteps } from './steps.js';
import { stopStack } from './stop-stack.js';
import { note } from './timeline.js';
import { answerWait } from './waiting.js';

/**
 * Cancels at any moment: nothing new starts, what runs is stopped, and the release goes back by its own state
 * machine, which ends with CANCELLED. Cancelling twice is cancelling once.
 */
export async function cancelDeployment(deploymentId: string): Promise<void> {
  const deployment = await getDeployment(deploymentId);
  if (deployment.verdict !== null) {
    throw new AutolandError(
      'Conflict',
      `deployment ${deploymentId} has ended already: ${deployment.verdict}`,
    );
  }
  if (deployment.kind !== 'deploy')
    throw new AutolandError('Conflict', `a ${deployment.kind} cannot be cancelled`);
  await patchDeployment(deploymentId, deployment.epoch, { cancelled: { at: now() } });
  await note(deploymentId, { kind: 'cancelled', message: 'cancel requested' });
  const waits = await ledger().waits.listByDeployment(deploymentId);
  for (const wait of waits.filter((one) => one.kind === 'lease' || one.kind === 'bake')) {
    await answerWait(wait, { kind: 'cancelled' });
  }
  await leaveQueue(deployment, deploymentId);
  await wakeSteps(deploymentId);
  const steps = await ledger().steps.list(deploymentId);
  const running = steps.filter(
    (step) => step.status === 'running' && step.name.startsWith('deploy/'),
  );
  for (const step of running) {
    const target = detail<StepTarget>(step, 'target');
    if (target) await stopStack(deploymentId, deployment.epoch, target.stackName);
  }
}
