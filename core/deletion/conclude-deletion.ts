import type { RemovedStack } from '../release/without-stacks.js';
import type { EndedStep, StepResult } from '../rollback/step-result.js';
import { plainReason } from '../stack/plain-reason.js';
import type { RootCause } from '../stack/root-cause.js';
import type { StackStatus } from '../stack/stack-status.js';
import type { Verdict } from '../verdict.js';
import type { GoingStack } from './deletion-plan.js';

/** Something that was to go and is still there. */
export type LeftThing = {
  readonly name: string;
  readonly stackName: string | null;
  readonly reason: string;
  readonly nextStep: string;
};

export type DeletionEnding = {
  /** What was to go when the deletion began. Undefined: it never came to a plan. */
  readonly goes: readonly GoingStack[] | undefined;
  readonly steps: readonly EndedStep[];
  /** Status of each of them that is still there, by stack name. */
  readonly live: ReadonlyMap<string, StackStatus>;
  /** Parts that are no stacks of this deletion: environments of the application, images, records. */
  readonly otherLeft: readonly LeftThing[];
  /** Some of them are gone. */
  readonly hasOtherGone: boolean;
  readonly refused: string | undefined;
  readonly trouble: string | undefined;
  /** What is deleted, for people. */
  readonly target: string;
  /** Goes on with the deletion. */
  readonly command: string;
};

export type DeletionConclusion = {
  readonly verdict: Extract<Verdict, 'SUCCEEDED' | 'FAILED_CLEAN' | 'FAILED_DIRTY'>;
  readonly summary: string;
  readonly rootCause:
    | (Partial<RootCause> & { readonly reason: string; readonly nextStep: string })
    | null;
  readonly left: readonly LeftThing[];
  /** Stacks that releases must not count on any more: gone, going, or half gone. */
  readonly removed: readonly RemovedStack[];
};

/** The verdict of a deletion, from what is there now rather than from what was done: the truth counts. */
export function concludeDeletion(ending: DeletionEnding): DeletionConclusion {
  const { goes = [], live, otherLeft, refused, target, command } = ending;
  const left = [...goes.flatMap((stack) => describeLeft(stack, ending)), ...otherLeft];
  const removed = goes.flatMap(({ kind, name, stackName }) =>
    kind !== 'application' && isBroken(live.get(stackName)) ? [{ kind, name }] : [],
  );
  const isUntouched =
    goes.every(({ stackName }) => !isBroken(live.get(stackName))) && !ending.hasOtherGone;
  // Whatever became of the execution: when all of it is gone, it is gone.
  if (!refused && ending.goes !== undefined && left.length === 0)
    return { verdict: 'SUCCEEDED', summary: `${target} is gone`, rootCause: null, left, removed };
  const rootCause = findCause(ending, left);
  const because = rootCause ? `: ${plainReason(rootCause.reason)}` : '';
  if (isUntouched)
    return {
      verdict: 'FAILED_CLEAN',
      summary: `nothing was deleted${because}`,
      rootCause,
      left: refused ? [] : left,
      removed,
    };
  return {
    verdict: 'FAILED_DIRTY',
    summary: `${target} is partly gone${because}; go on with: ${command}`,
    rootCause,
    left,
    removed,
  };
}

/** Gone, going, or left half deleted. */
export function isBroken(status: StackStatus | undefined): boolean {
  return status === undefined || status.startsWith('DELETE_');
}

function describeLeft(
  { kind, name, stackName }: GoingStack,
  { live, steps, command }: DeletionEnding,
): readonly LeftThing[] {
  const status = live.get(stackName);
  if (status === undefined) return [];
  const step = steps.find((one) => one.kind === kind && one.name === name);
  // What was taken back has its whole reason in CloudFormation's words.
  const isTold = status === 'DELETE_IN_PROGRESS' || step?.result.kind === 'refused';
  const cause = isTold ? null : step?.rootCause;
  const reason = cause
    ? `${cause.logicalId}: ${plainReason(cause.reason)}`
    : explain(stackName, status, step?.result);
  return [{ name, stackName, reason, nextStep: cause?.nextStep ?? command }];
}

function explain(stackName: string, status: StackStatus, result: StepResult | undefined): string {
  const words = result && 'reason' in result ? result.reason : null;
  if (!words || status === 'DELETE_IN_PROGRESS') return `stack ${stackName} is ${status}`;
  return result?.kind === 'refused' ? `CloudFormation took the deletion back: ${words}` : words;
}

/** The first real failure: that of a stack, else what is left without being another one's consequence. */
function findCause(
  { steps, refused, trouble, command }: DeletionEnding,
  left: readonly LeftThing[],
): DeletionConclusion['rootCause'] {
  const failed = steps.find(({ rootCause }) => rootCause)?.rootCause;
  if (failed && !refused) return failed;
  const isSkipped = ({ name }: LeftThing): boolean =>
    steps.some((step) => step.name === name && step.result.kind === 'skipped');
  const first = left.find((one) => !isSkipped(one)) ?? left[0];
  const reason = refused ?? trouble ?? first?.reason;
  return reason ? { reason, nextStep: first?.nextStep ?? command } : null;
}
