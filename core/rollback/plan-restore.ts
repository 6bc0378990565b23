import { isCovered } from '../lease/is-covered.js';
import type { LeaseScope } from '../lease/lease-table.js';
import type { BundleStack, ReleaseBundle } from '../release/release.js';
import { type StackKey, type StacksBefore, stackKey } from '../release/stack-key.js';
import { findOvertaking, type NewerRelease } from './find-overtaking.js';
import { type EndedStep, hasChanged } from './step-result.js';

/** One stack on the way back. */
export type RestoreStep = {
  readonly stack: BundleStack;
  /** Bundle that says how the stack is to be again; null: it did not exist, so it is removed. */
  readonly bundleKey: string | null;
  /** Stacks of the plan that must be done first: whatever was built on this one goes back before it. */
  readonly predecessors: readonly StackKey[];
};

export type LeftStack = {
  readonly name: string;
  readonly kind: BundleStack['kind'];
  readonly reason: string;
  /** False: it should have gone back, but cannot. True: it stays on purpose. */
  readonly onPurpose: boolean;
};

export type RestorePlan = {
  readonly steps: readonly RestoreStep[];
  /** Stacks that this release changed and that stay as they are, with the reason. */
  readonly left: readonly LeftStack[];
};

export type RestorePolicy = {
  readonly rollBackAddons: boolean;
  readonly rollbackUnit: 'release' | 'workload';
};

/** An image that a stack would run again and that its registry does not have any more. */
export type LostImage = {
  readonly stack: StackKey;
  readonly image: string;
  /** By which the template names it. */
  readonly tag?: string;
};

export type RestoreInput = {
  readonly release: ReleaseBundle;
  readonly before: StacksBefore;
  readonly ended: readonly EndedStep[];
  readonly policy: RestorePolicy;
  /** Workloads whose alarm spoke against the release: with the unit "workload" they go back though they were deployed. */
  readonly accused: readonly string[];
  /** Images that the stacks would run again and that their registry does not have any more. */
  readonly missingImages: readonly LostImage[];
  /** Releases that succeeded since, newest first. @default none */
  readonly newer?: readonly NewerRelease[];
  /** What whoever goes back holds of the environment. @default all */
  readonly scope?: LeaseScope;
};

/**
 * What must be done to be as before the release, in reverse order of the graph. Environment addons hold data and stay
 * unless asked (design, "Alarms and rollback"). What CloudFormation restored by itself needs nothing; the empty shell
 * of a failed first creation is removed, since it was not there before. A stack that existed is never removed.
 */
export function planRestore(input: RestoreInput): RestorePlan {
  const { steps, left } = listRestores(input);
  return { steps: withReversedEdges(steps, input.release), left };
}

/** The same without its order, for a plan over several releases. */
export function listRestores(input: RestoreInput): {
  readonly steps: readonly Omit<RestoreStep, 'predecessors'>[];
  readonly left: readonly LeftStack[];
} {
  const { release, before, ended, policy, accused } = input;
  const ends = new Map(ended.map((step) => [stackKey(step), step]));
  // Where no workload is to blame (cancelled, past its deadline, the environment's own failure) everything goes back.
  const isOnlyFaults =
    policy.rollbackUnit === 'workload' && ended.some((end) => isAtFault(end, end, accused));
  const steps: Omit<RestoreStep, 'predecessors'>[] = [];
  const left: LeftStack[] = [];
  for (const stack of release.stacks) {
    const key = stackKey(stack);
    const end = ends.get(key);
    const old = before.get(key);
    if (!end || !needsRestoring(end, old !== undefined)) continue;
    const reason = reasonToLeave(stack, end, input, isOnlyFaults);
    if (reason) left.push({ name: stack.name, kind: stack.kind, ...reason });
    // A release may still know a stack that somebody has deleted since: what this one created, was not there.
    else
      steps.push({
        stack,
        bundleKey: end.result.kind === 'created' ? null : (old?.bundleKey ?? null),
      });
  }
  return { steps, left };
}

function needsRestoring({ result }: EndedStep, existedBefore: boolean): boolean {
  if (result.kind === 'rolled-back' && !existedBefore) return true;
  return hasChanged(result);
}

type ReasonToLeave = Pick<LeftStack, 'reason' | 'onPurpose'>;

function reasonToLeave(
  stack: BundleStack,
  end: EndedStep,
  { before, policy, accused, missingImages, newer = [], scope }: RestoreInput,
  isOnlyFaults: boolean,
): ReasonToLeave | undefined {
  const key = stackKey(stack);
  const overtaking = findOvertaking(stack, newer);
  if (overtaking)
    return { reason: `the release of ${overtaking.deploymentId} is newer`, onPurpose: true };
  if (!isCovered(stack, scope))
    return { reason: 'another release had changed it when this began', onPurpose: true };
  if (stack.kind === 'environment-addon' && !policy.rollBackAddons) {
    return {
      reason: 'environment addons hold data and go back only when asked',
      onPurpose: true,
    };
  }
  if (isOnlyFaults && !isAtFault(stack, end, accused)) {
    return {
      reason: 'the rollback unit is "workload": only what failed goes back',
      onPurpose: true,
    };
  }
  if (end.result.kind === 'updated' && !before.has(key)) {
    return {
      reason: 'how it was before is not known: nothing was recorded, or the record is damaged',
      onPurpose: false,
    };
  }
  const gone = missingImages.filter((one) => one.stack === key).map(({ image }) => image);
  if (gone.length === 0) return undefined;
  return {
    reason: `image ${gone.join(', ')}, which it ran before, is not in its registry any more`,
    onPurpose: false,
  };
}

function isAtFault(
  stack: Pick<EndedStep, 'kind' | 'name'>,
  end: EndedStep,
  accused: readonly string[],
): boolean {
  if (stack.kind !== 'workload') return false;
  return hasFailed(end) || accused.includes(stack.name);
}

const hasFailed = ({ result }: EndedStep): boolean =>
  result.kind === 'failed' || result.kind === 'rolled-back' || result.alarmsStay === true;

/** Every addon and workload stands on its environment; the other edges are the release's, turned round. */
export function withReversedEdges(
  steps: readonly Omit<RestoreStep, 'predecessors'>[],
  release: ReleaseBundle,
): readonly RestoreStep[] {
  const restored = new Set(steps.map(({ stack }) => stackKey(stack)));
  const isBuiltOn = (other: BundleStack, on: BundleStack): boolean => {
    if (other.kind === 'environment') return false;
    return on.kind === 'environment' || other.predecessors.includes(on.name);
  };
  const others = release.stacks.filter((other) => restored.has(stackKey(other)));
  return steps.toReversed().map((step) => ({
    ...step,
    predecessors: others
      .filter((other) => isBuiltOn(other, step.stack))
      .map(stackKey)
      .sort(),
  }));
}
