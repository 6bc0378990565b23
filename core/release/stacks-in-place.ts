import type { Verdict } from '../verdict.js';
import type { BundleStack, ReleaseBundle } from './release.js';
import { type StackKey, stackKey } from './stack-key.js';
import { type RemovedStack, withoutStacks } from './without-stacks.js';

/** How a release went, as far as it tells which stacks are as its bundle says until a newer release changes them. */
type PlacedRelease = {
  readonly verdict: Verdict;
  /** Stacks that its rollback left as the release made them. */
  readonly kept?: readonly StackKey[] | undefined;
  /** Stacks that deletions took out of the environment since. */
  readonly removed?: readonly RemovedStack[] | undefined;
};

/** A release that succeeded, or one that failed and of which something stayed on purpose. */
export function isPartlyInPlace({ verdict, kept = [] }: PlacedRelease): boolean {
  return verdict === 'SUCCEEDED' || kept.length > 0;
}

/** The stacks that the release left as its bundle says. What was left dirty is not among them: nobody calls that good. */
export function listStacksInPlace(
  bundle: ReleaseBundle,
  { verdict, kept = [], removed = [] }: PlacedRelease,
): readonly BundleStack[] {
  const { stacks } = withoutStacks(bundle, removed);
  return verdict === 'SUCCEEDED' ? stacks : stacks.filter((one) => kept.includes(stackKey(one)));
}
