import { clientToken } from '../../../core/deployment/client-token.js';
import { isPlanToken } from '../../../core/plan/plan-token.js';
import { listChangeSetNames } from '../aws/change-sets.js';
import { deleteStack, findStack, type StackView } from '../aws/cloudformation.js';
import { ledger } from '../ledger/current-ledger.js';
import type { Plan } from '../ledger/plans.js';

/**
 * True for what the change set of a plan leaves of a stack that does not exist: REVIEW_IN_PROGRESS, and no change set in
 * it but those of plans. Shells that anybody else has made are not touched.
 */
export async function isShellOfPlans({ stackId, status }: StackView): Promise<boolean> {
  if (status !== 'REVIEW_IN_PROGRESS') return false;
  const names = await listChangeSetNames(stackId);
  return names.length > 0 && names.every(isPlanToken);
}

/**
 * Deletes the shell of a stack whose last change set was this plan's; by its id, so that a stack of the same name that was
 * made since is not meant. A deployment that has the environment makes its own stack of it, or deletes it first.
 */
export async function deleteOwnShell(
  { planId, application, environment }: Plan,
  stackName: string,
): Promise<void> {
  const shell = await findStack(stackName);
  if (shell?.status !== 'REVIEW_IN_PROGRESS') return;
  const { holders } = await ledger().leases.find({ application, environment });
  if (holders.length > 0 || (await listChangeSetNames(shell.stackId)).length > 0) return;
  await deleteStack(shell.stackId, clientToken(planId, 0, `discard-${stackName}`));
}
