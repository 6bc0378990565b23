import { sha256 } from '../../release/content-hash.js';
import type { Workspace } from '../../workspace/workspace.js';
import type { RenderContext } from '../context.js';
import type { ResolvedRule } from './rule.js';

/** Elastic Load Balancing takes 1 to 50,000; a lower number is evaluated first. */
const LAST_PRIORITY = 50_000;
/** Priorities set aside for each workload, in each half of the range. */
const BLOCK = 50;

/** Whether a priority is from the half in which rules for `/` are: Copilot gave them the last 2,000, we the last 25,000. */
export const isCatchAllPriority = (priority: number): boolean => priority > LAST_PRIORITY / 2;

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
 * Number of a workload's block: it follows from the name, so that workloads which come and go leave those of the others
 * as they are. Where two names ask for one block, the later in the alphabet takes the next free one.
 */
function findBlock(workload: string, { workloads }: Workspace): number {
  const blocks = Math.floor(LAST_PRIORITY / 2 / priorityBlock(workloads.length));
  const taken = new Set<number>();
  for (const name of [...new Set([workload, ...workloads.map((other) => other.name)])].sort()) {
    let block = Number.parseInt(sha256(name).slice(0, 8), 16) % blocks;
    while (taken.has(block)) block = (block + 1) % blocks;
    if (name === workload) return block;
    taken.add(block);
  }
  return 0;
}

/**
 * One priority for each rule on one listener, main rule first. Those of the facts are kept; a rule without one gets a
 * free number from the block of its workload. Blocks for `/` count down from 50,000 and others up from 1, so that a rule
 * which matches everything comes last (as Copilot's RulePriority function chose). Blocks do not overlap, so rules of one
 * workspace never collide; an issue tells when a workload has more rules than its block holds.
 */
export function resolvePriorities(
  workload: string,
  rules: readonly ResolvedRule[],
  protocol: ListenerProtocol,
  context: RenderContext,
): readonly number[] {
  const known = context.facts.rulePriorities?.[workload]?.[protocol] ?? [];
  if (known.length >= rules.length) return known.slice(0, rules.length);
  const used = new Set([...takenPriorities(workload, context), ...known]);
  const start =
    findBlock(workload, context.workspace) * priorityBlock(context.workspace.workloads.length);
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
