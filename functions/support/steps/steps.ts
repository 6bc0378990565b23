import type { StepResult } from '../../../core/rollback/step-result.js';
import type { RootCause } from '../../../core/stack/root-cause.js';
import { detail, leaseLost } from '../deployments/deployments.js';
import { note } from '../deployments/timeline.js';
import { ledger } from '../ledger/current-ledger.js';
import type { Step, StepPatch } from '../ledger/steps.js';
import { now } from '../runtime/ambient.js';

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
