import { type StackKey, stackKey } from '../release/stack-key.js';
import type { RestoreStep } from './plan-restore.js';
import type { ReturnInput } from './plan-return.js';
import { isDone } from './step-result.js';

/**
 * Whether the way back would change nothing: each of its stacks is already what the release says that is gone back to.
 * `undone`: releases of which is known what they left, newest first; what none of them tells counts as something else.
 */
export function isInPlaceAlready(
  steps: readonly RestoreStep[],
  { undone, target }: Pick<ReturnInput, 'undone' | 'target'>,
): boolean {
  const contents = listContents(undone);
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
