import { AutolandError } from '../../../core/errors.js';
import type { AlarmState } from '../simulated-account.js';
import { formatArn, type World } from '../world.js';

export type StoredAlarm = {
  readonly name: string;
  readonly arn: string;
  readonly isComposite: boolean;
  readonly description: string | undefined;
  /** Fields of the metric alarm or the alarm rule, as the SDK shows them. */
  readonly configuration: { readonly [field: string]: unknown };
  readonly state: AlarmState;
  readonly stateReason: string;
  readonly stateUpdatedAt: Date;
};

export type AlarmBoard = {
  readonly alarms: ReadonlyMap<string, StoredAlarm>;
  put(
    name: string,
    options: {
      readonly isComposite?: boolean;
      readonly description?: string | undefined;
      readonly configuration?: { readonly [field: string]: unknown };
      readonly state?: AlarmState;
    },
  ): StoredAlarm;
  remove(name: string): void;
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
  timestamp: alarm.stateUpdatedAt.toISOString().replace('Z', '+0000'),
});

export function createAlarmBoard(world: World): AlarmBoard {
  const alarms = new Map<string, StoredAlarm>();
  const watchers = new Set<(alarm: StoredAlarm) => void>();
  const now = (): Date => new Date(world.clock.now());

  const put: AlarmBoard['put'] = (name, options) => {
    const existing = alarms.get(name);
    const state = options.state ?? existing?.state ?? 'OK';
    const alarm: StoredAlarm = {
      name,
      arn: formatArn(world, 'cloudwatch', `alarm:${name}`),
      isComposite: options.isComposite ?? false,
      description: options.description,
      configuration: options.configuration ?? {},
      state,
      stateReason: existing?.stateReason ?? REASONS[state],
      stateUpdatedAt: existing?.stateUpdatedAt ?? now(),
    };
    alarms.set(name, alarm);
    return alarm;
  };

  const set: AlarmBoard['set'] = (name, state, reason) => {
    const before = alarms.get(name);
    if (!before) {
      const known = [...alarms.keys()].sort().join(', ') || 'none';
      throw new AutolandError(
        'NotFound',
        `no alarm "${name}" in the simulated account; there are: ${known}`,
      );
    }
    if (before.state === state) return;
    const after = {
      ...before,
      state,
      stateReason: reason ?? REASONS[state],
      stateUpdatedAt: now(),
    };
    alarms.set(name, after);
    for (const watcher of [...watchers]) watcher(after);
    world.send({
      source: 'aws.cloudwatch',
      detailType: 'CloudWatch Alarm State Change',
      resources: [after.arn],
      detail: {
        alarmName: name,
        state: describeState(after),
        previousState: describeState(before),
        configuration: { ...(after.description ? { description: after.description } : {}) },
      },
    });
  };

  return {
    alarms,
    put,
    set,
    remove: (name) => void alarms.delete(name),
    watch: (listener) => {
      watchers.add(listener);
      return () => void watchers.delete(listener);
    },
  };
}
