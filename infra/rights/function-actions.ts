import type { FunctionName } from '../../functions/support/runtime/triggers.js';
import type { Action } from './action-rights.js';
import { API_ACTIONS } from './api-actions.js';
import { DELETION_ACTIONS } from './deletion-actions.js';
import { EVENT_ACTIONS } from './event-actions.js';
import { RELEASE_ACTIONS } from './release-actions.js';
import { STACK_ACTIONS } from './stack-actions.js';

export type FunctionActions = { readonly [name in FunctionName]: readonly Action[] };

const CALLS: FunctionActions = {
  ...API_ACTIONS,
  ...STACK_ACTIONS,
  ...RELEASE_ACTIONS,
  ...DELETION_ACTIONS,
  ...EVENT_ACTIONS,
};

/** Services that are asked where the environment is: elsewhere as the role there. */
const PLACED = /^(acm|apprunner|cloudformation|cloudwatch|ec2|ecs|elasticloadbalancing):/;

const withRoles = (actions: readonly Action[]): readonly Action[] =>
  actions.some((action) => PLACED.test(action)) ? [...actions, 'sts:AssumeRole'] : actions;

/**
 * What each function may do: what its code calls, and nothing else. A test reads the calls out of the bundles and holds
 * the two together.
 */
export const FUNCTION_ACTIONS = Object.fromEntries(
  Object.entries(CALLS).map(([name, actions]) => [name, withRoles(actions)]),
) as FunctionActions;
