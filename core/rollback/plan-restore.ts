import type { BundleStack, ReleaseBundle } from '../release/release.js';
import { type EndedStep, hasChanged } from './step-result.js';

/** One stack on the way back. `kind` is what stack-operation is told: `remove` deletes a stack that did not exist before. */
export type RestoreStep = {
  readonly name: string;
  readonly kind: BundleStack['kind'] | 'remove';
  /** Names of restore steps that must be done first: whatever was built on this stack goes back before it. */
  readonly predecessors: readonly string[];
};

export type RestorePlan = {
  readonly steps: readonly RestoreStep[];
  /** Stacks that this release changed and that stay as they are, with the reason. */
  readonly left: readonly { readonly name: string; readonly reason: string }[];
};

export type RestorePolicy = {
  readonly rollBackAddons: boolean;
  readonly rollbackUnit: 'release' | 'workload';
  readonly firstDeployment: 'leave' | 'remove';
};

/**
 * What must be done to be at `previous` again, in reverse order of the graph. Environment addons hold data and stay
 * unless asked (design, "Alarms and rollback"). What CloudFormation restored by itself needs nothing; the empty shell
 * of a failed first creation is removed, since it was not there before.
 */
export function planRestore(
  release: ReleaseBundle,
  previous: ReleaseBundle | undefined,
  ended: readonly EndedStep[],
  policy: RestorePolicy,
): RestorePlan {
  const byName = new Map(ended.map((step) => [step.name, step]));
  const known = new Set(previous?.stacks.map((stack) => stack.name));
  const failedOnly = policy.rollbackUnit === 'workload';
  const steps: { name: string; kind: RestoreStep['kind'] }[] = [];
  const left: { name: string; reason: string }[] = [];
  for (const stack of release.stacks) {
    const step = byName.get(stack.name);
    if (!step || !needsRestoring(step, known.has(stack.name))) continue;
    const reason = reasonToLeave(stack, step, policy, failedOnly);
    if (reason) left.push({ name: stack.name, reason });
    else steps.push({ name: stack.name, kind: known.has(stack.name) ? stack.kind : 'remove' });
  }
  return { steps: withReversedEdges(steps, release), left };
}

function needsRestoring(step: EndedStep, existedBefore: boolean): boolean {
  if (step.result.kind === 'rolled-back') return !existedBefore;
  return hasChanged(step.result);
}

function reasonToLeave(
  stack: BundleStack,
  step: EndedStep,
  policy: RestorePolicy,
  failedOnly: boolean,
): string | undefined {
  if (stack.kind === 'environment-addon' && !policy.rollBackAddons) {
    return 'environment addons hold data and go back only when asked';
  }
  if (
    failedOnly &&
    (stack.kind !== 'workload' || step.result.kind === 'created' || step.result.kind === 'updated')
  ) {
    return 'the rollback unit is "workload": only what failed goes back';
  }
  return undefined;
}

function withReversedEdges(
  steps: readonly { name: string; kind: RestoreStep['kind'] }[],
  release: ReleaseBundle,
): readonly RestoreStep[] {
  const restored = new Set(steps.map((step) => step.name));
  const dependents = (name: string): string[] =>
    release.stacks
      .filter((stack) => restored.has(stack.name) && isBuiltOn(stack, name, release))
      .map((stack) => stack.name);
  return [...steps]
    .reverse()
    .map((step) => ({ ...step, predecessors: dependents(step.name).sort() }));
}

/** Every addon and workload stands on its environment; the other edges are the plan's. */
function isBuiltOn(stack: BundleStack, name: string, release: ReleaseBundle): boolean {
  if (stack.name === name) return false;
  const environment = release.stacks.find((other) => other.kind === 'environment');
  return stack.predecessors.includes(name) || environment?.name === name;
}
