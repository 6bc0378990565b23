import { parseGoDuration } from '../manifest/resolve/go-duration.js';
import type { Environment } from '../manifest/schema/environment.js';
import type { GuardAlarms } from '../release/release.js';

/** A workload's alarms, and those of its environment that are not among them; its own window counts before the environment's. */
export function withEnvironmentAlarms(
  alarms: GuardAlarms,
  environment: Environment | undefined,
): GuardAlarms {
  const { rollback_alarms: shared = [], rollback_window: window } = environment?.deployment ?? {};
  const further = shared.filter((name) => ![...alarms.created, ...alarms.named].includes(name));
  return {
    ...(window === undefined ? {} : { watchMinutes: parseGoDuration(window) / 60 }),
    ...alarms,
    ...(further.length > 0 ? { environment: further } : {}),
  };
}
