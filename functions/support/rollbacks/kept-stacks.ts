import { type StackKey, stackKey } from '../../../core/release/stack-key.js';
import { listKept } from '../../../core/rollback/list-kept.js';
import type { LeftStack } from '../../../core/rollback/plan-restore.js';
import type { EndedStep } from '../../../core/rollback/step-result.js';
import { detail } from '../deployments/deployments.js';
import { ledger } from '../ledger/current-ledger.js';
import type { Deployment } from '../ledger/deployments.js';
import { listEndedSteps, listStandingSteps } from '../steps/ended-steps.js';

/** The stacks of a release that the deployment that took it back (itself, or a rollback of its own) left as they are. */
export async function findKept(
  release: Deployment,
  carrier: Deployment,
): Promise<readonly StackKey[]> {
  const left = detail<readonly LeftStack[]>(carrier, 'left') ?? [];
  if (left.length === 0) return [];
  const [ended, restored] = await Promise.all([
    listRemainingSteps(release),
    // The steps of a rollback are themselves what it brought in.
    release.kind === 'deploy' ? listEndedSteps(release.deploymentId, 'restore') : [],
  ]);
  return listKept(ended, left, restored);
}

/** How the stacks of a release ended; once it was rolled back, only of those that stayed. */
export async function listRemainingSteps(release: Deployment): Promise<readonly EndedStep[]> {
  const [steps, record] = await Promise.all([
    listStandingSteps(release),
    ledger().releases.findOf(release, release),
  ]);
  if (!record || record.verdict === 'SUCCEEDED' || record.verdict === 'FAILED_DIRTY') return steps;
  return steps.filter((step) => record.kept?.includes(stackKey(step)));
}
