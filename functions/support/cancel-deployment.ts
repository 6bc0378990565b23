import { AutolandError } from '../../core/errors.js';
import { now } from './ambient.js';
import { getDeployment, patchDeployment } from './deployments.js';
import { leaveQueue } from './lease-desk.js';
import { atPlaceOf } from './places/of-deployment.js';
import { stopDeployment } from './stop-deployment.js';
import { note } from './timeline.js';

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
  const cancelled = await patchDeployment(deploymentId, deployment.epoch, {
    cancelled: { at: now() },
  });
  await note(deploymentId, { kind: 'cancelled', message: 'cancel requested' });
  await leaveQueue(deployment, deploymentId);
  await atPlaceOf(cancelled, () => stopDeployment(cancelled));
}
