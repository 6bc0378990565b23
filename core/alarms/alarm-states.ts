/** An alarm as CloudWatch describes it. */
export type AlarmView = {
  readonly name: string;
  readonly arn: string;
  readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
  readonly reason: string;
  /** Milliseconds since the epoch of the last change of state. */
  readonly changedAt: number;
  readonly composite: boolean;
};

/** What is done with an alarm that fires before the first change. */
export const ALARM_POLICIES = ['refuse', 'proceed-unprotected', 'rearm-when-ok'] as const;
export type AlarmPolicy = (typeof ALARM_POLICIES)[number];

/** An alarm that loses its data, or is deleted, during the bake: said and let pass, or taken as a breach. */
export const MISSING_POLICIES = ['ignore', 'breaching'] as const;
export type MissingPolicy = (typeof MISSING_POLICIES)[number];

/** How one alarm stood before the first change. `absent`: no such alarm, told and never silently ignored. */
export type BaselineAlarm = {
  readonly name: string;
  readonly workload: string;
  readonly state: AlarmView['state'] | 'absent';
  readonly reason: string;
};

/** The states before the first change, and what follows from them. */
export type Baseline = {
  readonly takenAt: number;
  readonly alarms: readonly BaselineAlarm[];
  readonly decision:
    | { readonly kind: 'proceed' }
    | { readonly kind: 'refuse'; readonly reason: string };
  /** One line for people per alarm that does not protect from the start. */
  readonly notes: readonly string[];
};

/** An alarm name with the workload that it guards. */
export type WatchedAlarm = {
  readonly name: string;
  readonly workload: string;
  /** Made by the release itself: absent before a first deployment, and that is no fault. */
  readonly created: boolean;
  /** Guards every workload of the environment, which `workload` then names. */
  readonly isShared?: boolean;
};

/** Snapshots the watched alarms before the first change (design: "Before the first change the alarm states are snapshot"). */
export function takeBaseline(
  watched: readonly WatchedAlarm[],
  existing: readonly AlarmView[],
  policy: AlarmPolicy,
  takenAt: number,
): Baseline {
  const byName = new Map(existing.map((alarm) => [alarm.name, alarm]));
  const alarms = watched.map(({ name, workload }): BaselineAlarm => {
    const alarm = byName.get(name);
    return { name, workload, state: alarm?.state ?? 'absent', reason: alarm?.reason ?? '' };
  });
  const firing = alarms.filter((alarm) => alarm.state === 'ALARM');
  const refused = policy === 'refuse' && firing.length > 0;
  return {
    takenAt,
    alarms,
    decision: refused
      ? {
          kind: 'refuse',
          reason: `${describeFiring(firing)} before the first change, and the policy is "refuse"`,
        }
      : { kind: 'proceed' },
    notes: alarms.flatMap((alarm, index) =>
      baselineNote(alarm, policy, watched[index]?.created === true),
    ),
  };
}

function describeFiring(firing: readonly BaselineAlarm[]): string {
  const names = firing.map((alarm) => alarm.name).join(', ');
  return firing.length === 1 ? `alarm ${names} already fires` : `alarms ${names} already fire`;
}

function baselineNote(
  alarm: BaselineAlarm,
  policy: AlarmPolicy,
  created: boolean,
): readonly string[] {
  switch (alarm.state) {
    case 'OK':
      return [];
    case 'ALARM':
      return policy === 'proceed-unprotected'
        ? [
            `alarm ${alarm.name} already fires and does not protect ${alarm.workload} in this deployment`,
          ]
        : [
            `alarm ${alarm.name} already fires; it protects ${alarm.workload} again once it has been OK`,
          ];
    case 'INSUFFICIENT_DATA':
      return [
        `alarm ${alarm.name} has no data; it protects ${alarm.workload} from its first data on`,
      ];
    case 'absent':
      return created
        ? [
            `alarm ${alarm.name} is made by this release; it protects ${alarm.workload} from then on`,
          ]
        : [`alarm ${alarm.name} of ${alarm.workload} does not exist: it protects nothing`];
  }
}

export type Breach = {
  readonly name: string;
  readonly workload: string;
  readonly state: BaselineAlarm['state'];
  readonly reason: string;
  /** Milliseconds since the epoch of its last change of state; of one that is gone, the time of the baseline. */
  readonly since: number;
};

export type WatchPolicy = { readonly firing: AlarmPolicy; readonly missing: MissingPolicy };

/**
 * The alarms that speak against the release now. An alarm that fired already at the baseline counts only when its
 * state has changed since (it was OK in between: `changedAt` is later than the snapshot), and never under
 * `proceed-unprotected`.
 */
export function findBreaches(
  watched: readonly WatchedAlarm[],
  now: readonly AlarmView[],
  baseline: Pick<Baseline, 'takenAt' | 'alarms'>,
  policy: WatchPolicy,
): readonly Breach[] {
  const byName = new Map(now.map((alarm) => [alarm.name, alarm]));
  const before = new Map(baseline.alarms.map((alarm) => [alarm.name, alarm.state]));
  return watched.flatMap(({ name, workload }): readonly Breach[] => {
    const alarm = byName.get(name);
    if (!alarm) {
      if (policy.missing !== 'breaching' || before.get(name) !== 'OK') return [];
      return [{ name, workload, state: 'absent', reason: GONE, since: baseline.takenAt }];
    }
    if (!speaksAgainst(alarm, before.get(name), baseline.takenAt, policy)) return [];
    const { state, reason, changedAt: since } = alarm;
    return [{ name, workload, state, reason, since }];
  });
}

const GONE = 'it was deleted since the deployment began';

/** One line for people per alarm that could not have spoken at the end of a bake: gone, or without data. */
export function describeSilence(
  watched: readonly WatchedAlarm[],
  now: readonly AlarmView[],
  baseline: Pick<Baseline, 'alarms'>,
): readonly string[] {
  const byName = new Map(now.map((alarm) => [alarm.name, alarm]));
  const before = new Map(baseline.alarms.map((alarm) => [alarm.name, alarm.state]));
  return watched.flatMap(({ name, workload, created }) => {
    const state = byName.get(name)?.state;
    if (state === 'INSUFFICIENT_DATA')
      return [`alarm ${name} of ${workload} has no data: it has said nothing of this release`];
    // One that never was is told with the baseline.
    const isGone = state === undefined && (created || before.get(name) !== 'absent');
    return isGone ? [`alarm ${name} of ${workload} is gone: it protects nothing any more`] : [];
  });
}

function speaksAgainst(
  alarm: AlarmView,
  before: BaselineAlarm['state'] | undefined,
  takenAt: number,
  policy: WatchPolicy,
): boolean {
  if (alarm.state === 'INSUFFICIENT_DATA') return policy.missing === 'breaching' && before === 'OK';
  if (alarm.state !== 'ALARM') return false;
  if (before !== 'ALARM') return true;
  return policy.firing === 'rearm-when-ok' && alarm.changedAt > takenAt;
}
