import type { BundleStack } from '../core/release/release.js';
import { listAlarms } from './support/cloudwatch.js';
import { step } from './support/handler.js';
import { prepareStack, type RollbackAlarm } from './support/prepare-stack.js';
import { StepInput } from './support/step-input.js';

/** CloudFormation takes at most five rollback triggers. */
const MAX_TRIGGERS = 5;

/**
 * The second net: alarms that exist already roll the whole stack back, not only its tasks. An alarm that is missing
 * would fail the operation, and one that fires already would end it at once, so neither is named.
 */
async function findRollbackAlarms(stack: BundleStack): Promise<readonly RollbackAlarm[]> {
  const names = [...stack.alarms.created, ...stack.alarms.named];
  if (names.length === 0) return [];
  const alarms = await listAlarms(names);
  return alarms
    .filter((alarm) => alarm.state !== 'ALARM')
    .slice(0, MAX_TRIGGERS)
    .map(({ arn, composite }) => ({ arn, composite }));
}

/** Prepares the stack of a service or job. */
export const handler = step(StepInput, (input) =>
  prepareStack(input, { rollbackAlarms: findRollbackAlarms }),
);
