import type { DeployedStack, ExportUse } from '../plan/delete-order.js';
import { planDeleteOrder } from '../plan/plan-delete-order.js';
import type { StackKind } from '../release/release.js';
import type { DeletionPlan, GoingStack, Obstacle } from './deletion-plan.js';
import type { DeletionTarget } from './deletion-request.js';
import { findLeftovers } from './find-leftovers.js';
import {
  findProtectedStacks,
  findUnconfirmed,
  findVanishingRoles,
  toObstacle,
} from './find-obstacles.js';
import type { LiveStack } from './live-stack.js';

/** A stack of the last good releases, with what its release put before it. */
export type ReleasedStack = {
  readonly kind: StackKind;
  readonly name: string;
  readonly predecessors: readonly string[];
};

export type DeletionInput = {
  readonly environment: {
    readonly name: string;
    readonly isProtected: boolean;
  };
  readonly target: Exclude<DeletionTarget, { kind: 'application' }>;
  readonly cascade: boolean;
  readonly confirm: readonly string[];
  /** Every stack of the environment that exists. */
  readonly stacks: readonly LiveStack[];
  /** Uses of the exports of what is to go; by names of stacks that are nested in no other. */
  readonly exports: readonly ExportUse[];
  readonly released: readonly ReleasedStack[];
};

/** What of an environment goes and stays, in which order, or who is in the way. */
export function planDeletion(input: DeletionInput): DeletionPlan {
  const going = selectGoing(input.stacks, input.target, input.cascade);
  const order = planDeleteOrder({
    stacks: withAfter(input.stacks, input.released),
    remove: going.map(({ stackName }) => stackName),
    exports: input.exports,
  });
  const obstacles = [
    ...findUnconfirmed([input.environment], input.confirm),
    ...(order.kind === 'refused' ? dropEchoes(order.blockers.map(toObstacle)) : []),
    ...findProtectedStacks(going),
    ...findVanishingRoles(going),
  ];
  if (order.kind === 'refused' || obstacles.length > 0) return { kind: 'refused', obstacles };
  const leftovers = going.map(findLeftovers);
  return {
    kind: 'planned',
    goes: order.stacks.map(
      ({ kind, name, stackName, predecessors }): GoingStack => ({
        kind,
        name,
        stackName,
        predecessors,
      }),
    ),
    stays: leftovers.flatMap(({ stays }) => stays),
    data: leftovers.flatMap(({ data }) => data),
  };
}

/** The stacks that a deletion is about. What is gone already is not among them. */
export function selectGoing<S extends Pick<LiveStack, 'kind' | 'name'>>(
  stacks: readonly S[],
  target: DeletionInput['target'],
  cascade: boolean,
): readonly S[] {
  return stacks.filter(({ kind, name }) =>
    target.kind === 'environment'
      ? cascade || kind !== 'workload'
      : kind === target.kind && name === target.name,
  );
}

/** With what its release put before it; addons come before all workloads anyway. */
function withAfter(
  stacks: readonly LiveStack[],
  released: readonly ReleasedStack[],
): readonly DeployedStack[] {
  const names = new Map(stacks.map(({ kind, name }) => [`${kind}/${name}`, kind]));
  return stacks.map((stack) => {
    const release = released.find(({ kind, name }) => kind === stack.kind && name === stack.name);
    const before = release?.predecessors ?? [];
    return { ...stack, after: before.filter((name) => names.has(`${stack.kind}/${name}`)) };
  });
}

/** Whoever is in an environment imports from it and from its addons: that it is there says enough. */
function dropEchoes(obstacles: readonly Obstacle[]): readonly Obstacle[] {
  const occupied = obstacles.filter(({ code }) => code === 'occupied');
  return obstacles.filter(
    (one) =>
      one.code === 'occupied' ||
      !occupied.some(({ by }) => one.by.every((stack) => by.includes(stack))),
  );
}
