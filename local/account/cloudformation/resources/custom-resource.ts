import type { ElbStore } from '../../elb/elb-store.js';
import { findStack, type Properties, type StackStore } from '../stack-records.js';
import { createResourceProvider } from './generic-resource.js';
import type { ResourceProvider } from './provider.js';

/** Rules for `/` count down from the highest priority that there is, in a range of their own. */
const HIGHEST = 50_000;
const LOWEST_OF_ROOT = 48_000;

/**
 * Custom resources succeed without running any code. What those of Copilot that Autoland retires found out, they find out
 * here too; all other attributes are made up when asked for.
 */
export function createCustomResourceProvider(
  stacks: StackStore,
  rules: ElbStore,
): ResourceProvider {
  return createResourceProvider({
    attributes: ({ type, properties }) => {
      switch (type) {
        case 'Custom::EnvControllerFunction':
          return listOutputs(stacks, properties);
        case 'Custom::RulePriorityFunction':
          return choosePriorities(rules, properties);
        case 'Custom::DynamicDesiredCountFunction':
          return { DesiredCount: properties.DefaultDesiredCount ?? '1' };
        default:
          return {};
      }
    },
  });
}

/** EnvController gives the outputs of the environment stack. */
function listOutputs(stacks: StackStore, { EnvStack: name }: Properties): Properties {
  const environment = typeof name === 'string' ? findStack(stacks, name) : undefined;
  return Object.fromEntries((environment?.outputs ?? []).map(({ key, value }) => [key, value]));
}

/** `Priority`, `Priority1`, …: for each path the next number that no rule of the listener has. */
function choosePriorities(rules: ElbStore, { RulePath, ListenerArn }: Properties): Properties {
  const inUse = [...rules.values()]
    .filter(({ kind, properties }) => kind === 'rule' && properties.ListenerArn === ListenerArn)
    .map(({ properties }) => Number(properties.Priority));
  let root = Math.min(HIGHEST + 1, ...inUse.filter((priority) => priority >= LOWEST_OF_ROOT));
  let other = Math.max(0, ...inUse.filter((priority) => priority < LOWEST_OF_ROOT));
  const chosen = [RulePath].flat().map((path, index) => {
    if (path === '/') root -= 1;
    else other += 1;
    return [`Priority${index || ''}`, String(path === '/' ? root : other)] as const;
  });
  return Object.fromEntries(chosen);
}
