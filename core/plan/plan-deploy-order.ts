import type { Issue } from '../issues.js';
import { findNearest } from '../manifest/nearest-key.js';
import type { DeployOrder, DeployOrderOptions, OrderedStack } from './deploy-order.js';
import { findCycleIssues } from './find-cycle-issues.js';
import { findDependencies } from './find-dependencies.js';
import { groupByKeys } from './group-by.js';
import type { Dependency, PlannableStack } from './plannable-stack.js';
import { reduceGraph } from './reduce-graph.js';
import { type Graph, sortGraph } from './sort-graph.js';

/**
 * The order in which stacks are deployed, with what each waits for: it may start the moment its own predecessors are
 * done. Unknown names and cycles are issues.
 */
export function planDeployOrder<S extends PlannableStack>(
  stacks: readonly S[],
  options: DeployOrderOptions = {},
): DeployOrder<S> {
  const fileOf = (stack: PlannableStack): string =>
    options.files?.get(stack.name) ?? defaultFile(stack);
  const unknown = findUnknownNames(stacks, options.known ?? [], fileOf);
  const dependencies = findDependencies(stacks);
  const graph = toGraph(stacks, dependencies);
  const sorted = sortGraph(graph);
  if (!sorted.ok) {
    const cycles = findCycleIssues(sorted.cycles, stacks, dependencies, fileOf);
    return { ok: false, issues: [...unknown, ...cycles] };
  }
  if (unknown.length > 0) return { ok: false, issues: unknown };

  const byStackName = new Map(stacks.map((stack) => [stack.stackName, stack]));
  const byStack = groupByKeys(dependencies, (dependency) => [dependency.stack]);
  const reduced = reduceGraph(graph, sorted.names);
  const ordered = sorted.names.flatMap((stackName): readonly OrderedStack<S>[] => {
    const stack = byStackName.get(stackName);
    if (!stack) return [];
    const predecessors = [...(reduced.get(stackName) ?? [])]
      .flatMap((needs) => byStackName.get(needs) ?? [])
      .filter((needed) => needed.kind !== 'environment')
      .map((needed) => needed.name)
      .sort();
    return [
      {
        stack,
        predecessors,
        rank: sorted.ranks.get(stackName) ?? 0,
        dependencies: byStack.get(stackName) ?? [],
      },
    ];
  });
  return { ok: true, stacks: ordered };
}

function toGraph(
  stacks: readonly { readonly stackName: string }[],
  dependencies: readonly Dependency[],
): Graph {
  const graph = new Map(stacks.map(({ stackName }) => [stackName, new Set<string>()]));
  for (const { stack, needs } of dependencies) graph.get(stack)?.add(needs);
  return graph;
}

function findUnknownNames(
  stacks: readonly PlannableStack[],
  known: readonly string[],
  fileOf: (stack: PlannableStack) => string,
): readonly Issue[] {
  const inRelease = stacks.filter(({ kind }) => kind !== 'environment').map(({ name }) => name);
  const names = new Set([...inRelease, ...known]);
  return stacks.flatMap((stack) =>
    stack.after
      .filter((name) => !names.has(name))
      .map((name): Issue => {
        const nearest = findNearest(name, names);
        return {
          severity: 'error',
          file: fileOf(stack),
          message: `${stack.name} waits for "${name}", which is no workload or environment addon of this workspace`,
          hint: nearest
            ? `did you mean "${nearest}"?`
            : `known names: ${[...names].sort().join(', ') || 'none'}`,
        };
      }),
  );
}

function defaultFile({ kind, name }: PlannableStack): string {
  const folder = kind === 'environment' ? `environments/${name}` : name;
  return `copilot/${folder}/manifest.yml`;
}
