import * as z from 'zod';
import { step } from './support/runtime/handler.js';
import { Trouble } from './support/runtime/trouble.js';
import { recordStepEnd, recordStepTrouble } from './support/steps/record-step.js';
import { StepInput } from './support/steps/step-input.js';

const Input = z.discriminatedUnion('action', [
  StepInput.extend({
    action: z.literal('step-ended'),
    result: z.looseObject({ kind: z.string() }),
  }),
  StepInput.extend({ action: z.literal('step-trouble'), trouble: Trouble }),
]);

/** Writes down how a step ended, when what was done in it and why it failed, and starts those who waited for it. */
export const handler = step(Input, async (input) =>
  input.action === 'step-ended'
    ? recordStepEnd(input, input.result)
    : recordStepTrouble(input, input.trouble),
);
