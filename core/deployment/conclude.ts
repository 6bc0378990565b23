import { allDone } from '../rollback/decide-rollback.js';
import { type EndedStep, hasChanged, isDone } from '../rollback/step-result.js';
import { plainReason } from '../stack/plain-reason.js';
import type { RootCause } from '../stack/root-cause.js';
import type { Verdict } from '../verdict.js';

export type Ending = {
  readonly steps: readonly EndedStep[];
  /** Empty where no rollback ran. */
  readonly restoreSteps: readonly EndedStep[];
  /** Stacks that a rollback left as they are on purpose. */
  readonly left: readonly { readonly name: string; readonly reason: string }[];
  /** Differences found after the rollback; one line each. */
  readonly deviations: readonly string[];
  readonly isCancelled: boolean;
  /** Why nothing was begun: refused by policy, or an invalid workspace. */
  readonly refused: string | undefined;
  /** Alarms that broke the bake. */
  readonly breaches: readonly {
    readonly name: string;
    readonly workload: string;
    readonly reason: string;
  }[];
  /** Why a rollback of its own was asked for. */
  readonly because: string | undefined;
  /** What the orchestration itself stumbled over. */
  readonly trouble: string | undefined;
  /** Differences found after the release, before success could be said. */
  readonly releaseDeviations: readonly string[];
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
  /** What is not as it was before, for FAILED_DIRTY. */
  readonly notRestored: readonly { readonly name: string; readonly reason: string }[];
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

/** Environment addons that stay hold data and were left on purpose: they do not make the end dirty. */
function listNotRestored(ending: Ending): readonly { name: string; reason: string }[] {
  const restored = new Map(ending.restoreSteps.map((step) => [`${step.kind}/${step.name}`, step]));
  const kept = new Set(ending.left.map((one) => one.name));
  const stacks = ending.steps.flatMap((step) => {
    if (!hasChanged(step.result)) return [];
    const back = restored.get(`${step.kind}/${step.name}`);
    if (back)
      return isDone(back.result) ? [] : [{ name: step.name, reason: describeNotRestored(back) }];
    if (step.kind === 'environment-addon' && kept.has(step.name)) return [];
    const reason =
      ending.left.find((one) => one.name === step.name)?.reason ?? 'left as the release made it';
    return [{ name: step.name, reason }];
  });
  return [
    ...stacks,
    ...ending.deviations.map((line) => ({ name: line.split(':')[0] ?? '', reason: line })),
  ];
}

function describeNotRestored(step: EndedStep): string {
  const words = 'reason' in step.result ? step.result.reason : undefined;
  return `stack ${step.stackName} could not be restored (${step.result.kind})${words ? `: ${words}` : ''}`;
}

function findRootCauseOf(ending: Ending): Conclusion['rootCause'] {
  if (ending.refused)
    return { reason: ending.refused, nextStep: 'change what the reason names, and deploy again' };
  if (ending.because) {
    return {
      class: 'release',
      reason: ending.because,
      nextStep: 'look at what the reason names, in the release that went back',
    };
  }
  const failed = ending.steps.find(
    (step) => !isDone(step.result) && step.result.kind !== 'skipped',
  );
  if (failed?.rootCause) return { ...failed.rootCause, step: failed.name };
  if (failed) return { step: failed.name, ...describeFailedStep(failed) };
  const [breach] = ending.breaches;
  if (breach) {
    return {
      step: breach.workload,
      class: 'release',
      reason: `alarm ${breach.name} fired: ${breach.reason}`,
      nextStep: `look at what ${breach.name} measures for ${breach.workload} in this release`,
    };
  }
  const [deviation] = ending.releaseDeviations;
  if (deviation)
    return {
      class: 'external-change',
      reason: deviation,
      nextStep: 'find out who else changed the stack, and deploy again',
    };
  if (ending.trouble)
    return {
      reason: ending.trouble,
      nextStep: 'look at the execution in the Step Functions console, and deploy again',
    };
  return null;
}

function describeFailedStep(step: EndedStep): {
  readonly reason: string;
  readonly nextStep: string;
} {
  const reason =
    ('reason' in step.result ? step.result.reason : null) ??
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
