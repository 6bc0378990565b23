import { decideRollback, type RollbackDecision } from '../../core/rollback/decide-rollback.js';
import { patchDeployment, requestOf } from './deployments.js';
import { listEndedSteps } from './ended-steps.js';
import type { Deployment } from './ledger/deployments.js';
import { hasWayBack } from './release-of.js';
import { note } from './timeline.js';

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
