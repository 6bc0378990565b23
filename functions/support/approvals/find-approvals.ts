import type { ApprovalPlace } from '../../../core/approval/approval-request.js';
import { getDeployment } from '../deployments/deployments.js';
import type { Approval } from '../ledger/approvals.js';
import { ledger } from '../ledger/current-ledger.js';
import type { Deployment } from '../ledger/deployments.js';

const TOPIC = 'approval/';

/** A topic of the deployment's details for each question: two steps that ask at once do not overwrite each other. */
export const approvalTopic = (id: string): string => `${TOPIC}${id}`;

/** Kinds of the questions of this step that a person has answered with yes. */
export async function listApprovedKinds({
  deploymentId,
  step,
}: ApprovalPlace): Promise<readonly string[]> {
  const approvals = await listApprovalsOf(await getDeployment(deploymentId));
  return approvals
    .filter((one) => one.step === step && one.decision?.approved)
    .map(({ kind }) => kind);
}

/** Every question of the deployment, oldest first. */
export async function listApprovalsOf({ details }: Deployment): Promise<readonly Approval[]> {
  const ids = Object.keys(details).filter((topic) => topic.startsWith(TOPIC));
  const found = await Promise.all(
    ids.map((topic) => ledger().approvals.find(topic.slice(TOPIC.length))),
  );
  return found.flatMap((one) => one ?? []).sort((a, b) => a.requestedAt - b.requestedAt);
}
