import type { TargetKind } from '../deployment/step-name.js';
import type { RootCause } from '../stack/root-cause.js';
import type { StackOutcome } from '../stack/stack-outcome.js';

/** How one step of a deployment (one stack) ended. */
export type StepResult = Ending & {
  /**
   * Of a stack whose service did not come out: its alarms had been made before, in a change of its own, and are there
   * still; so it is not as it was.
   */
  readonly alarmsStay?: true;
};

type Ending =
  | StackOutcome
  /** The stack is as the release wants it already: nothing was changed. */
  | { readonly kind: 'unchanged' }
  /** Never begun: a predecessor failed, or the deployment stopped starting new work. */
  | { readonly kind: 'skipped'; readonly reason: string }
  /** The change set was refused, failed or needs a person; the stack is as it was. */
  | {
      readonly kind: 'not-changed';
      readonly reason: string;
      readonly instructions: readonly string[];
    };

export type EndedStep = {
  /** Name in the workspace. */
  readonly name: string;
  readonly kind: TargetKind;
  readonly stackName: string;
  readonly result: StepResult;
  readonly rootCause: RootCause | null;
  /** Milliseconds since the epoch; null while nobody has written its end. */
  readonly endedAt?: number | null;
};

/** The step did what it was to do. */
export function isDone(result: StepResult): boolean {
  return ['created', 'updated', 'deleted', 'unchanged'].includes(result.kind);
}

/** The stack is not as it was before the step, as far as Autoland knows. */
export function hasChanged(result: StepResult): boolean {
  return (
    result.alarmsStay === true || ['created', 'updated', 'deleted', 'failed'].includes(result.kind)
  );
}
