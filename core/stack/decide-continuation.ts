import { continueRollbackCommand, finishUpdateRollback } from './way-out.js';

/** Ways to go on with a rollback that failed; each asks a person first. */
const CONTINUATIONS = ['continue-rollback', 'continue-rollback-skipping'] as const;
export type Continuation = (typeof CONTINUATIONS)[number];

export type StuckStack = {
  readonly stackName: string;
  /** Resources whose rollback failed, as `ResourcesToSkip` names them. */
  readonly failed: readonly { readonly id: string; readonly reason: string }[];
  /** What a person has approved in this step, and what was tried since. */
  readonly approved: readonly string[];
  readonly tried: readonly string[];
  /** On the way back nobody is waited for: other stacks shall go back meanwhile, and the verdict tells the rest. */
  readonly mayAsk: boolean;
};

export type ContinuationDecision =
  | {
      readonly kind: 'ask';
      readonly continuation: Continuation;
      readonly question: string;
      readonly command: string;
    }
  | {
      readonly kind: 'continue';
      readonly continuation: Continuation;
      readonly skip: readonly string[];
    }
  | { readonly kind: 'blocked'; readonly reason: string; readonly instructions: readonly string[] };

/**
 * What to do with a stack in UPDATE_ROLLBACK_FAILED: never anything without a person. First the rollback as it is, for
 * somebody may have repaired what it failed on; when that fails too, leaving out what cannot be rolled back.
 */
export function decideContinuation(stack: StuckStack): ContinuationDecision {
  const { stackName, failed, approved, tried, mayAsk } = stack;
  const skip = failed.map(({ id }) => id);
  const next = CONTINUATIONS.find((one) => !tried.includes(one));
  const cannotSkip = next === 'continue-rollback-skipping' && skip.length === 0;
  if (!next || cannotSkip || (!mayAsk && !approved.includes(next))) {
    return {
      kind: 'blocked',
      reason: `an update of stack ${stackName} failed and could not be rolled back${describeFailed(failed)}`,
      instructions: finishUpdateRollback(stackName, skip),
    };
  }
  const left = next === 'continue-rollback' ? [] : skip;
  if (approved.includes(next)) return { kind: 'continue', continuation: next, skip: left };
  return {
    kind: 'ask',
    continuation: next,
    question: questionOf(next, stack),
    command: continueRollbackCommand(stackName, left),
  };
}

function questionOf(continuation: Continuation, { stackName, failed }: StuckStack): string {
  const state = `stack ${stackName} is UPDATE_ROLLBACK_FAILED${describeFailed(failed)}`;
  return continuation === 'continue-rollback'
    ? `${state}. Continue its rollback, then deploy?`
    : `${state}. Continue its rollback and leave out ${failed.map(({ id }) => id).join(', ')}? The stack then no longer describes them truthfully.`;
}

function describeFailed(failed: StuckStack['failed']): string {
  if (failed.length === 0) return '';
  return `: ${failed.map(({ id, reason }) => `${id} (${reason})`).join(', ')}`;
}
