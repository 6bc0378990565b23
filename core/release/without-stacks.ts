import type { ReleaseBundle, StackKind } from './release.js';

/** A stack that a deletion took out of its environment. */
export type RemovedStack = { readonly kind: StackKind; readonly name: string };

/** The release as if these stacks had never been in it. Without its environment nothing is left of it. */
export function withoutStacks(
  bundle: ReleaseBundle,
  removed: readonly RemovedStack[],
): ReleaseBundle {
  if (removed.length === 0) return bundle;
  const stacks = bundle.stacks.filter((stack) => !isRemoved(stack, removed));
  const names = new Set(stacks.map(({ name }) => name));
  return {
    ...bundle,
    stacks: stacks.map((stack) => ({
      ...stack,
      predecessors: stack.predecessors.filter((name) => names.has(name)),
    })),
  };
}

/** The stack itself is among them, or the environment that it was in. */
export function isRemoved(
  stack: { readonly kind: string; readonly name: string },
  removed: readonly RemovedStack[],
): boolean {
  const isMeant = ({ kind, name }: RemovedStack): boolean =>
    kind === stack.kind && name === stack.name;
  return hasEnvironment(removed) || removed.some(isMeant);
}

/** The environment itself is among them. */
export function hasEnvironment(removed: readonly RemovedStack[]): boolean {
  return removed.some(({ kind }) => kind === 'environment');
}
