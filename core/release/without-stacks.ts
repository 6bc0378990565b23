import type { ReleaseBundle, StackKind } from './release.js';

/** A stack that a deletion took out of its environment. */
export type RemovedStack = { readonly kind: StackKind; readonly name: string };

/** The release as if these stacks had never been in it. Nothing is left of it without the environment. */
export function withoutStacks(
  bundle: ReleaseBundle,
  removed: readonly RemovedStack[],
): ReleaseBundle {
  if (removed.length === 0) return bundle;
  const isRemoved = (kind: StackKind, name: string): boolean =>
    removed.some((one) => one.kind === kind && one.name === name);
  const stacks = bundle.stacks.filter(({ kind, name }) => !isRemoved(kind, name));
  const names = new Set(stacks.map(({ name }) => name));
  return {
    ...bundle,
    stacks: stacks.map((stack) => ({
      ...stack,
      predecessors: stack.predecessors.filter((name) => names.has(name)),
    })),
  };
}
