import type { BundleStack } from '../core/release/release.js';
import { beginAlarmsAhead } from './support/alarms/begin-alarms-ahead.js';
import { listAlarms } from './support/aws/cloudwatch.js';
import { step } from './support/runtime/handler.js';
import {
  type PreparedStack,
  prepareStack,
  type RollbackAlarm,
} from './support/stacks/prepare-stack.js';
import { StepInput } from './support/steps/step-input.js';
import { writeStep } from './support/steps/steps.js';

/** CloudFormation takes at most five rollback triggers. */
const MAX_TRIGGERS = 5;

/**
 * The second net: alarms that exist already roll the whole stack back, not only its tasks. An alarm that is missing
 * would fail the operation, and one that fires already would end it at once, so neither is named.
 */
async function findRollbackAlarms(
  { deploymentId, epoch, step: name }: StepInput,
  { alarms: { created, named, environment = [] } }: BundleStack,
): Promise<readonly RollbackAlarm[]> {
  const own = [...created, ...named];
  const names = [...own, ...environment];
  if (names.length === 0) return [];
  const found = await listAlarms(names);
  const alarms = names.flatMap((wanted) => found.find((alarm) => alarm.name === wanted) ?? []);
  const triggers = alarms.filter((alarm) => alarm.state !== 'ALARM').slice(0, MAX_TRIGGERS);
  const details = {
    guards: alarms.map(({ name: alarm, state, composite }) => ({
      name: alarm,
      state,
      // Nothing says that ECS hears composite alarms (docs/rollback.md).
      inEcs: own.includes(alarm) && !composite,
    })),
    triggers: triggers.map((alarm) => alarm.name),
  };
  await writeStep(deploymentId, name, epoch, { details });
  return triggers.map(({ arn, composite }) => ({ arn, composite }));
}

/** Prepares the stack of a service or job. */
export const handler = step(
  StepInput,
  async (input): Promise<PreparedStack & { isAhead?: true }> => {
    // The alarm that took a release back may well fire again on the way: a rollback is never rolled back.
    if (input.step.startsWith('restore/')) return prepareStack(input);
    if (await beginAlarmsAhead(input)) return { ...(await prepareStack(input)), isAhead: true };
    return prepareStack(input, { rollbackAlarms: (stack) => findRollbackAlarms(input, stack) });
  },
);
