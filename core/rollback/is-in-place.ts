import { findBundleStack } from '../release/make-bundle.js';
import { stackKey } from '../release/stack-key.js';
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
  return steps.every(({ stack, bundleKey }) => {
    if (!target || bundleKey !== target.bundleKey) return false;
    const wanted = findBundleStack(target.bundle, stack.name, stack.kind);
    return wanted !== undefined && wanted.contentHash === findContent(undone, stack);
  });
}

/** What the stack has now; undefined: nobody knows. */
function findContent(
  undone: ReturnInput['undone'],
  stack: RestoreStep['stack'],
): string | undefined {
  const key = stackKey(stack);
  for (const { release, ended } of undone) {
    const end = ended.find((step) => stackKey(step) === key);
    if (!end) continue;
    if (!isDone(end.result)) return undefined;
    return findBundleStack(release, stack.name, stack.kind)?.contentHash;
  }
  return undefined;
}
