import { describeDecision, NOBODY } from '../../../core/approval/describe-decision.js';
import { detail, getDeployment, patchDeployment } from '../deployments/deployments.js';
import { CANCELLED, findStopReason } from '../deployments/stopping.js';
import { note } from '../deployments/timeline.js';
import type { Approval, DecideOutcome, Decision } from '../ledger/approvals.js';
import { ledger } from '../ledger/current-ledger.js';
import { answerWait, subjects } from '../ledger/waiting.js';
import type { Wait } from '../ledger/waits.js';
import { now } from '../runtime/ambient.js';

/** What the waker of a waiting approval needs. */
export type ApprovalWait = { readonly approvalId: string; readonly alarms: readonly string[] };

/** Decides once, and lets go on what waits for it. Whoever comes second changes nothing, but answers again. */
export async function decideApproval(
  approvalId: string,
  decision: Decision,
): Promise<DecideOutcome> {
  const outcome = await ledger().approvals.decide(approvalId, decision);
  if (outcome.kind !== 'missing') await answerApproval(outcome.approval);
  return outcome;
}

/** Tells the decision to the timeline and to the states that wait for it. Safe to repeat. */
export async function answerApproval(approval: Approval): Promise<void> {
  const { approvalId, deploymentId, step, decision } = approval;
  if (!decision) return;
  const waits = await ledger().waits.listBySubject(subjects.approval(approvalId));
  if (waits.length === 0) return;
  const message = describeDecision(decision);
  if (step === null && !decision.approved) await refuseDeployment(deploymentId, message);
  await note(deploymentId, {
    kind: 'approval-decided',
    id: approvalId,
    message,
    ...(step === null ? {} : { step }),
  });
  const answer = decision.approved
    ? { kind: 'approved' }
    : { kind: 'rejected', reason: `${message} (${approval.question})` };
  for (const wait of waits) {
    await forgetAlarms(wait);
    await answerWait(wait, answer);
  }
}

/** Answers with no what a deployment still asks that is to stop. */
export async function stopApproval({ deploymentId, waitsFor }: Wait): Promise<void> {
  const comment = findStopReason(await getDeployment(deploymentId), 'deploy/');
  const { approvalId } = waitsFor as ApprovalWait;
  await decideApproval(approvalId, { approved: false, by: NOBODY, at: now(), comment });
}

/** The reason of the verdict. One that was cancelled has its reason already. */
async function refuseDeployment(deploymentId: string, reason: string): Promise<void> {
  const deployment = await getDeployment(deploymentId);
  if (detail(deployment, CANCELLED) !== undefined) return;
  await patchDeployment(deploymentId, deployment.epoch, { refused: { reason } });
}

/** The token lies under each alarm too; there it is of no more use. */
async function forgetAlarms({ waitsFor, token }: Wait): Promise<void> {
  // Written by askApproval in exactly this shape.
  const { alarms } = waitsFor as ApprovalWait;
  for (const alarm of alarms) await ledger().waits.take({ subject: subjects.alarm(alarm), token });
}
