import { step } from './support/runtime/handler.js';
import { prepareStack } from './support/stacks/prepare-stack.js';
import { StepInput } from './support/steps/step-input.js';

/** Prepares the environment stack. Its feature parameters keep what other workloads already use: render has merged them. */
export const handler = step(StepInput, (input) => prepareStack(input));
