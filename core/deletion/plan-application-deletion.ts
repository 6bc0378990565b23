import type { ExportUse } from '../plan/delete-order.js';
import { planDeleteOrder } from '../plan/plan-delete-order.js';
import { sortGraph } from '../plan/sort-graph.js';
import type { GoingStack, Obstacle } from './deletion-plan.js';
import { findLeftovers, type LostData, type Staying } from './find-leftovers.js';
import {
  findElsewhere,
  findProtectedStacks,
  findUnconfirmed,
  findVanishingRoles,
  toObstacle,
} from './find-obstacles.js';
import type { LiveStack } from './live-stack.js';
import type { DeletionInput } from './plan-deletion.js';

export type ApplicationDeletionInput = {
  readonly application: string;
  readonly environments: readonly DeletionInput['environment'][];
  /** Those of them whose place cannot be entered. */
  readonly unreachable: Parameters<typeof findElsewhere>[0];
  /** Stacks of all environments. */
  readonly stacks: readonly (LiveStack & { readonly environment: string })[];
  /** The application's own: what its environments share, and the roles that it is administered with. */
  readonly own: readonly {
    readonly name: string;
    readonly stackName: string;
    readonly isTerminationProtected: boolean;
    /** CloudFormation deletes it with a role of its own. */
    readonly hasRole: boolean;
  }[];
  readonly exports: readonly ExportUse[];
  readonly confirm: readonly string[];
  /** Stacks of Copilot's pipelines: they would make again what is deleted. */
  readonly pipelines: readonly string[];
};

export type ApplicationDeletionPlan =
  | {
      readonly kind: 'planned';
      /** In the order in which they can go. */
      readonly environments: readonly string[];
      /** None imports from another: all of them may go at once. */
      readonly isIndependent: boolean;
      /** Stacks of the environments. */
      readonly contents: readonly GoingStack[];
      /** The application's own stacks; they go when the environments are gone. */
      readonly goes: readonly GoingStack[];
      readonly stays: readonly Staying[];
      readonly data: readonly LostData[];
    }
  | { readonly kind: 'refused'; readonly obstacles: readonly Obstacle[] };

/** Environments first, each a deletion of its own; then what they shared. Refused as a whole, before anything is deleted. */
export function planApplicationDeletion(input: ApplicationDeletionInput): ApplicationDeletionPlan {
  const order = planDeleteOrder({
    stacks: input.stacks,
    remove: input.stacks.map(({ stackName }) => stackName),
    exports: input.exports,
  });
  const environments = orderEnvironments(input);
  const own = input.own.filter(({ hasRole }) => hasRole);
  const obstacles = [
    ...findElsewhere(input.unreachable),
    ...findUnconfirmed(input.environments, input.confirm),
    ...(order.kind === 'refused' ? order.blockers.map(toObstacle) : []),
    ...environments.obstacles,
    ...findProtectedStacks([...input.stacks, ...own]),
    ...findVanishingRoles(input.stacks),
    ...findPipelines(input),
  ];
  if (order.kind === 'refused' || obstacles.length > 0) return { kind: 'refused', obstacles };
  const leftovers = input.stacks.map(findLeftovers);
  return {
    kind: 'planned',
    environments: environments.names,
    isIndependent: environments.isIndependent,
    contents: order.stacks,
    goes: own.map(({ name, stackName }, index, all) => ({
      kind: 'application',
      name,
      stackName,
      predecessors: all.slice(0, index).map((before) => before.stackName),
    })),
    stays: [...leftovers.flatMap(({ stays }) => stays), ...findStayingStacks(input.own)],
    data: leftovers.flatMap(({ data }) => data),
  };
}

/** Without a role of its own a stack is deleted with Autoland's rights, and those end before IAM, keys and repositories. */
function findStayingStacks(own: ApplicationDeletionInput['own']): readonly Staying[] {
  return own
    .filter(({ hasRole }) => !hasRole)
    .map(({ stackName }) => ({
      what: 'stack',
      name: stackName,
      stackName,
      reason: `it was made without a service role, so an administrator deletes it: aws cloudformation delete-stack --stack-name ${stackName}`,
    }));
}

type OrderedEnvironments = {
  readonly names: readonly string[];
  readonly isIndependent: boolean;
  readonly obstacles: readonly Obstacle[];
};

/** An environment from which another imports goes after that one. */
function orderEnvironments({
  environments,
  stacks,
  exports,
}: ApplicationDeletionInput): OrderedEnvironments {
  const environmentOf = new Map(stacks.map((stack) => [stack.stackName, stack.environment]));
  const before = new Map(environments.map(({ name }) => [name, new Set<string>()]));
  for (const { exportedBy, importedBy } of exports) {
    const exporter = environmentOf.get(exportedBy);
    for (const importer of importedBy.map((stackName) => environmentOf.get(stackName))) {
      if (exporter && importer && exporter !== importer) before.get(exporter)?.add(importer);
    }
  }
  const isIndependent = [...before.values()].every((names) => names.size === 0);
  const sorted = sortGraph(before);
  if (sorted.ok) return { names: sorted.names, isIndependent, obstacles: [] };
  return {
    names: [],
    isIndependent,
    obstacles: sorted.cycles.map(([name = '', ...by]) => ({
      code: 'circle',
      name,
      by,
      message: `environments import from each other: ${[name, ...by].join(' -> ')}`,
      hint: 'take the imports out of one of them and deploy it',
    })),
  };
}

function findPipelines({ application, pipelines }: ApplicationDeletionInput): readonly Obstacle[] {
  if (pipelines.length === 0) return [];
  return [
    {
      code: 'pipeline',
      name: application,
      by: pipelines,
      message: `${pipelines.join(', ')} would deploy ${application} again`,
      hint: pipelines
        .map((stackName) => `aws cloudformation delete-stack --stack-name ${stackName}`)
        .join('; '),
    },
  ];
}
