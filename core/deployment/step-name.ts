import type { AlarmsAhead } from '../alarms/alarms-ahead.js';
import type { BundleStack, StackKind } from '../release/release.js';

/** Which way a step goes: bringing the release in, restoring the one before, or deleting. */
export type Phase = 'deploy' | 'restore' | 'delete';

/** A stack of a release, or one of the application itself, which is in no release. */
export type TargetKind = StackKind | 'application';

/** What one step is about. Stored with the step, so that state machines carry its name only. */
export type StepTarget = {
  readonly phase: Phase;
  readonly kind: TargetKind;
  /** Name in the workspace. */
  readonly name: string;
  readonly stackName: string;
  /** Bundle that says how the stack is to be; null where it is to be deleted. */
  readonly bundleKey: string | null;
  /** ECS may hold a deployment of its service until somebody answers: by what it is now, or by what it is to be. */
  readonly pauses?: true;
  /** A change that makes the alarms of the stack before its service is brought out (core/alarms/alarms-ahead.ts). */
  readonly alarmsAhead?: AlarmsAheadTarget;
};

/** As `AlarmsAhead`, its template in the artifact bucket. */
export type AlarmsAheadTarget = Pick<AlarmsAhead, 'over' | 'parameters'> &
  Pick<BundleStack, 'templateHash' | 'templateKey'>;

/** What a state machine gets per step. */
export type StepItem = { readonly step: string; readonly operation: TargetKind | 'delete' };

/** Unique in a deployment: an environment may share its name with a workload, so the kind is part of it. */
export function stepName(phase: Phase, kind: TargetKind, name: string): string {
  return `${phase}/${kind}/${name}`;
}

/** `deploy/workload/api` -> `deployment of api`; of an environment or an application the kind is said too. */
export function describeStep(step: string): string {
  const [phase = '', kind = '', ...name] = step.split('/');
  const what = NAMED_WITH_KIND.has(kind) ? `${kind} ${name.join('/')}` : name.join('/');
  return `${WORK[phase as Phase]} of ${what}`;
}

const WORK: { readonly [phase in Phase]: string } = {
  deploy: 'deployment',
  restore: 'restoration',
  delete: 'deletion',
};

const NAMED_WITH_KIND: ReadonlySet<string> = new Set(['environment', 'application']);

export function toStepItem(target: StepTarget): StepItem {
  return {
    step: stepName(target.phase, target.kind, target.name),
    operation: target.bundleKey === null ? 'delete' : target.kind,
  };
}
