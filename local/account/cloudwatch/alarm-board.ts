import { AutolandError } from '../../../core/errors.js';
import { ServiceError } from '../service-error.js';
import type { AlarmState } from '../simulated-account.js';
import { formatArn, type World } from '../world.js';
import { type AlarmRule, parseAlarmRule } from './alarm-rule.js';

export type StoredAlarm = {
  readonly name: string;
  readonly arn: string;
  /** Of a composite alarm. */
  readonly rule: AlarmRule | undefined;
  readonly description: string | undefined;
  /** Fields of the metric alarm or the alarm rule, as the SDK shows them. */
  readonly configuration: { readonly [field: string]: unknown };
  readonly state: AlarmState;
  readonly stateReason: string;
  /** JSON; of a composite alarm: whose change decided. */
  readonly stateReasonData?: string | undefined;
  /** When the state became another one. */
  readonly stateTransitionedAt: Date;
  /** When the state was found out last, be it the same. */
  readonly stateUpdatedAt: Date;
};

export type AlarmBoard = {
  readonly alarms: ReadonlyMap<string, StoredAlarm>;
  /** An alarm whose configuration has an `AlarmRule` is a composite one: its state follows from the rule. */
  put(
    name: string,
    options: {
      readonly description?: string | undefined;
      readonly configuration?: { readonly [field: string]: unknown };
      readonly state?: AlarmState;
    },
  ): StoredAlarm;
  remove(name: string): void;
  /** Composite alarms whose rule looks at this one. */
  parentsOf(name: string): readonly StoredAlarm[];
  set(name: string, state: AlarmState, reason?: string): void;
  /** Sees each change of state; the returned function stops that. */
  watch(listener: (alarm: StoredAlarm) => void): () => void;
};

const REASONS: { readonly [state in AlarmState]: string } = {
  OK: 'Threshold Crossed: no datapoints were at or above the threshold.',
  ALARM: 'Threshold Crossed: 2 out of the last 3 datapoints were at or above the threshold.',
  INSUFFICIENT_DATA: 'Insufficient Data: 3 datapoints were unknown.',
};

const describeState = (alarm: StoredAlarm) => ({
  value: alarm.state,
  reason: alarm.stateReason,
  ...(alarm.stateReasonData === undefined ? {} : { reasonData: alarm.stateReasonData }),
  timestamp: alarm.stateTransitionedAt.toISOString().replace('Z', '+0000'),
});

/** `Friday 22 July, 2022 15:57:45 UTC` */
function formatDay(date: Date): string {
  const part = (options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat('en-US', { ...options, timeZone: 'UTC' }).format(date);
  const [weekday, month] = [part({ weekday: 'long' }), part({ month: 'long' })];
  const time = date.toISOString().slice(11, 19);
  return `${weekday} ${date.getUTCDate()} ${month}, ${date.getUTCFullYear()} ${time} UTC`;
}

export function createAlarmBoard(world: World): AlarmBoard {
  const alarms = new Map<string, StoredAlarm>();
  const watchers = new Set<(alarm: StoredAlarm) => void>();
  const now = (): Date => new Date(world.clock.now());
  const stateOf = (name: string): AlarmState | undefined => alarms.get(name)?.state;
  const parentsOf: AlarmBoard['parentsOf'] = (name) =>
    [...alarms.values()].filter(({ rule }) => rule?.names.includes(name));

  const put: AlarmBoard['put'] = (name, { description, configuration = {}, state }) => {
    const existing = alarms.get(name);
    const metric: StoredAlarm = {
      name,
      arn: formatArn(world, 'cloudwatch', `alarm:${name}`),
      rule: readRule(configuration),
      description,
      configuration,
      state: state ?? existing?.state ?? 'OK',
      stateReason: existing?.stateReason ?? REASONS[state ?? 'OK'],
      stateTransitionedAt: existing?.stateTransitionedAt ?? now(),
      stateUpdatedAt: existing?.stateUpdatedAt ?? now(),
    };
    const alarm = evaluate(metric, existing ? 'updated' : 'created');
    if (existing && existing.state !== alarm.state) tell(existing, alarm);
    else alarms.set(name, alarm);
    return alarm;
  };

  function readRule({ AlarmRule }: StoredAlarm['configuration']): AlarmRule | undefined {
    if (typeof AlarmRule !== 'string') return undefined;
    const rule = parseAlarmRule(AlarmRule);
    const missing = rule.names.filter((name) => !alarms.has(name));
    if (missing.length === 0) return rule;
    throw new ServiceError(
      'ValidationError',
      `Could not save the composite alarm as alarms [${missing.join(', ')}] in the alarm rule do not exist`,
    );
  }

  /** A composite alarm is evaluated at once when it is made, or its rule changes. */
  function evaluate(alarm: StoredAlarm, how: 'created' | 'updated'): StoredAlarm {
    const { arn, rule } = alarm;
    if (!rule) return alarm;
    const state = rule.isMet(stateOf) ? 'ALARM' : 'OK';
    const stateReason = `${arn} was ${how} and its alarm rule evaluates to ${state}`;
    const stateTransitionedAt = state === alarm.state ? alarm.stateTransitionedAt : now();
    return { ...alarm, state, stateReason, stateTransitionedAt, stateUpdatedAt: now() };
  }

  const set: AlarmBoard['set'] = (name, state, reason) => {
    const before = alarms.get(name);
    if (!before) {
      const known = [...alarms.keys()].sort().join(', ') || 'none';
      throw new AutolandError(
        'NotFound',
        `no alarm "${name}" in the simulated account; there are: ${known}`,
      );
    }
    if (before.state === state) {
      alarms.set(name, { ...before, stateUpdatedAt: now() });
      return;
    }
    tell(before, {
      ...before,
      state,
      stateReason: reason ?? REASONS[state],
      stateReasonData: undefined,
      stateTransitionedAt: now(),
      stateUpdatedAt: now(),
    });
  };

  /** `heard`: alarms whose change led here; a composite alarm in a cycle is not evaluated again. */
  function tell(before: StoredAlarm, after: StoredAlarm, heard: readonly string[] = []): void {
    const { name, arn, description, rule, configuration } = after;
    alarms.set(name, after);
    for (const watcher of [...watchers]) watcher(after);
    world.send({
      source: 'aws.cloudwatch',
      detailType: 'CloudWatch Alarm State Change',
      resources: [arn],
      detail: {
        alarmName: name,
        state: describeState(after),
        previousState: describeState(before),
        configuration: {
          ...(description ? { description } : {}),
          ...(rule ? { alarmRule: configuration.AlarmRule } : {}),
        },
      },
    });
    for (const parent of parentsOf(name))
      if (!heard.includes(parent.name)) follow(parent, after, [...heard, name]);
  }

  function follow(parent: StoredAlarm, child: StoredAlarm, heard: readonly string[]): void {
    const state = parent.rule?.isMet(stateOf) ? 'ALARM' : 'OK';
    if (parent.state === state) {
      alarms.set(parent.name, { ...parent, stateUpdatedAt: now() });
      return;
    }
    const { arn, stateTransitionedAt } = child;
    const { timestamp } = describeState(child);
    tell(
      parent,
      {
        ...parent,
        state,
        stateReason: `${arn} transitioned to ${child.state} at ${formatDay(stateTransitionedAt)}`,
        stateReasonData: JSON.stringify({
          triggeringAlarms: [{ arn, state: { value: child.state, timestamp } }],
        }),
        stateTransitionedAt: now(),
        stateUpdatedAt: now(),
      },
      heard,
    );
  }

  return {
    alarms,
    put,
    set,
    remove: (name) => void alarms.delete(name),
    parentsOf,
    watch: (listener) => {
      watchers.add(listener);
      return () => void watchers.delete(listener);
    },
  };
}
