import { type StackKey, stackKey } from '../release/stack-key.js';
import type { LeftStack } from './plan-restore.js';
import { type EndedStep, isDone } from './step-result.js';

/**
 * The stacks that a rollback left on purpose as the release made them: the rollback unit is "workload", environment addons
 * hold data, something newer stands there. `restored`: how the stacks ended that the release itself had put back before.
 */
export function listKept(
  ended: readonly EndedStep[],
  left: readonly LeftStack[],
  restored: readonly EndedStep[],
): readonly StackKey[] {
  const stays = new Set(left.filter(({ onPurpose }) => onPurpose).map(stackKey));
  const isBack = new Set(restored.filter(({ result }) => isDone(result)).map(stackKey));
  return ended
    .filter(({ result: { kind } }) => kind === 'created' || kind === 'updated')
    .map(stackKey)
    .filter((key) => stays.has(key) && !isBack.has(key));
}
