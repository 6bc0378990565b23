import { AutolandError } from '../../../core/errors.js';
import { leaveQueue } from '../lease/lease-desk.js';
import { ledger } from '../ledger/current-ledger.js';
import type { Deployment } from '../ledger/deployments.js';
import { atPlaceOf } from '../places/of-deployment.js';
import { now } from '../runtime/ambient.js';
import { detail, getDeployment } from './deployments.js';
import { stopDeployment } from './stop-deployment.js';
import { CANCELLED } from './stopping.js';
import { note } from './timeline.js';

/**
 * Cancels at any moment before the verdict: nothing new starts, what runs is stopped, and the release goes back by its own
 * state machine, which ends with CANCELLED, be it that success was about to be said. Cancelling twice is cancelling once.
 * Throws `Conflict` when it comes too late.
 */
export async function cancelDeployment(deploymentId: string): Promise<void> {
  const cancelled = await markCancelled(await getDeployment(deploymentId));
  await note(deploymentId, { kind: 'cancelled', message: 'cancel requested' });
  await leaveQueue(cancelled, deploymentId);
  await atPlaceOf(cancelled, () => stopDeployment(cancelled));
}

/** Verdict and mark are written to one item, each only where the other is not. */
async function markCancelled(deployment: Deployment): Promise<Deployment> {
  const { deploymentId, kind, epoch } = deployment;
  if (kind !== 'deploy') throw new AutolandError('Conflict', `a ${kind} cannot be cancelled`);
  // On its way back already: its verdict names what took it back, and its content stays refused.
  const decision = detail<{ readonly reason: string }>(deployment, 'decision');
  if (decision && deployment.verdict === null && detail(deployment, CANCELLED) === undefined)
    throw new AutolandError(
      'Conflict',
      `deployment ${deploymentId} has failed already: ${decision.reason}`,
    );
  const mark = { [CANCELLED]: { at: now() } };
  const outcome = await ledger().deployments.patch(deploymentId, epoch, mark);
  switch (outcome.kind) {
    case 'written':
      return outcome.deployment;
    case 'ended':
      throw new AutolandError(
        'Conflict',
        `deployment ${deploymentId} has ended already: ${outcome.verdict}`,
        { instructions: ['to go back to the release before, ask for a rollback'] },
      );
    default:
      // The lease was granted between the look and the write.
      return markCancelled(await getDeployment(deploymentId));
  }
}
