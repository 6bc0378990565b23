import type { TargetKind } from '../deployment/step-name.js';
import type { LostData, Staying } from './find-leftovers.js';

/** A stack that is to go. */
export type GoingStack = {
  readonly kind: TargetKind;
  readonly name: string;
  readonly stackName: string;
  /** Names of the stacks that must be gone before. */
  readonly predecessors: readonly string[];
};

/** Why nothing may be deleted: one reason, with those who are in the way. */
export type Obstacle = {
  readonly code:
    | 'imported'
    | 'subscribed'
    | 'depended-on'
    | 'occupied'
    | 'confirmation'
    | 'termination-protection'
    | 'role'
    | 'elsewhere'
    | 'pipeline'
    | 'circle';
  /** What cannot go: a stack, or an environment. */
  readonly name: string;
  /** Who is in the way; empty where nobody is. */
  readonly by: readonly string[];
  readonly message: string;
  /** What to do about it. */
  readonly hint: string;
};

export type DeletionPlan =
  | {
      readonly kind: 'planned';
      /** In an order in which they can go. Empty: all of it is gone already. */
      readonly goes: readonly GoingStack[];
      readonly stays: readonly Staying[];
      /** Goes for good. */
      readonly data: readonly LostData[];
    }
  | { readonly kind: 'refused'; readonly obstacles: readonly Obstacle[] };
