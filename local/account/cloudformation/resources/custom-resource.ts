import { findStack, type StackStore } from '../stack-records.js';
import { createResourceProvider } from './generic-resource.js';
import type { ResourceProvider } from './provider.js';

/**
 * Custom resources succeed without running any code. Copilot's EnvControllerAction gives the outputs of the
 * environment stack that its property `EnvStack` names; all other attributes are made up when asked for.
 */
export function createCustomResourceProvider(stacks: StackStore): ResourceProvider {
  return createResourceProvider({
    attributes: ({ properties }) => {
      const name = properties.EnvStack;
      const environment = typeof name === 'string' ? findStack(stacks, name) : undefined;
      return Object.fromEntries((environment?.outputs ?? []).map(({ key, value }) => [key, value]));
    },
  });
}
