import { chooseTriggers, listAlarmNames } from '../core/alarms/choose-triggers.js';
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

/** Alarms that CloudFormation is to heed, and what guards the change, written down for the report of the nets. */
async function findRollbackAlarms(
  { deploymentId, epoch, step: name }: StepInput,
  { alarms }: BundleStack,
): Promise<readonly RollbackAlarm[]> {
  const names = listAlarmNames(alarms);
  if (names.length === 0) return [];
  const { guards, triggers } = chooseTriggers(alarms, await listAlarms(names));
  const details = { guards, triggers: triggers.map((alarm) => alarm.name) };
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
