import type { Facts } from '../facts/facts.js';
import type { ResolvedRule } from '../template/routing/rule.js';
import {
  isCatchAllPriority,
  type ListenerProtocol,
  resolvePriorities,
} from '../template/routing/rule-priorities.js';
import type { DeployedRules, WantedFamily, WantedRules } from './listener-rules.js';

type Priorities = NonNullable<Facts['rulePriorities']>;
type OwnPriorities = { [protocol in ListenerProtocol]?: number[] | undefined };

/**
 * What a family's rules keep, from the main rule on: the priority of the rule that has the logical id now. Not of one on
 * another listener, where the number may be somebody else's, nor of one that began or ceased to match everything, whose
 * place among all rules is another.
 */
function keepPriorities(
  { ids, listener }: WantedFamily,
  rules: readonly ResolvedRule[],
  deployed: DeployedRules,
): number[] {
  const kept: number[] = [];
  for (const [index, id] of ids.entries()) {
    const rule = deployed[id];
    const isSame =
      rule?.listener === listener &&
      isCatchAllPriority(rule.priority) === (rules[index]?.path === '/');
    if (rule === undefined || !isSame) break;
    kept.push(rule.priority);
  }
  return kept;
}

/** Workloads some of whose rules have no priority to keep: free ones have to be found. */
export function listIncomplete(
  wanted: readonly WantedRules[],
  deployed: ReadonlyMap<string, DeployedRules>,
): readonly WantedRules[] {
  return wanted.filter(({ workload, rules, families }) =>
    families.some(
      (family) => keepPriorities(family, rules, deployed.get(workload) ?? {}).length < rules.length,
    ),
  );
}

/**
 * `facts.rulePriorities` of a release: each workload keeps what its deployed rules have; the others get numbers that
 * neither a deployed rule nor any other rule of the release has, in the order of their names.
 */
export function assignRulePriorities(
  wanted: readonly WantedRules[],
  deployed: ReadonlyMap<string, DeployedRules>,
  /** All priorities in use, by the ARN of the listener: whose rules they are does not matter. */
  inUse: Priorities,
): Priorities {
  const assigned: { [name: string]: OwnPriorities } = { ...inUse };
  for (const { workload, rules, families } of wanted) {
    const own: OwnPriorities = {};
    for (const family of families)
      own[family.protocol] = keepPriorities(family, rules, deployed.get(workload) ?? {});
    assigned[workload] = own;
  }
  for (const { workload, rules, families, context } of wanted) {
    for (const { protocol } of families) {
      const facts = { ...context.facts, rulePriorities: assigned };
      const complete = resolvePriorities(workload, rules, protocol, { ...context, facts });
      assigned[workload] = { ...assigned[workload], [protocol]: [...complete] };
    }
  }
  return assigned;
}
