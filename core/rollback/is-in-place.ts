import { type StackKey, stackKey } from '../release/stack-key.js';
import type { Verdict } from '../verdict.js';
import type { RestoreStep } from './plan-restore.js';
import type { ReturnInput } from './plan-return.js';
import { isDone } from './step-result.js';

/** A release that is undone, as far as it says what is in place. */
export type UndoneRelease = ReturnInput['undone'][number] & {
  readonly verdict: Verdict | null;
  /** Nothing has begun to take it back since. */
  readonly isUntouched: boolean;
};

/**
 * The newest of them, up to the first that is in doubt: what failed dirty, or was to go back and did not, is not what its
 * content says, and nobody knows what of it is in place.
 */
function takeCertain(undone: readonly UndoneRelease[]): readonly UndoneRelease[] {
  const doubtful = undone.findIndex(
    ({ verdict, isUntouched }) =>
      verdict === 'FAILED_DIRTY' || (verdict === 'SUCCEEDED' && !isUntouched),
  );
  return doubtful < 0 ? undone : undone.slice(0, doubtful);
}

/**
 * Whether the way back would change nothing: each of its stacks is already what the release says that is gone back to.
 * `undone`: newest first; what none of them tells for certain counts as something else.
 */
export function isInPlaceAlready(
  steps: readonly RestoreStep[],
  { undone, target }: Pick<ReturnInput, 'target'> & { readonly undone: readonly UndoneRelease[] },
): boolean {
  const contents = listContents(takeCertain(undone));
  const wanted = new Map(target?.bundle.stacks.map((one) => [stackKey(one), one.contentHash]));
  return steps.every(({ stack, bundleKey }) => {
    const content = contents.get(stackKey(stack)) ?? null;
    return (
      bundleKey === target?.bundleKey && content !== null && content === wanted.get(stackKey(stack))
    );
  });
}

/** What each stack has now, by the newest release that has it; null: nobody knows. */
function listContents(undone: ReturnInput['undone']): ReadonlyMap<StackKey, string | null> {
  const contents = new Map<StackKey, string | null>();
  for (const { release, ended } of undone) {
    const hashes = new Map(release.stacks.map((one) => [stackKey(one), one.contentHash]));
    for (const step of ended) {
      const key = stackKey(step);
      if (contents.has(key)) continue;
      contents.set(key, isDone(step.result) ? (hashes.get(key) ?? null) : null);
    }
  }
  return contents;
}
