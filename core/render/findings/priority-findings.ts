import type { EcsWorkload } from '../../manifest/schema/workload.js';
import { errorAt, type Finding } from '../../manifest/text/finding.js';
import type { RenderContext } from '../../template/context.js';
import { findLoadBalancer } from '../../template/routing/load-balancer.js';
import { priorityBlock } from '../../template/routing/rule-priorities.js';

/** More rules than a workload's block of default priorities holds would take those of its neighbour. */
export function* findPriorityMistakes(
  workload: EcsWorkload,
  context: RenderContext,
): Iterable<Finding> {
  const rules = findLoadBalancer(workload, context)?.rules.length ?? 0;
  const block = priorityBlock(context.workspace.workloads.length);
  const known = context.facts.rulePriorities?.[workload.name];
  const kept = Math.min(known?.http?.length ?? 0, known?.https?.length ?? 0);
  if (rules - kept <= block) return;
  yield errorAt(
    ['http', 'additional_rules'],
    `${rules} rules need priorities, and only ${block} are set aside for each workload`,
    'split the rules over several services',
  );
}
