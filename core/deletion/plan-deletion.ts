import type { ExportUse } from '../plan/delete-order.js';
import { planDeleteOrder } from '../plan/plan-delete-order.js';
import { compareNames } from '../plan/sort-graph.js';
import type { StackKind } from '../release/release.js';
import type { DeletionPlan, GoingStack, Obstacle } from './deletion-plan.js';
import type { DeletionTarget } from './deletion-request.js';
import { findLeftovers } from './find-leftovers.js';
import {
  findElsewhere,
  findProtectedStacks,
  findUnconfirmed,
  findVanishingRoles,
  type Place,
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
  readonly here: {
    readonly application: string;
    readonly account: string;
    readonly region: string;
  };
  readonly environment: {
    readonly name: string;
    readonly place: Place;
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
    stacks: input.stacks,
    remove: going.map(({ stackName }) => stackName),
    exports: input.exports,
  });
  const blockers = order.kind === 'refused' ? order.blockers.map(toObstacle) : [];
  const obstacles = [
    ...findElsewhere([input.environment], input.here),
    ...findUnconfirmed([input.environment], input.confirm),
    ...blockers,
    ...findDependents(input, going, blockers),
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

/** `depends_on` leaves no trace in templates: only the releases know of it. */
function findDependents(
  { stacks, released }: DeletionInput,
  going: readonly LiveStack[],
  known: readonly Obstacle[],
): readonly Obstacle[] {
  const staying = stacks.filter((stack) => !going.includes(stack));
  return going.flatMap(({ kind, name, stackName }) => {
    const told = new Set(known.filter((one) => one.name === stackName).flatMap(({ by }) => by));
    const by = staying
      .filter((stack) => stack.kind === kind && !told.has(stack.stackName))
      .filter((stack) =>
        released.some(
          (one) =>
            one.kind === stack.kind && one.name === stack.name && one.predecessors.includes(name),
        ),
      )
      .map((stack) => stack.stackName)
      .sort(compareNames);
    if (by.length === 0) return [];
    const others = by.join(', ');
    return [
      {
        code: 'depended-on' as const,
        name: stackName,
        by,
        message: `${others} depends on ${stackName}`,
        hint: `take ${name} out of depends_on and deploy, or delete ${others} first`,
      },
    ];
  });
}
