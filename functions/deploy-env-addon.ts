import { step } from './support/runtime/handler.js';
import { prepareStack } from './support/stacks/prepare-stack.js';
import { StepInput } from './support/steps/step-input.js';

/** Prepares the own stack of an environment addon: `<app>-<env>-<name>`, so that its exports have fixed names. */
export const handler = step(StepInput, (input) => prepareStack(input));
