import type { Breach } from '../alarms/alarm-states.js';
import { NOT_APPROVED } from '../approval/describe-decision.js';
import { allDone } from '../rollback/decide-rollback.js';
import type { Unfinished } from '../rollback/go-on-command.js';
import type { LeftStack, LostImage } from '../rollback/plan-restore.js';
import { type EndedStep, hasChanged, isDone } from '../rollback/step-result.js';
import { plainReason } from '../stack/plain-reason.js';
import type { RootCause } from '../stack/root-cause.js';
import type { Verdict } from '../verdict.js';
import { type Deadline, describeDeadline } from './deadline.js';
import type { Deviation } from './find-deviations.js';
import { listNotRestored, type NotRestored } from './list-not-restored.js';

export type Ending = {
  readonly steps: readonly EndedStep[];
  /** Empty where no rollback ran. */
  readonly restoreSteps: readonly EndedStep[];
  /** Stacks that a rollback left as they are. */
  readonly left: readonly LeftStack[];
  /** Differences found after the rollback. */
  readonly deviations: readonly Deviation[];
  readonly isCancelled: boolean;
  /** Where it has passed: what failed afterwards was stopped. */
  readonly deadline?: Deadline | undefined;
  /** Why nothing was begun: refused by policy, or an invalid workspace. */
  readonly refused: string | undefined;
  /** Alarms that broke the bake. */
  readonly breaches: readonly Pick<Breach, 'name' | 'workload' | 'state' | 'reason'>[];
  /** Why a rollback of its own was asked for. */
  readonly because: string | undefined;
  /** What the orchestration itself stumbled over. */
  readonly trouble: string | undefined;
  /** What a person goes back with, the rest of the way; absent where there is nothing to go back to. */
  readonly goOn?: Unfinished | undefined;
  /** Images that stacks would run again and that are gone. @default none */
  readonly lostImages?: readonly LostImage[];
  /** Differences found after the release, before success could be said. */
  readonly releaseDeviations: readonly Deviation[];
};

export type Conclusion = {
  readonly verdict: Verdict;
  /** One sentence: what happened. */
  readonly summary: string;
  /** The first real failure. */
  readonly rootCause:
    | (Partial<RootCause> & {
        readonly reason: string;
        readonly nextStep: string;
        readonly step?: string;
      })
    | null;
  /** What is not as it was before, for FAILED_DIRTY, each with what to do, in order. */
  readonly notRestored: readonly NotRestored[];
};

/** The one verdict of a deployment that did not succeed. The verdict tells the truth: what is not restored is said. */
export function concludeFailure(ending: Ending): Conclusion {
  const rootCause = findRootCauseOf(ending);
  const notRestored = listNotRestored(ending);
  const verdict = decideVerdict(ending, notRestored.length > 0);
  return {
    verdict,
    summary: describeEnding(ending, verdict, rootCause?.reason),
    rootCause,
    notRestored,
  };
}

function decideVerdict(ending: Ending, isDirty: boolean): Verdict {
  if (isDirty) return 'FAILED_DIRTY';
  if (ending.isCancelled) return 'CANCELLED';
  const wentBack = ending.steps.some(
    (step) => hasChanged(step.result) || step.result.kind === 'rolled-back',
  );
  return wentBack ? 'ROLLED_BACK' : 'FAILED_CLEAN';
}

function findRootCauseOf(ending: Ending): Conclusion['rootCause'] {
  if (ending.refused) {
    const nextStep = NOT_APPROVED.pattern.test(ending.refused)
      ? NOT_APPROVED.nextStep
      : 'change what the reason names, and deploy again';
    return { reason: ending.refused, nextStep };
  }
  if (ending.because) {
    return {
      class: 'release',
      reason: ending.because,
      nextStep: 'look at what the reason names, in the release that went back',
    };
  }
  // Before what failed: an alarm that is heard on the way stops what is under way.
  const [breach] = ending.breaches;
  if (breach) {
    return {
      step: breach.workload,
      class: 'release',
      reason: describeBreach(breach),
      nextStep: `look at what ${breach.name} measures for ${breach.workload} in this release`,
    };
  }
  const failed = ending.steps.find(
    (step) => !isDone(step.result) && step.result.kind !== 'skipped' && !wasStopped(step, ending),
  );
  if (failed?.rootCause) return { ...failed.rootCause, step: failed.name };
  if (failed) return { step: failed.name, ...describeFailedStep(failed, ending.trouble) };
  const [deviation] = ending.releaseDeviations;
  if (deviation)
    return {
      class: 'external-change',
      reason: deviation.message,
      nextStep: 'find out who else changed the stack, and deploy again',
    };
  if (ending.trouble)
    return {
      reason: ending.trouble,
      nextStep: 'look at the execution in the Step Functions console, and deploy again',
    };
  if (ending.deadline && !ending.isCancelled)
    return {
      class: 'configuration',
      reason: describeDeadline(ending.deadline),
      nextStep:
        'look in the timeline what took so long, or deploy again with more options.deadlineMinutes',
    };
  return null;
}

function wasStopped({ endedAt }: EndedStep, { deadline, isCancelled }: Ending): boolean {
  return deadline !== undefined && !isCancelled && (endedAt ?? deadline.at) >= deadline.at;
}

function describeBreach({ name, state, reason }: Ending['breaches'][number]): string {
  switch (state) {
    case 'absent':
      return `alarm ${name} is gone: ${reason}`;
    case 'INSUFFICIENT_DATA':
      return `alarm ${name} has no data: ${reason}`;
    default:
      return `alarm ${name} fired: ${reason}`;
  }
}

function describeFailedStep(
  step: EndedStep,
  trouble: string | undefined,
): { readonly reason: string; readonly nextStep: string } {
  const reason =
    ('reason' in step.result ? step.result.reason : null) ??
    trouble ??
    `stack ${step.stackName} ended ${step.result.kind}`;
  const instructions = 'instructions' in step.result ? step.result.instructions : [];
  return { reason, nextStep: instructions[0] ?? `look at the events of stack ${step.stackName}` };
}

function describeEnding(ending: Ending, verdict: Verdict, reason: string | undefined): string {
  const because = reason ? `: ${plainReason(reason)}` : '';
  switch (verdict) {
    case 'ROLLED_BACK':
      return `the release is rolled back${because}`;
    case 'FAILED_CLEAN':
      return `nothing has changed${because}`;
    case 'CANCELLED':
      return 'cancelled; everything is as it was';
    default:
      return allDone(ending.restoreSteps) && ending.restoreSteps.length > 0
        ? `the release failed and not all of it went back${because}`
        : `the release failed and is partly in place${because}`;
  }
}
