import { isInProgress, isShell, parseStackStatus } from '../../../core/stack/stack-status.js';
import { findStack } from '../aws/cloudformation.js';
import { assertEpoch, getStep } from '../deployments/deployments.js';
import { hasTemplate } from '../stacks/up-to-date.js';
import type { StepInput } from '../steps/step-input.js';
import { findAlarmsAhead, writeAlarmsAhead } from './alarms-ahead.js';

/**
 * True while the step is to make the alarms of its stack, before the change that brings its service out. Begun only where
 * the stack is what it was when that was planned; whoever changed it since may have made them.
 */
export async function beginAlarmsAhead(input: StepInput): Promise<boolean> {
  const { step, target } = await getStep(input.deploymentId, input.step);
  const progress = findAlarmsAhead(step);
  if (progress) return !progress.made;
  if (!target.alarmsAhead || !(await isStackAt(target.stackName, target.alarmsAhead.over)))
    return false;
  await assertEpoch(input.deploymentId, input.epoch);
  await writeAlarmsAhead(input, { made: false });
  return true;
}

async function isStackAt(stackName: string, templateHash: string | null): Promise<boolean> {
  const stack = await findStack(stackName);
  const status = stack && parseStackStatus(stack.status);
  if (status && isInProgress(status)) return false;
  if (!status || isShell(status)) return templateHash === null;
  return templateHash !== null && hasTemplate(stackName, { templateHash });
}
