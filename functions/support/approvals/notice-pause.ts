import {
  decidePause,
  describePause,
  describePauseEnd,
  PAUSE_KIND,
  type Pause,
} from '../../../core/approval/decide-pause.js';
import { NOBODY } from '../../../core/approval/describe-decision.js';
import type { StepTarget } from '../../../core/deployment/step-name.js';
import { findStack } from '../aws/cloudformation.js';
import {
  continueServiceDeployment,
  listServiceDeployments,
  type ServiceDeploymentView,
} from '../aws/ecs-pauses.js';
import { sendFailure } from '../aws/executions.js';
import { detail, getDeployment } from '../deployments/deployments.js';
import { findStopReason } from '../deployments/stopping.js';
import { note } from '../deployments/timeline.js';
import type { Approval } from '../ledger/approvals.js';
import { ledger } from '../ledger/current-ledger.js';
import { stackNameOf } from '../ledger/waiting.js';
import type { Wait } from '../ledger/waits.js';
import { atDeployment } from '../places/of-deployment.js';
import { now } from '../runtime/ambient.js';
import { type ApprovalWait, decideApproval } from './answer-approval.js';

/** Looks whether ECS holds a deployment of the service, and asks, or answers, whoever is concerned. Safe to repeat. */
export async function noticePauses(serviceArn: string): Promise<void> {
  const waits = await ledger().waits.listAll();
  const concerned = waits.filter((wait) => waitsForService(wait, serviceArn));
  const questions = await listPauseQuestions(waits, serviceArn);
  const ids = [...concerned, ...questions.map(({ approval }) => approval)];
  for (const deploymentId of new Set(ids.map((one) => one.deploymentId))) {
    const isOf = (one: { readonly deploymentId: string }): boolean =>
      one.deploymentId === deploymentId;
    await atDeployment(deploymentId, () =>
      noticeFor(
        serviceArn,
        concerned.filter(isOf),
        questions.filter(({ approval }) => isOf(approval)),
      ),
    );
  }
}

async function noticeFor(
  serviceArn: string,
  waits: readonly Wait[],
  questions: readonly PauseQuestion[],
): Promise<void> {
  const deployments = await listServiceDeployments(serviceArn);
  for (const question of questions) await settleQuestion(question, deployments);
  const [pause] = deployments.flatMap(({ pauses }) => pauses);
  if (!pause) return;
  for (const wait of waits) await handlePause(wait, pause, deployments);
}

/** CloudFormation names a service after its stack and logical id. */
function waitsForService({ kind, subject }: Wait, serviceArn: string): boolean {
  const stackName = stackNameOf(subject);
  const serviceName = serviceArn.split('/').at(-1) ?? '';
  return (
    (kind === 'stack' || kind === 'all-settled') &&
    stackName !== undefined &&
    serviceName.startsWith(`${stackName}-Service-`)
  );
}

export type PauseQuestion = { readonly approval: Approval; readonly pause: Pause };

/** Questions about pauses that nobody has answered yet; of one service, or of all. */
export async function listPauseQuestions(
  waits: readonly Wait[],
  serviceArn?: string,
): Promise<readonly PauseQuestion[]> {
  const ids = waits
    .filter(({ kind, step }) => kind === 'approval' && step.startsWith('deploy/workload/'))
    .map(({ waitsFor }) => (waitsFor as ApprovalWait).approvalId);
  const approvals = await Promise.all([...new Set(ids)].map((id) => ledger().approvals.find(id)));
  return (
    approvals
      .flatMap((approval) => approval ?? [])
      .filter(({ kind, decision }) => kind === PAUSE_KIND && decision === null)
      // Written by `describePause`.
      .map((approval) => ({ approval, pause: approval.data as unknown as Pause }))
      .filter(({ pause }) => serviceArn === undefined || pause.serviceArn === serviceArn)
  );
}

/** The pause may have ended by itself: its time is up, an alarm sent ECS back, somebody answered ECS directly. */
async function settleQuestion(
  { approval, pause }: PauseQuestion,
  deployments: readonly ServiceDeploymentView[],
): Promise<void> {
  const deployment = deployments.find(({ arn }) => arn === pause.serviceDeploymentArn);
  const state = deployment?.states.get(pause.hookId) ?? 'over';
  const end = describePauseEnd(state, pause.onTimeout);
  if (end) await decideApproval(approval.approvalId, { ...end, by: NOBODY, at: now() });
}

async function handlePause(
  wait: Wait,
  pause: Pause,
  deployments: readonly ServiceDeploymentView[],
): Promise<void> {
  const { deploymentId } = wait;
  const stackName = stackNameOf(wait.subject) ?? '';
  const [deployment, steps, stack] = await Promise.all([
    getDeployment(deploymentId),
    ledger().steps.list(deploymentId),
    findStack(stackName),
  ]);
  // A task that waits for several stacks is no step of its own.
  const isOwn = wait.kind === 'stack';
  const step = steps.find((one) =>
    isOwn ? one.name === wait.step : detail<StepTarget>(one, 'target')?.stackName === stackName,
  );
  if (!step || !stack) return;
  const own = deployments.filter(({ createdAt }) => createdAt >= (step.startedAt ?? 0));
  const decision = decidePause({
    goesForward: isOwn && step.name.startsWith('deploy/'),
    stackStatus: stack.status,
    isFirst: own.at(-1)?.arn === pause.serviceDeploymentArn,
    stopped: findStopReason(deployment, step.name),
  });
  if (decision.kind === 'ask') return ask(wait, detail<StepTarget>(step, 'target'), pause);
  if (!(await continueServiceDeployment(pause, decision.action))) return;
  await notePauseAnswer(deploymentId, step.name, pause, decision);
}

/** The state that waits for the stack ends as paused, and goes on to ask. Whoever comes second finds no token. */
async function ask(wait: Wait, target: StepTarget | undefined, pause: Pause): Promise<void> {
  if (!(await ledger().waits.take(wait))) return;
  const approval = describePause(target?.name ?? '', pause);
  await sendFailure(wait.token, 'ServicePaused', JSON.stringify({ approval, pause }));
}

export async function notePauseAnswer(
  deploymentId: string,
  step: string,
  { hookId, stage }: Pick<Pause, 'hookId' | 'stage'>,
  { action, reason }: { readonly action: 'CONTINUE' | 'ROLLBACK'; readonly reason: string },
): Promise<void> {
  const what = action === 'CONTINUE' ? 'go on' : 'go back';
  await note(deploymentId, {
    kind: 'pause-answered',
    id: hookId,
    step,
    message: `has ECS ${what}${stage === '' ? '' : ` at ${stage}`}: ${reason}`,
  });
}
