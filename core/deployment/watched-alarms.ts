import type { WatchedAlarm } from '../alarms/alarm-states.js';
import type { ReleaseBundle } from '../release/release.js';

/** Every alarm that guards a workload of the release, each once, sorted by name. */
export function listWatchedAlarms(bundle: Pick<ReleaseBundle, 'stacks'>): readonly WatchedAlarm[] {
  const found = new Map<string, WatchedAlarm>();
  for (const stack of bundle.stacks) {
    for (const name of stack.alarms.created)
      found.set(name, { name, workload: stack.name, created: true });
    for (const name of stack.alarms.named) {
      if (!found.has(name)) found.set(name, { name, workload: stack.name, created: false });
    }
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
