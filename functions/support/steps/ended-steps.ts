import type { StepTarget } from '../../../core/deployment/step-name.js';
import { isRemoved } from '../../../core/release/without-stacks.js';
import type { EndedStep, StepResult } from '../../../core/rollback/step-result.js';
import { detail } from '../deployments/deployments.js';
import { ledger } from '../ledger/current-ledger.js';
import type { Deployment } from '../ledger/deployments.js';
import { removedSince } from '../ledger/removals.js';
import type { Step } from '../ledger/steps.js';

/** How the steps of one phase ended, in the order in which they did; a step without a result was never begun or broke before it could tell. */
export async function listEndedSteps(
  deploymentId: string,
  phase: StepTarget['phase'],
): Promise<readonly EndedStep[]> {
  const steps = await ledger().steps.list(deploymentId);
  return steps
    .filter((step) => step.name.startsWith(`${phase}/`))
    .toSorted(byEnd)
    .flatMap(toEndedStep);
}

/** The first that fails is the cause of what follows. */
function byEnd(one: Step, other: Step): number {
  const endOf = ({ endedAt }: Step) => endedAt ?? Number.POSITIVE_INFINITY;
  return endOf(one) - endOf(other) || one.name.localeCompare(other.name);
}

/**
 * How the stacks of a release ended; what was deleted since is past changing, restoring or blaming. Of a rollback: how
 * the stacks ended that it brought back.
 */
export async function listStandingSteps(release: Deployment): Promise<readonly EndedStep[]> {
  const [steps, removals] = await Promise.all([
    listEndedSteps(release.deploymentId, release.kind === 'rollback' ? 'restore' : 'deploy'),
    ledger().removals.list(release),
  ]);
  const removed = removedSince(removals, release.epoch);
  return steps.filter((step) => !isRemoved(step, removed));
}

function toEndedStep(step: Step): readonly EndedStep[] {
  const target = detail<StepTarget>(step, 'target');
  if (!target) return [];
  const { name, kind, stackName } = target;
  const result = detail<StepResult>(step, 'result') ?? resultWithout(step);
  return [
    {
      name,
      kind,
      stackName,
      result,
      rootCause: detail(step, 'rootCause') ?? null,
      endedAt: step.endedAt,
    },
  ];
}

function resultWithout(step: Step): StepResult {
  if (step.status === 'pending') return { kind: 'skipped', reason: 'never begun' };
  return {
    kind: 'failed',
    status: 'UPDATE_FAILED',
    // Only what broke the orchestration can tell.
    reason: null,
  };
}
