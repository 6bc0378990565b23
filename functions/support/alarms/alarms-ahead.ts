import { AutolandError } from '../../../core/errors.js';
import { isDone, type StepResult } from '../../../core/rollback/step-result.js';
import { detail } from '../deployments/deployments.js';
import { note } from '../deployments/timeline.js';
import type { Step } from '../ledger/steps.js';
import type { StepInput } from '../steps/step-input.js';
import { writeStep } from '../steps/steps.js';

/** The detail of a step that makes the alarms of its stack before it brings the service out, as far as it has come. */
const TOPIC = 'alarmsAhead';

type Progress = { readonly made: false } | { readonly made: true; readonly by: StepResult['kind'] };

/** Undefined: the step does without, or has not been begun. */
export const findAlarmsAhead = (step: Step): Progress | undefined => detail<Progress>(step, TOPIC);

/** The change that the step makes now is that of its alarms. */
export const isMakingAlarms = (step: Step): boolean => findAlarmsAhead(step)?.made === false;

export const writeAlarmsAhead = (input: StepInput, progress: Progress): Promise<Step> =>
  writeStep(input.deploymentId, input.step, input.epoch, { details: { [TOPIC]: progress } });

/** The alarms are there: the state machine goes round once more, for the service. Safe to repeat. */
export async function goOnToService(
  input: StepInput,
  stackName: string,
  result: StepResult,
): Promise<never> {
  await writeAlarmsAhead(input, { made: true, by: result.kind });
  const message = `the alarms of stack ${stackName} are there; brings its service out under them`;
  await note(input.deploymentId, { kind: 'alarms-made', step: input.step, message });
  throw new AutolandError('AlarmsMade', `${input.step}: ${message}`);
}

/** How the step ended, both its changes taken together. */
export function addAlarmsAhead(step: Step, result: StepResult): StepResult {
  const progress = findAlarmsAhead(step);
  if (!progress?.made || progress.by === 'unchanged') return result;
  if (isDone(result)) return progress.by === 'created' ? { kind: 'created' } : { kind: 'updated' };
  return { ...result, alarmsStay: true };
}
