import pMap from 'p-map';
import {
  assignRulePriorities,
  listIncomplete,
} from '../../../core/facts/assign-rule-priorities.js';
import type { Facts } from '../../../core/facts/facts.js';
import {
  type DeployedRules,
  findListenerArn,
  joinDeployedRules,
  type WantedRules,
} from '../../../core/facts/listener-rules.js';
import type { ReleasedRule } from '../../../core/release/release.js';
import type { ListenerProtocol } from '../../../core/template/routing/rule-priorities.js';
import { listStackResources } from '../aws/cloudformation.js';
import { listRules } from './load-balancers.js';
import { WIDTH } from './width.js';

type Priorities = NonNullable<Facts['rulePriorities']>;

export type PriorityQuestion = {
  readonly wanted: readonly WantedRules[];
  /** Rules of deployed stacks as their last release tells them, by workload. */
  readonly released: ReadonlyMap<string, DeployedRules>;
  /** Stacks that are deployed and that no release of ours tells of: workload -> name of the stack. */
  readonly unknown: ReadonlyMap<string, string>;
  readonly environmentOutputs: { readonly [name: string]: string };
};

/**
 * `facts.rulePriorities`. Where every rule has a priority to keep, which is so for all releases but those that bring new
 * rules, nothing is asked.
 */
export async function findRulePriorities(question: PriorityQuestion): Promise<Priorities> {
  const { wanted, released, unknown, environmentOutputs } = question;
  const incomplete = listIncomplete(wanted, released);
  if (incomplete.length === 0) return assignRulePriorities(wanted, released, {});
  const { live, inUse } = await readListeners(incomplete, environmentOutputs);
  const looked = await pMap(
    incomplete.flatMap(({ workload }) => {
      const stackName = unknown.get(workload);
      return stackName === undefined ? [] : [{ workload, stackName }];
    }),
    async ({ workload, stackName }) =>
      [workload, joinDeployedRules(await listStackResources(stackName), live)] as const,
    { concurrency: WIDTH },
  );
  return assignRulePriorities(wanted, new Map([...released, ...looked]), inUse);
}

type ListenersRead = {
  /** Rules by their ARN. */
  readonly live: ReadonlyMap<string, ReleasedRule>;
  /** Priorities by the ARN of the listener. */
  readonly inUse: Priorities;
};

/** All rules of the listeners that these workloads want rules on, whoever made them. */
async function readListeners(
  wanted: readonly WantedRules[],
  environmentOutputs: PriorityQuestion['environmentOutputs'],
): Promise<ListenersRead> {
  const listeners = new Map<string, { listener: string; protocol: ListenerProtocol }>();
  for (const { listener, protocol } of wanted.flatMap(({ families }) => families)) {
    const arn = findListenerArn(listener, environmentOutputs);
    if (arn !== undefined) listeners.set(arn, { listener, protocol });
  }
  const live = new Map<string, ReleasedRule>();
  const inUse: Priorities = {};
  await pMap(
    listeners,
    async ([listenerArn, { listener, protocol }]) => {
      const rules = await listRules(listenerArn);
      for (const { arn, priority } of rules) live.set(arn, { priority, listener });
      inUse[listenerArn] = { [protocol]: rules.map(({ priority }) => priority) };
    },
    { concurrency: WIDTH },
  );
  return { live, inUse };
}
