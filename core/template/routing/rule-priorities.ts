import type { RenderContext } from '../context.js';
import type { ResolvedRule } from './rule.js';

/** Elastic Load Balancing takes 1 to 50,000; a lower number is evaluated first. */
const LAST_PRIORITY = 50_000;
/** Priorities set aside for each workload, in each half of the range. */
const BLOCK = 50;

export type ListenerProtocol = 'http' | 'https';

/** Priorities that the facts know of, for other workloads than this one: they are taken. */
function takenPriorities(workload: string, context: RenderContext): ReadonlySet<number> {
  const taken = new Set<number>();
  for (const [name, { http = [], https = [] }] of Object.entries(
    context.facts.rulePriorities ?? {},
  )) {
    if (name === workload) continue;
    for (const priority of [...http, ...https]) taken.add(priority);
  }
  return taken;
}

/** Width of a workload's block: narrower only where the workspace has more than 500 workloads. */
export function priorityBlock(workloadCount: number): number {
  return Math.max(1, Math.min(BLOCK, Math.floor(LAST_PRIORITY / 2 / Math.max(1, workloadCount))));
}

/**
 * One priority for each rule on one listener, main rule first. Those of the facts are kept; a rule without one gets
 * a free number from the block of its workload, whose place is the workload's place among the sorted names of the
 * workspace. Blocks for `/` count down from 50,000 and others up from 1, so that a rule which matches everything
 * comes last (as Copilot's RulePriority function chose). Blocks do not overlap, so rules of one workspace never
 * collide; an issue tells when a workload has more rules than its block holds.
 */
export function resolvePriorities(
  workload: string,
  rules: readonly ResolvedRule[],
  protocol: ListenerProtocol,
  context: RenderContext,
): readonly number[] {
  const known = context.facts.rulePriorities?.[workload]?.[protocol] ?? [];
  const used = new Set([...takenPriorities(workload, context), ...known]);
  const names = context.workspace.workloads.map(({ name }) => name).sort();
  const start = Math.max(0, names.indexOf(workload)) * priorityBlock(names.length);
  return rules.map((rule, index) => {
    const kept = known[index];
    if (kept !== undefined) return kept;
    let offset = start;
    const place = () => (rule.path === '/' ? LAST_PRIORITY - offset : 1 + offset);
    while (used.has(place())) offset += 1;
    used.add(place());
    return place();
  });
}
