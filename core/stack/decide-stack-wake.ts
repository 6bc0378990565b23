import { resolveOutcome } from './resolve-outcome.js';
import type { AwaitedStack, ObservedStack, StackWake } from './stack-outcome.js';

/**
 * Decides about a waiting task from the truth that DescribeStacks tells. An event is only a hint to look: it may come
 * twice, late or before the operation has begun.
 */
export function decideStackWake(observed: ObservedStack, awaited: AwaitedStack): StackWake {
  const { status, statusReason, changeSetId } = observed;
  const outcome = resolveOutcome(awaited.operation, status, statusReason);
  if (!outcome || status === 'REVIEW_IN_PROGRESS') {
    return { kind: 'keep-waiting', reason: `the stack is ${status}` };
  }
  if (awaited.isAsked === false && outcome.kind !== 'deleted') {
    return { kind: 'keep-waiting', reason: 'the deletion was not asked for yet' };
  }
  const isOther = awaited.changeSetId !== undefined && changeSetId !== awaited.changeSetId;
  // A stack that is gone tells no change set; the same outcome holds whoever deleted it.
  if (!isOther || status === undefined || status === 'DELETE_COMPLETE') {
    return { kind: 'done', outcome };
  }
  return {
    kind: 'overtaken',
    reason: `the stack settled in ${status} after an operation that is not the awaited one`,
  };
}
