import { decideRollback, type RollbackDecision } from '../../../core/rollback/decide-rollback.js';
import { patchDeployment, requestOf } from '../deployments/deployments.js';
import { note } from '../deployments/timeline.js';
import type { Deployment } from '../ledger/deployments.js';
import { hasWayBack } from '../release/release-of.js';
import { listEndedSteps } from '../steps/ended-steps.js';

const WORDS: { readonly [kind in RollbackDecision['kind']]: string } = {
  'roll-back': 'rolls back',
  'nothing-to-restore': 'nothing to restore',
  leave: 'leaves it as it is',
};

/** What follows from a failed release, written down. Safe to repeat. */
export async function decideAboutRollback(
  deployment: Deployment,
  epoch: number,
): Promise<RollbackDecision> {
  const { deploymentId } = deployment;
  const decision = decideRollback({
    steps: await listEndedSteps(deploymentId, 'deploy'),
    hasPrevious: hasWayBack(deployment),
    options: requestOf(deployment).options,
  });
  await patchDeployment(deploymentId, epoch, { decision });
  await note(deploymentId, {
    kind: 'rollback-decided',
    message: `${WORDS[decision.kind]}: ${decision.reason}`,
  });
  return decision;
}
