import type { GuardAlarms } from '../release/release.js';
import type { AlarmView } from './alarm-states.js';

/** CloudFormation takes at most five rollback triggers. */
const MAX_TRIGGERS = 5;

export type Guards = {
  /** Alarms of the workload that exist before its change. */
  readonly guards: readonly (Pick<AlarmView, 'name' | 'state'> & {
    /** ECS heeds it too. */
    readonly inEcs: boolean;
  })[];
  /** Those of them that roll the whole stack back while CloudFormation changes it. */
  readonly triggers: readonly AlarmView[];
};

/** Names of all alarms of a workload, its own first: with too many of them the environment's are left out as triggers. */
export const listAlarmNames = ({ created, named, environment = [] }: GuardAlarms) => [
  ...created,
  ...named,
  ...environment,
];

/**
 * The second net: alarms that exist already roll the whole stack back, not only its tasks. An alarm that is missing
 * would fail the operation, and one that fires already would end it at once, so neither is a trigger. `found`: of the
 * names above, those that exist, in any order.
 */
export function chooseTriggers(alarms: GuardAlarms, found: readonly AlarmView[]): Guards {
  const own = new Set([...alarms.created, ...alarms.named]);
  const existing = listAlarmNames(alarms).flatMap(
    (name) => found.find((alarm) => alarm.name === name) ?? [],
  );
  return {
    guards: existing.map(({ name, state, composite }) => ({
      name,
      state,
      // Nothing says that ECS hears composite alarms (docs/rollback.md), and of the environment's it is not told.
      inEcs: own.has(name) && !composite,
    })),
    triggers: existing.filter(({ state }) => state !== 'ALARM').slice(0, MAX_TRIGGERS),
  };
}
