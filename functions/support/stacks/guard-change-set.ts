import type { ApprovalRequest } from '../../../core/approval/approval-request.js';
import type { StepResult } from '../../../core/rollback/step-result.js';
import type { GuardPolicy } from '../../../core/stack/guard.js';
import { guardChanges } from '../../../core/stack/guard-changes.js';
import type { ResourceChange } from '../../../core/stack/resource-change.js';
import { listApprovedKinds } from '../approvals/find-approvals.js';
import { getDeployment, requestOf } from '../deployments/deployments.js';
import type { Deployment } from '../ledger/deployments.js';
import type { ChangeSetInput } from '../steps/step-input.js';
import { writeStep } from '../steps/steps.js';

export type Inspected =
  | { readonly kind: 'ready' }
  | { readonly kind: 'ended'; readonly result: StepResult }
  /** `result` is how the step ends should the answer be no. */
  | {
      readonly kind: 'needs-approval';
      readonly approval: ApprovalRequest;
      readonly result: StepResult;
    };

const STATEFUL_LOSS = 'stateful-loss';

const KEEP = 'set DeletionPolicy and UpdateReplacePolicy to Retain';

export function notChanged(reason: string, instructions: readonly string[]): Inspected {
  return { kind: 'ended', result: { kind: 'not-changed', reason, instructions } };
}

/** Notes what the change set changes, and stops it where data would be lost and nobody has allowed that. */
export async function guardChangeSet(
  { deploymentId, epoch, step }: ChangeSetInput,
  changes: readonly ResourceChange[],
): Promise<Inspected> {
  const summary = changes.map(({ logicalId, type, action }) => ({ logicalId, type, action }));
  await writeStep(deploymentId, step, epoch, { details: { changes: summary } });
  const policy = policyOf(await getDeployment(deploymentId), step);
  const guard = guardChanges(changes, { statefulLoss: policy });
  if (guard.kind === 'pass') return { kind: 'ready' };
  const losses = guard.findings.map((finding) => finding.message);
  if (guard.kind === 'refused') {
    return notChanged(losses.join('; '), [
      `${KEEP}, or send the request again with options.statefulLoss "approve" or "allow"`,
    ]);
  }
  const approved = await listApprovedKinds({ deploymentId, step });
  if (approved.includes(STATEFUL_LOSS)) return { kind: 'ready' };
  const question = `${losses.join('; ')}. Go on?`;
  return {
    kind: 'needs-approval',
    approval: { kind: STATEFUL_LOSS, question, data: { findings: guard.findings } },
    result: {
      kind: 'not-changed',
      reason: `not approved: ${losses.join('; ')}`,
      instructions: [`${KEEP}, or have the loss approved, then deploy again`],
    },
  };
}

/** On the way back nothing is asked: what the release made goes with it. */
function policyOf(deployment: Deployment, step: string): NonNullable<GuardPolicy['statefulLoss']> {
  if (deployment.kind !== 'deploy' || !step.startsWith('deploy/')) return 'allow';
  return requestOf(deployment).options.statefulLoss;
}
