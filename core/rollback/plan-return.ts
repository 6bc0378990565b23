import type { BundleStack, ReleaseBundle } from '../release/release.js';
import { type StackKey, stackKey } from '../release/stack-key.js';
import type { RemovedStack } from '../release/without-stacks.js';
import {
  type LeftStack,
  listRestores,
  type RestoreInput,
  type RestorePlan,
  type RestoreStep,
  withReversedEdges,
} from './plan-restore.js';

export type ReturnInput = Pick<RestoreInput, 'newer' | 'scope'> & {
  /** Releases that are undone, newest first. */
  readonly undone: readonly Pick<RestoreInput, 'release' | 'before' | 'ended'>[];
  /** The release that is gone back to; null: to how everything was before the oldest of them. */
  readonly target: {
    readonly bundle: ReleaseBundle;
    readonly bundleKey: string;
    /** What deletions have taken out of the environment since. */
    readonly removed: readonly RemovedStack[];
  } | null;
  /** Only this workload goes back. */
  readonly workload?: string | undefined;
  readonly rollBackAddons: boolean;
  /** What is done with stacks that came after the release that is gone back to. */
  readonly newStacks: 'remove' | 'leave';
};

type Step = Omit<RestoreStep, 'predecessors'>;

/**
 * The way back over one or more releases, as if one after the other were undone, but each stack is touched once: the
 * oldest of them knows how it was, the newest one how it stands to the others. What none of them has changed is left
 * alone. What was deleted since stays deleted.
 */
export function planReturn(input: ReturnInput): RestorePlan {
  const { undone, workload } = input;
  const changed = undoAll(input);
  aimAtTarget(changed, input);
  leaveNewStacks(changed, input);
  const { stacks, steps, left } = changed;
  tellRemoved(changed, input);
  const isMeant = (key: StackKey): boolean => !workload || key === `workload/${workload}`;
  const order = [...stacks].flatMap(([key]) => (isMeant(key) ? (steps.get(key) ?? []) : []));
  const [newest] = undone;
  return {
    steps: newest
      ? withReversedEdges(order, { ...newest.release, stacks: [...stacks.values()] })
      : [],
    left: [...left].flatMap(([key, one]) => (isMeant(key) ? one : [])),
  };
}

type Changed = {
  /** All stacks of the releases, as the newest one of them has them. */
  readonly stacks: Map<StackKey, BundleStack>;
  readonly steps: Map<StackKey, Step>;
  readonly left: Map<StackKey, LeftStack>;
};

/** What the release that is gone back to has, is as that one says; what it has not, as the oldest undone one found it. */
function aimAtTarget({ stacks, steps, left }: Changed, { target }: ReturnInput): void {
  const wanted = new Set(target?.bundle.stacks.map(stackKey));
  for (const [key, stack] of stacks) {
    const isTouched = steps.has(key) || left.get(key)?.onPurpose === false;
    if (!target || !isTouched || !wanted.has(key)) continue;
    steps.set(key, { stack, bundleKey: target.bundleKey });
    left.delete(key);
  }
}

function leaveNewStacks({ steps, left }: Changed, { newStacks }: ReturnInput): void {
  if (newStacks === 'remove') return;
  for (const [key, { stack, bundleKey }] of [...steps]) {
    if (bundleKey !== null) continue;
    steps.delete(key);
    left.set(key, leave(stack, 'it came after what is gone back to, and the request leaves it'));
  }
}

function tellRemoved({ steps, left }: Changed, { target }: ReturnInput): void {
  const removed = new Set(target?.removed.map(stackKey));
  for (const stack of target?.bundle.stacks ?? []) {
    if (removed.has(stackKey(stack)) && !steps.has(stackKey(stack)))
      left.set(stackKey(stack), leave(stack, 'it was deleted since, and stays so'));
  }
}

/** Every stack that the releases changed; later in the loop means older, and the older one knows how it was. */
function undoAll({ undone, rollBackAddons, newer = [], scope = 'all' }: ReturnInput): Changed {
  const stacks = new Map<StackKey, BundleStack>();
  const steps = new Map<StackKey, Step>();
  const left = new Map<StackKey, LeftStack>();
  for (const one of undone) {
    const plan = listRestores({
      ...one,
      newer,
      scope,
      policy: { rollBackAddons, rollbackUnit: 'release' },
      accused: [],
      missingImages: [],
    });
    for (const stack of one.release.stacks)
      if (!stacks.has(stackKey(stack))) stacks.set(stackKey(stack), stack);
    for (const { stack, bundleKey } of plan.steps) {
      steps.set(stackKey(stack), { stack: stacks.get(stackKey(stack)) ?? stack, bundleKey });
      left.delete(stackKey(stack));
    }
    for (const stack of plan.left) {
      left.set(stackKey(stack), stack);
      steps.delete(stackKey(stack));
    }
  }
  return { stacks, steps, left };
}

function leave({ name, kind }: BundleStack, reason: string): LeftStack {
  return { name, kind, reason, onPurpose: true };
}
