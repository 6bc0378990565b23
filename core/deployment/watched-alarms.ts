import type { WatchedAlarm } from '../alarms/alarm-states.js';
import type { GuardAlarms, ReleaseBundle } from '../release/release.js';

/** Every alarm that guards a workload of the release, each once, sorted by name. */
export function listWatchedAlarms(
  bundle: Pick<ReleaseBundle, 'stacks' | 'environment'>,
): readonly WatchedAlarm[] {
  const found = new Map<string, WatchedAlarm>();
  for (const stack of bundle.stacks) {
    for (const name of stack.alarms.created)
      found.set(name, { name, workload: stack.name, created: true });
    for (const name of stack.alarms.named) {
      if (!found.has(name)) found.set(name, { name, workload: stack.name, created: false });
    }
    for (const name of stack.alarms.environment ?? [])
      found.set(name, {
        name,
        workload: bundle.environment,
        created: found.get(name)?.created ?? false,
        isShared: true,
      });
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Workloads that these alarms guard, sorted: what speaks when they fire. */
export function listAccused(
  bundle: Pick<ReleaseBundle, 'stacks'>,
  names: readonly string[],
): readonly string[] {
  return bundle.stacks
    .filter(({ alarms }) => names.some((name) => guards(alarms).includes(name)))
    .map((stack) => stack.name)
    .sort();
}

const guards = ({ created, named, environment = [] }: GuardAlarms): readonly string[] => [
  ...created,
  ...named,
  ...environment,
];

export type AlarmWatch = Pick<WatchedAlarm, 'name' | 'workload' | 'isShared'> & {
  /** How long after success the alarm still brings the release back. */
  readonly minutes: number;
};

/**
 * How long each alarm is heeded after success: as long as its workload's manifest says (`deployment.rollback_window`),
 * else as the request says; of an alarm that guards several workloads the longest counts. A request for none gets none.
 */
export function planWatch(
  bundle: Pick<ReleaseBundle, 'stacks' | 'environment'>,
  requestedMinutes: number,
): readonly AlarmWatch[] {
  if (requestedMinutes === 0) return [];
  return listWatchedAlarms(bundle)
    .map(({ name, workload, isShared }) => {
      const windows = bundle.stacks
        .filter(({ alarms }) => guards(alarms).includes(name))
        .map(({ alarms }) => alarms.watchMinutes ?? requestedMinutes);
      const minutes = Math.max(...windows);
      return { name, workload, minutes, ...(isShared ? { isShared } : {}) };
    })
    .filter(({ minutes }) => minutes > 0);
}

/** `watched for 60 minutes more: a, b; for 5 minutes more: c`, the longest first. */
export function describeWatch(watches: readonly AlarmWatch[]): string {
  const lengths = [...new Set(watches.map(({ minutes }) => minutes))].sort((a, b) => b - a);
  const parts = lengths.map((length) => {
    const names = watches.filter(({ minutes }) => minutes === length).map(({ name }) => name);
    return `for ${length} ${length === 1 ? 'minute' : 'minutes'} more: ${names.join(', ')}`;
  });
  return `watched ${parts.join('; ')}`;
}
