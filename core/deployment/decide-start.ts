import { describeStep } from './step-name.js';

/** A step as far as starting others depends on it. */
export type StepState = {
  readonly name: string;
  readonly status: 'pending' | 'running' | 'done' | 'failed' | 'skipped' | 'cancelled';
  readonly predecessors: readonly string[];
};

export type StartDecision =
  | { readonly kind: 'start' }
  | { readonly kind: 'wait'; readonly for: readonly string[] }
  | { readonly kind: 'skip'; readonly reason: string };

export type StartPolicy = {
  /**
   * After a failure: `stop`: nothing new starts; `continue`: what does not depend on it goes on; `ignore`: what depends
   * on it too, once it has ended.
   */
  readonly onStepFailure: 'stop' | 'continue' | 'ignore';
  /** Why nothing new may start: cancelled, or past the deadline. */
  readonly stopped?: string | undefined;
};

const PHASE = /^[^/]+\//;

/** May this step start, given how all steps of the deployment stand? Steps of other phases do not count for `stop`. */
export function decideStart(
  step: Pick<StepState, 'name' | 'predecessors'>,
  steps: readonly StepState[],
  policy: StartPolicy,
): StartDecision {
  if (policy.stopped) return { kind: 'skip', reason: policy.stopped };
  const phase = PHASE.exec(step.name)?.[0] ?? '';
  const failed = steps.find((other) => other.status === 'failed' && other.name.startsWith(phase));
  if (failed && policy.onStepFailure === 'stop') {
    return {
      kind: 'skip',
      reason: `the ${describeStep(failed.name)} failed, and nothing new starts after a failure`,
    };
  }
  const before = steps.filter((other) => step.predecessors.includes(other.name));
  const broken = before.find((other) => BROKEN[other.status]);
  if (broken && policy.onStepFailure !== 'ignore') {
    const fate = BROKEN[broken.status];
    return { kind: 'skip', reason: `it needs the ${describeStep(broken.name)}, which ${fate}` };
  }
  const open = before.filter((other) => other.status !== 'done' && !BROKEN[other.status]);
  return open.length > 0
    ? { kind: 'wait', for: open.map((other) => other.name) }
    : { kind: 'start' };
}

/** A step that will not be done any more, and how that is said. */
const BROKEN: { readonly [status in StepState['status']]?: string } = {
  failed: 'failed',
  skipped: 'was not started',
  cancelled: 'was cancelled',
};
