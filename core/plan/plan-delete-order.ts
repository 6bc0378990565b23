import type {
  DeleteBlocker,
  DeleteOrder,
  DeleteRequest,
  DeployedStack,
  OrderedDeletion,
} from './delete-order.js';
import { findDependencies } from './find-dependencies.js';
import { groupByKeys } from './group-by.js';
import type { Dependency, PlannableStack } from './plannable-stack.js';
import { compareNames, type Graph, reverse, type SortedGraph, sortGraph } from './sort-graph.js';

/**
 * The order in which stacks are deleted: workloads, then addons, then the environment, and nothing before what
 * imports from it or subscribes to it. Refused, with names, when something that stays needs what is to go.
 */
export function planDeleteOrder(request: DeleteRequest): DeleteOrder {
  const remove = new Set(request.remove);
  const dependencies = findDeployedDependencies(request);
  const blockers = findBlockers(request, dependencies, remove);
  if (blockers.length > 0) return { kind: 'refused', blockers };
  const doomed = request.stacks.filter(({ stackName }) => remove.has(stackName));
  const sorted = sortDoomed(doomed, dependencies);
  if (!sorted.ok) {
    // CloudFormation lets no two stacks import from each other, so this takes a contradiction in what was told.
    return { kind: 'refused', blockers: sorted.cycles.map(describeKnot) };
  }
  const byStackName = new Map(doomed.map((stack) => [stack.stackName, stack]));
  const stacks = sorted.names.flatMap((stackName): readonly OrderedDeletion[] => {
    const stack = byStackName.get(stackName);
    if (!stack) return [];
    const { name, kind } = stack;
    const predecessors = [...(sorted.graph.get(stackName) ?? [])].sort(compareNames);
    return [{ stackName, name, kind, predecessors, rank: sorted.ranks.get(stackName) ?? 0 }];
  });
  return { kind: 'ordered', stacks };
}

/** From the deployed templates and from what CloudFormation itself tells about exports. */
function findDeployedDependencies({ stacks, exports }: DeleteRequest): readonly Dependency[] {
  const parts = stacks.flatMap(listParts);
  const owners = new Map(parts.map(({ owner, part }) => [part.stackName, owner]));
  const ownerOf = (stackName: string): string => owners.get(stackName) ?? stackName;
  const fromTemplates = findDependencies(parts.map(({ part }) => part))
    .map((found) => ({ ...found, stack: ownerOf(found.stack), needs: ownerOf(found.needs) }))
    .filter(({ stack, needs }) => stack !== needs);
  const fromExports = exports.flatMap(({ exportName, exportedBy, importedBy }) =>
    importedBy
      .filter((stack) => stack !== exportedBy)
      .map(
        (stack): Dependency => ({
          stack,
          needs: exportedBy,
          reason: { kind: 'import', exportName },
        }),
      ),
  );
  return [...fromTemplates, ...fromExports];
}

type Part = { readonly owner: string; readonly part: PlannableStack };

/** The stack and those nested in it, each to be read by itself. */
function listParts({ nested = [], ...stack }: DeployedStack): readonly Part[] {
  const own: PlannableStack = {
    ...stack,
    template: stack.template ?? { Resources: {} },
    parameters: stack.parameters ?? {},
    after: stack.after ?? [],
  };
  const parts = [own, ...nested.map((part) => ({ ...own, ...part, assets: [], after: [] }))];
  return parts.map((part) => ({ owner: stack.stackName, part }));
}

function findBlockers(
  { stacks }: DeleteRequest,
  dependencies: readonly Dependency[],
  remove: ReadonlySet<string>,
): readonly DeleteBlocker[] {
  const kinds = new Map(stacks.map(({ stackName, kind }) => [stackName, kind]));
  const open = dependencies.filter(({ stack, needs }) => remove.has(needs) && !remove.has(stack));
  const needed = open.filter(({ stack, needs, reason }) => {
    // An import or a subscription says it already.
    if (reason.kind === 'after')
      return !open.some(
        (other) => other.stack === stack && other.needs === needs && isStrong(other.reason),
      );
    // An addon that nobody imports from may go while workloads stay; an environment may not.
    return reason.kind !== 'layer' || kinds.get(needs) === 'environment';
  });
  const groups = groupByKeys(needed, ({ needs, reason }) => [JSON.stringify([needs, reason])]);
  return [...groups.values()]
    .flatMap((group) => {
      const [first] = group;
      const by = [...new Set(group.map(({ stack }) => stack))].sort(compareNames);
      return first ? [toBlocker(first, by)] : [];
    })
    .sort((a, b) => compareNames(a.stackName, b.stackName) || compareNames(a.message, b.message));
}

const isStrong = ({ kind }: Dependency['reason']): boolean => kind === 'import' || kind === 'topic';

function toBlocker({ needs, reason }: Dependency, by: readonly string[]): DeleteBlocker {
  const names = by.join(', ');
  switch (reason.kind) {
    case 'import':
      return {
        stackName: needs,
        reason: { kind: 'imported', exportName: reason.exportName },
        by,
        message: `${needs} exports ${reason.exportName}, which is imported by ${names}`,
      };
    case 'topic':
      return {
        stackName: needs,
        reason: { kind: 'subscribed', topicName: reason.topicName },
        by,
        message: `${needs} has the topic ${reason.topicName}, to which ${names} subscribes`,
      };
    case 'after':
      return {
        stackName: needs,
        reason: { kind: 'depended' },
        by,
        message: `${names} depends on ${needs}`,
      };
    case 'layer':
      return {
        stackName: needs,
        reason: { kind: 'occupied' },
        by,
        message: `${needs} still contains ${names}`,
      };
  }
}

type SortedDeletion = SortedGraph & { readonly graph: Graph };

/**
 * What has to be gone before what. Subscriptions may go round in a circle, and an addon may import from a workload;
 * then the weaker rules give way, never the imports.
 */
function sortDoomed(
  stacks: readonly DeployedStack[],
  dependencies: readonly Dependency[],
): SortedDeletion {
  const rules: readonly (readonly Dependency['reason']['kind'][])[] = [
    ['import', 'layer', 'topic', 'after'],
    ['import', 'layer', 'topic'],
    ['import', 'layer'],
    ['import'],
  ];
  const attempts = rules.map((kinds): SortedDeletion => {
    const graph = toDeletionGraph(
      stacks,
      dependencies.filter(({ reason }) => kinds.includes(reason.kind)),
    );
    return { ...sortGraph(graph), graph };
  });
  const [first] = attempts;
  return attempts.find(({ ok }) => ok) ?? first ?? { ...sortGraph(new Map()), graph: new Map() };
}

/** Turned round: a stack waits for those that need it. */
function toDeletionGraph(
  stacks: readonly DeployedStack[],
  dependencies: readonly Dependency[],
): Graph {
  const names = new Set(stacks.map(({ stackName }) => stackName));
  const needs = new Map([...names].map((name) => [name, new Set<string>()]));
  for (const dependency of dependencies) {
    if (names.has(dependency.needs)) needs.get(dependency.stack)?.add(dependency.needs);
  }
  return new Map([...reverse(needs)].map(([name, dependents]) => [name, new Set(dependents)]));
}

function describeKnot(cycle: readonly string[]): DeleteBlocker {
  const [stackName = '', ...by] = cycle;
  return {
    stackName,
    reason: { kind: 'imported', exportName: '' },
    by,
    message: `these import from each other: ${cycle.join(' -> ')}`,
  };
}
