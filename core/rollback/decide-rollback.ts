import type { DeploymentOptions } from '../deployment/request.js';
import { type EndedStep, hasChanged, isDone } from './step-result.js';

export type RollbackDecision =
  /** Something is to be restored, and the policy wants it. */
  | { readonly kind: 'roll-back'; readonly reason: string }
  /** Nothing of this release is left: nothing was changed, or CloudFormation and ECS restored it themselves. */
  | { readonly kind: 'nothing-to-restore'; readonly reason: string }
  /** Something is changed and stays so: there is nothing to go back to, or the policy says leave. */
  | { readonly kind: 'leave'; readonly reason: string };

export type FailureObservation = {
  readonly steps: readonly EndedStep[];
  /** There is a release to go back to. */
  readonly hasPrevious: boolean;
  readonly options: Pick<DeploymentOptions, 'onFailure' | 'firstDeployment'>;
};

/** What follows from a failed deployment; first rule that matches wins. */
export function decideRollback({
  steps,
  hasPrevious,
  options,
}: FailureObservation): RollbackDecision {
  const changed = steps.filter((step) => hasChanged(step.result)).map((step) => step.name);
  if (changed.length === 0) {
    return { kind: 'nothing-to-restore', reason: describeRestored(steps) };
  }
  const what = `${changed.join(', ')} ${changed.length === 1 ? 'has' : 'have'} changed`;
  if (options.onFailure === 'leave')
    return { kind: 'leave', reason: `${what}; the request says to leave it so` };
  // A stack whose service never came out serves nobody: it goes, as after a creation that failed.
  const isServing = steps.some(({ result }) => hasChanged(result) && !result.alarmsStay);
  if (!hasPrevious && options.firstDeployment === 'leave' && isServing) {
    return {
      kind: 'leave',
      reason: `${what} and this is the first deployment: there is no release to go back to`,
    };
  }
  return { kind: 'roll-back', reason: what };
}

function describeRestored(steps: readonly EndedStep[]): string {
  const restored = steps
    .filter((step) => step.result.kind === 'rolled-back')
    .map((step) => step.name);
  return restored.length > 0
    ? `CloudFormation restored ${restored.join(', ')}; nothing else had changed`
    : 'nothing had changed';
}

/** Did every step of the plan do what it was to do? */
export function allDone(steps: readonly EndedStep[]): boolean {
  return steps.every((step) => isDone(step.result));
}
