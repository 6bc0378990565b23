import type { EcsWorkload } from '../../manifest/schema/workload.js';
import { errorAt, type Finding } from '../../manifest/text/finding.js';
import type { RenderContext } from '../../template/context.js';
import { listRuleFamilies } from '../../template/routing/listener-rules.js';
import { findLoadBalancer } from '../../template/routing/load-balancer.js';
import { priorityBlock } from '../../template/routing/rule-priorities.js';

/** More rules than a workload's block of default priorities holds would take those of its neighbour. */
export function* findPriorityMistakes(
  workload: EcsWorkload,
  context: RenderContext,
): Iterable<Finding> {
  const loadBalancer = findLoadBalancer(workload, context);
  if (loadBalancer === undefined) return;
  const rules = loadBalancer.rules.length;
  const block = priorityBlock(context.workspace.workloads.length);
  const known = context.facts.rulePriorities?.[workload.name];
  const missing = listRuleFamilies(loadBalancer).map(
    ({ protocol }) => rules - (known?.[protocol]?.length ?? 0),
  );
  if (missing.every((count) => count <= block)) return;
  yield errorAt(
    ['http', 'additional_rules'],
    `${rules} rules need priorities, and only ${block} are set aside for each workload`,
    'split the rules over several services',
  );
}
