import {
  type ApprovalPlace,
  type ApprovalRequest,
  approvalId,
} from '../../../core/approval/approval-request.js';
import { NOBODY } from '../../../core/approval/describe-decision.js';
import { findRejection } from '../../../core/approval/judge-approval.js';
import { DeploymentOptions } from '../../../core/deployment/request.js';
import { listWatchedAlarms } from '../../../core/deployment/watched-alarms.js';
import { listBreaches } from '../alarms/alarm-watch.js';
import { getDeployment, patchDeployment, requestOf } from '../deployments/deployments.js';
import { findStopReason } from '../deployments/stopping.js';
import { note } from '../deployments/timeline.js';
import type { Approval } from '../ledger/approvals.js';
import { ledger } from '../ledger/current-ledger.js';
import type { Deployment } from '../ledger/deployments.js';
import type { Json } from '../ledger/json.js';
import { registerWait, subjects } from '../ledger/waiting.js';
import { findReleaseOf } from '../release/release-of.js';
import { now } from '../runtime/ambient.js';
import { answerApproval, decideApproval } from './answer-approval.js';
import { approvalTopic } from './find-approvals.js';

export type AskedApproval = {
  readonly place: ApprovalPlace;
  readonly epoch: number;
  readonly request: ApprovalRequest;
  readonly taskToken: string;
};

/** Asks a person and waits under the task token. Runs again whenever the state looks again: the question stays one. */
export async function askApproval(asked: AskedApproval): Promise<Approval> {
  const { place, epoch, request, taskToken } = asked;
  const { deploymentId, step } = place;
  const id = approvalId(place, request);
  const deployment = await getDeployment(deploymentId);
  const approval = await ledger().approvals.put({
    approvalId: id,
    deploymentId,
    step,
    kind: request.kind,
    question: request.question,
    // From the payload of a state, so JSON it is.
    data: request.data as Json,
    requestedBy: deployment.requestedBy ?? null,
    requestedAt: now(),
    until: request.until ?? now() + minutesOf(deployment) * 60_000,
  });
  await patchDeployment(deploymentId, epoch, { [approvalTopic(id)]: { approvalId: id } });
  const alarms = await listAlarmsOf(deployment, step);
  await registerWait([subjects.approval(id), ...alarms.map(subjects.alarm)], {
    token: taskToken,
    deploymentId,
    step: step ?? 'approval',
    kind: 'approval',
    until: approval.until,
    waitsFor: { approvalId: id, alarms },
  });
  await note(deploymentId, {
    kind: 'approval-requested',
    id,
    message: `waits for approval ${id}: ${request.question}`,
    data: { approvalId: id },
    ...(step === null ? {} : { step }),
  });
  await settleApproval(id);
  return approval;
}

/** Answers what waits for the approval where somebody has decided, or where nobody needs to any more. */
export async function settleApproval(id: string): Promise<void> {
  const approval = await ledger().approvals.find(id);
  if (!approval) return;
  if (approval.decision) return answerApproval(approval);
  const { deploymentId, step, until } = approval;
  const deployment = await getDeployment(deploymentId);
  const reason = findRejection({
    now: now(),
    until,
    stopped: findStopReason(deployment, step ?? 'deploy/'),
    breaches: isWatched(deployment, step) ? await listBreaches(deployment) : [],
  });
  if (reason) await decideApproval(id, { approved: false, by: NOBODY, at: now(), comment: reason });
}

const DEFAULT_MINUTES = DeploymentOptions.parse({}).approvalMinutes;

function minutesOf(deployment: Deployment): number {
  return deployment.kind === 'deploy'
    ? requestOf(deployment).options.approvalMinutes
    : DEFAULT_MINUTES;
}

/** On the way back alarms fire anyhow: they speak against the release that goes. */
function isWatched({ kind }: Deployment, step: string | null): boolean {
  return kind === 'deploy' && (step === null || step.startsWith('deploy/'));
}

async function listAlarmsOf(
  deployment: Deployment,
  step: string | null,
): Promise<readonly string[]> {
  if (!isWatched(deployment, step)) return [];
  const release = await findReleaseOf(deployment);
  return release ? listWatchedAlarms(release).map((alarm) => alarm.name) : [];
}
