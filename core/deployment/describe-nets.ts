import type { BaselineAlarm } from '../alarms/alarm-states.js';
import { isStoppedByAlarm } from '../stack/is-stopped-by-alarm.js';
import type { AlarmWatch } from './watched-alarms.js';

const NETS = ['ecs', 'cloudformation', 'autoland'] as const;

/** What takes a bad release back: ECS its tasks, CloudFormation a stack, Autoland the whole release. */
export type NetName = (typeof NETS)[number];

/** A time in which a net was up. Milliseconds since the epoch. */
export type NetSpan = {
  /** The workload that was deployed, `in flight`, `bake`, or `after success`. */
  readonly of: string;
  readonly from: number;
  /** Null: it goes on. */
  readonly to: number | null;
  readonly alarms: readonly string[];
};

export type NetReport = {
  readonly net: NetName;
  /** In which it was up, all spans together; where they overlap they count once. To a tenth. */
  readonly minutes: number;
  readonly spans: readonly NetSpan[];
  /** Alarms that it watched, each as it stood before the first change. */
  readonly alarms: readonly {
    readonly name: string;
    readonly baseline: BaselineAlarm['state'];
  }[];
  /** What it caught, in words; null: nothing. */
  readonly caught: string | null;
};

type Times = { readonly from: number; readonly to: number };

/** What is known of the deployment of one workload. */
export type GuardedStep = {
  readonly workload: string;
  /** When it was done, and had changed; null where it was not, or had not. */
  readonly doneAt: number | null;
  /** When its stack changed, and the ECS service in it; null where neither did. */
  readonly times: (Times & { readonly backFrom?: number; readonly service: Times | null }) | null;
  /** Alarms of the workload that existed when its change began. */
  readonly alarms: readonly {
    readonly name: string;
    readonly state: string;
    /** The service's own; ECS is not told of the environment's. */
    readonly inEcs: boolean;
  }[];
  /** Those of them that CloudFormation was given. */
  readonly triggers: readonly string[];
  /** Why it failed, in AWS's words; empty where it did not. */
  readonly failure: { readonly resourceType: string; readonly reason: string };
  /** Alarms that ECS named when it gave up. */
  readonly firedInEcs: readonly string[];
};

/** The watch after success. */
export type SuccessWatch = {
  readonly startedAt: number;
  readonly watches: readonly AlarmWatch[];
  /** When something ended it before its time: a rollback, or a newer release. */
  readonly endedAt: number | null;
  /** Why an alarm took the release back; null where none did. */
  readonly caught: string | null;
};

export type GuardedDeployment = {
  readonly baseline: readonly BaselineAlarm[];
  readonly steps: readonly GuardedStep[];
  /** Alarms that fired while workloads were done and others were not yet. */
  readonly breached: {
    readonly at: number;
    readonly breaches: readonly { readonly name: string }[];
  } | null;
  readonly bake: {
    readonly startedAt: number;
    readonly endedAt?: number;
    readonly alarms: readonly string[];
    readonly breaches?: readonly { readonly name: string }[];
  } | null;
  /** When the last workload ended; null while one has not. */
  readonly stacksEndedAt: number | null;
  readonly watch: SuccessWatch | null;
  /** When the deployment got its verdict: whatever broke off without a word has ended by then. Null before. */
  readonly finishedAt: number | null;
  readonly now: number;
};

/** The three nets, in the order in which a release meets them, with what each guarded and caught. */
export function describeNets(seen: GuardedDeployment): readonly NetReport[] {
  return [
    reportNet('ecs', seen.steps.flatMap(ecsSpan), seen, seen.steps.map(caughtByEcs).find(Boolean)),
    reportNet(
      'cloudformation',
      seen.steps.flatMap(triggerSpan),
      seen,
      seen.steps.map(caughtByTrigger).find(Boolean),
    ),
    reportNet('autoland', ownSpans(seen), seen, caughtByAutoland(seen)),
  ];
}

/**
 * The circuit breaker guards every service deployment; alarms do where all of them exist and none fires at its start:
 * ECS watches none otherwise (ECS developer guide, deployment-alarm-failure).
 */
function ecsSpan({ workload, times, alarms }: GuardedStep): readonly NetSpan[] {
  if (!times?.service) return [];
  const own = alarms.filter(({ inEcs }) => inEcs);
  const isHeeded = own.every(({ state }) => state !== 'ALARM');
  const { from, to } = times.service;
  return [{ of: workload, from, to, alarms: isHeeded ? own.map(({ name }) => name) : [] }];
}

function triggerSpan({ workload, times, triggers }: GuardedStep): readonly NetSpan[] {
  if (!times || triggers.length === 0) return [];
  // On the way back CloudFormation heeds none of them.
  return [{ of: workload, from: times.from, to: times.backFrom ?? times.to, alarms: triggers }];
}

function ownSpans(seen: GuardedDeployment): readonly NetSpan[] {
  const { bake, watch, finishedAt, now } = seen;
  const spans = [...inFlightSpan(seen)];
  if (bake) {
    const { startedAt: from, endedAt: to = finishedAt, alarms } = bake;
    spans.push({ of: 'bake', from, to, alarms });
  }
  if (watch) {
    const { startedAt: from, watches, endedAt } = watch;
    const longest = Math.max(...watches.map(({ minutes }) => minutes));
    const until = Math.min(from + longest * 60_000, endedAt ?? now + 1);
    const alarms = watches.map(({ name }) => name);
    spans.push({ of: 'after success', from, to: until > now ? null : until, alarms });
  }
  return spans;
}

/** From the first guarded workload that is done to the moment at which nothing is brought out any more. */
function inFlightSpan({
  steps,
  breached,
  stacksEndedAt,
  finishedAt,
  now,
}: GuardedDeployment): readonly NetSpan[] {
  const done = steps.filter(({ doneAt, alarms }) => doneAt !== null && alarms.length > 0);
  if (done.length === 0) return [];
  const from = Math.min(...done.map(({ doneAt }) => doneAt ?? now));
  const to = breached?.at ?? stacksEndedAt ?? finishedAt;
  if (from >= (to ?? now)) return [];
  const alarms = new Set(done.flatMap((step) => step.alarms.map(({ name }) => name)));
  return [{ of: 'in flight', from, to, alarms: [...alarms] }];
}

function caughtByEcs({ workload, failure, firedInEcs }: GuardedStep): string | undefined {
  if (isStoppedByAlarm(failure, firedInEcs))
    return `${workload}: ${firedInEcs.join(', ') || 'an alarm'}`;
  return /circuit breaker/i.test(failure.reason) ? `${workload}: circuit breaker` : undefined;
}

/** CloudFormation names the triggers by their ARNs; the words around them are not documented. */
function caughtByTrigger({ workload, failure, triggers }: GuardedStep): string | undefined {
  const fired = triggers.filter((name) => failure.reason.includes(`:alarm:${name}`));
  return fired.length > 0 ? `${workload}: ${fired.join(', ')}` : undefined;
}

function caughtByAutoland({ breached, bake, watch }: GuardedDeployment): string | undefined {
  const list = (breaches: readonly { readonly name: string }[]) =>
    breaches.map(({ name }) => name).join(', ');
  if (breached) return `in flight: ${list(breached.breaches)}`;
  if (bake?.breaches?.length) return `bake: ${list(bake.breaches)}`;
  return watch?.caught ? `after success: ${watch.caught}` : undefined;
}

function reportNet(
  net: NetName,
  spans: readonly NetSpan[],
  { baseline, now }: GuardedDeployment,
  caught: string | undefined,
): NetReport {
  const states = new Map(baseline.map(({ name, state }) => [name, state]));
  const names = [...new Set(spans.flatMap(({ alarms }) => alarms))].sort();
  return {
    net,
    minutes: Math.round(coveredMs(spans, now) / 6_000) / 10,
    spans,
    alarms: names.map((name) => ({ name, baseline: states.get(name) ?? 'absent' })),
    caught: caught ?? null,
  };
}

function coveredMs(spans: readonly NetSpan[], now: number): number {
  let covered = 0;
  let end = 0;
  for (const { from, to } of spans.toSorted((one, other) => one.from - other.from)) {
    const until = to ?? now;
    covered += Math.max(0, until - Math.max(from, end));
    end = Math.max(end, until);
  }
  return covered;
}
