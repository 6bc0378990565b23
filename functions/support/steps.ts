import {
  decideStart,
  type StartDecision,
  type StartPolicy,
} from '../../core/deployment/decide-start.js';
import type { DeploymentOptions } from '../../core/deployment/request.js';
import type { StepResult } from '../../core/rollback/step-result.js';
import type { RootCause } from '../../core/stack/root-cause.js';
import { now } from './ambient.js';
import { ledger } from './current-ledger.js';
import { detail, getDeployment, leaseLost } from './deployments.js';
import type { Deployment } from './ledger/deployments.js';
import type { Step, StepPatch } from './ledger/steps.js';
import { findStopReason } from './stopping.js';
import { note } from './timeline.js';
import { answerWait, subjects } from './waiting.js';

export type StepEnd = { readonly result: StepResult; readonly rootCause: RootCause | null };

/** Changes a step under the epoch; a stale epoch, or a verdict, ends the function with `LeaseLost`. */
export async function writeStep(
  deploymentId: string,
  name: string,
  epoch: number,
  patch: StepPatch,
): Promise<Step> {
  const outcome = await ledger().steps.upsert(deploymentId, name, epoch, patch);
  if (outcome.kind === 'written') return outcome.step;
  throw leaseLost(deploymentId, epoch, outcome);
}

/** Marks the step as begun and says so in the timeline. Safe to repeat: the first start counts. */
export async function beginStep(
  deploymentId: string,
  step: Step,
  epoch: number,
  message: string,
): Promise<void> {
  if (step.status !== 'pending') return;
  await writeStep(deploymentId, step.name, epoch, { status: 'running', startedAt: now() });
  await note(deploymentId, { kind: 'step-started', step: step.name, message });
}

/** How a step ended under this epoch; undefined while it has not. One that has ended is not begun again. */
export function findEnd(step: Step, epoch: number): StepEnd | undefined {
  const result = detail<StepResult>(step, 'result');
  if (step.endedAt === null || step.epoch !== epoch || !result) return undefined;
  return { result, rootCause: detail<RootCause>(step, 'rootCause') ?? null };
}

/**
 * Steps of the release whose stacks may be in the middle of a change of its own: those that run, and those that failed,
 * for it may have been their function that failed. Not those that changed nothing: what goes on there is somebody else's.
 */
export async function listBegunSteps(deploymentId: string): Promise<readonly Step[]> {
  const steps = await ledger().steps.list(deploymentId);
  return steps.filter(
    (step) =>
      step.name.startsWith('deploy/') &&
      (step.status === 'running' || step.status === 'failed') &&
      detail<StepResult>(step, 'result')?.kind !== 'not-changed',
  );
}

/** Answers every step that waits for its predecessors and can be told to start or to skip now. */
export async function wakeSteps(deploymentId: string): Promise<void> {
  const waits = await ledger().waits.listBySubject(subjects.steps(deploymentId));
  if (waits.length === 0) return;
  const [deployment, steps] = await Promise.all([
    getDeployment(deploymentId),
    ledger().steps.list(deploymentId),
  ]);
  await Promise.all(
    waits.map(async (wait) => {
      const step = steps.find((one) => one.name === wait.step);
      if (!step) return;
      const decision = decideFor(deployment, step, steps);
      if (
        decision.kind !== 'wait' &&
        (await answerWait(wait, decision)) &&
        decision.kind === 'skip'
      ) {
        await skipStep(deployment, step, decision.reason);
      }
    }),
  );
}

/** What the step may do now; records a skip. */
export function decideFor(
  deployment: Deployment,
  step: Step,
  steps: readonly Step[],
): StartDecision {
  const onStepFailure = findFailurePolicy(deployment, step.name);
  const stopped = findStopReason(deployment, step.name);
  return decideStart(step, steps, { onStepFailure, stopped });
}

/** Parsed when the request was accepted: the schema of requests is too large for what is asked at each step. */
function findFailurePolicy(
  { kind, request }: Deployment,
  step: string,
): StartPolicy['onStepFailure'] {
  // What somebody still imports from stays; the rest goes.
  if (step.startsWith('delete/')) return 'continue';
  // The way back goes on whatever fails on it: each stack that can be restored is restored.
  if (kind !== 'deploy' || !step.startsWith('deploy/')) return 'ignore';
  const { options } = request as { readonly options?: Partial<DeploymentOptions> };
  return options?.onStepFailure ?? 'stop';
}

export async function skipStep(deployment: Deployment, step: Step, reason: string): Promise<void> {
  await writeStep(deployment.deploymentId, step.name, deployment.epoch, {
    status: 'skipped',
    endedAt: now(),
    details: { result: { kind: 'skipped', reason } },
  });
  await note(deployment.deploymentId, {
    kind: 'step-skipped',
    step: step.name,
    message: `not started: ${reason}`,
  });
}
