import type { ReleaseBundle, StackKind } from './release.js';

/** A stack that a deletion took out of its environment. */
export type RemovedStack = { readonly kind: StackKind; readonly name: string };

/** The release as if these stacks had never been in it. Without its environment nothing is left of it. */
export function withoutStacks(
  bundle: ReleaseBundle,
  removed: readonly RemovedStack[],
): ReleaseBundle {
  if (removed.length === 0) return bundle;
  if (hasEnvironment(removed)) return { ...bundle, stacks: [] };
  const stacks = bundle.stacks.filter(
    ({ kind, name }) => !removed.some((one) => one.kind === kind && one.name === name),
  );
  const names = new Set(stacks.map(({ name }) => name));
  return {
    ...bundle,
    stacks: stacks.map((stack) => ({
      ...stack,
      predecessors: stack.predecessors.filter((name) => names.has(name)),
    })),
  };
}

/** The environment itself is among them. */
export function hasEnvironment(removed: readonly RemovedStack[]): boolean {
  return removed.some(({ kind }) => kind === 'environment');
}
