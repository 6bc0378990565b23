import { collectLinks, type Links } from './collect-links.js';
import { groupByKeys } from './group-by.js';
import type { Dependency, DependencyReason, PlannableStack } from './plannable-stack.js';
import { compareNames } from './sort-graph.js';

/** Environment before addons before workloads. */
const LAYERS: readonly PlannableStack['kind'][] = ['environment', 'environment-addon', 'workload'];

type Wanted = {
  readonly stack: PlannableStack;
  readonly makers: readonly PlannableStack[] | undefined;
  readonly reason: DependencyReason;
};

/**
 * Everything that has to wait for something: by layer, by `after`, by an export that another imports, by a topic that
 * another subscribes to. What nobody among the stacks makes is no dependency. Sorted by stack, then by what it needs.
 */
export function findDependencies(stacks: readonly PlannableStack[]): readonly Dependency[] {
  const links = new Map(stacks.map((stack) => [stack.stackName, collectLinks(stack)]));
  const linksOf = (stack: PlannableStack): Links | undefined => links.get(stack.stackName);
  const exporters = groupByKeys(stacks, (stack) => linksOf(stack)?.exports ?? []);
  const publishers = groupByKeys(stacks, (stack) => linksOf(stack)?.topics ?? []);
  const byName = groupByKeys(stacks, (stack) => (stack.kind === 'environment' ? [] : [stack.name]));
  const byKind = groupByKeys(stacks, (stack) => [stack.kind]);

  const wanted = stacks.flatMap((stack): readonly Wanted[] => [
    ...LAYERS.slice(0, LAYERS.indexOf(stack.kind)).map((kind) => ({
      stack,
      makers: byKind.get(kind),
      reason: { kind: 'layer' as const },
    })),
    ...stack.after.map((name) => ({
      stack,
      makers: byName.get(name),
      reason: { kind: 'after' as const },
    })),
    ...(linksOf(stack)?.imports ?? []).map((exportName) => ({
      stack,
      makers: exporters.get(exportName),
      reason: { kind: 'import' as const, exportName },
    })),
    ...(linksOf(stack)?.subscriptions ?? []).map((topicName) => ({
      stack,
      // A stack may well subscribe to a topic of its own: CloudFormation orders that.
      makers: publishers.get(topicName)?.filter((maker) => maker !== stack),
      reason: { kind: 'topic' as const, topicName },
    })),
  ]);
  return wanted
    .flatMap(({ stack, makers, reason }) =>
      (makers ?? []).map(
        (maker): Dependency => ({ stack: stack.stackName, needs: maker.stackName, reason }),
      ),
    )
    .sort((a, b) => compareNames(a.stack, b.stack) || compareNames(a.needs, b.needs));
}

/** In the words of the manifests: `imports shop-test-BusName`. */
export function describeReason(reason: DependencyReason): string {
  switch (reason.kind) {
    case 'layer':
      return 'environment, then addons, then workloads';
    case 'after':
      return 'depends_on or subscribe';
    case 'import':
      return `imports ${reason.exportName}`;
    case 'topic':
      return `subscribes to ${reason.topicName}`;
  }
}
