import type { Asset, StackKind } from '../release/release.js';
import type { PlannableStack } from './plannable-stack.js';

/** A stack that exists, with what is known of it. */
export type DeployedStack = {
  readonly kind: StackKind;
  readonly name: string;
  readonly stackName: string;
  /** The deployed template; without it only `exports` of the request tells what depends on what. */
  readonly template?: PlannableStack['template'];
  readonly parameters?: PlannableStack['parameters'];
  /** Nested templates among them are read too. */
  readonly assets?: readonly Asset[];
  /** Names of addons and workloads that its release put before it: `depends_on` leaves no trace in templates. */
  readonly after?: readonly string[];
  /** Stacks nested in this one, as they are deployed: what they need and offer is this one's. */
  readonly nested?: readonly Pick<PlannableStack, 'stackName' | 'template' | 'parameters'>[];
};

/** Who imports an export, as ListExports and ListImports tell it. All are stack names. */
export type ExportUse = {
  readonly exportName: string;
  readonly exportedBy: string;
  readonly importedBy: readonly string[];
};

export type DeleteRequest = {
  /** Every stack of the environment. */
  readonly stacks: readonly DeployedStack[];
  /** Names of the stacks that are to go. */
  readonly remove: readonly string[];
  readonly exports: readonly ExportUse[];
};

export type OrderedDeletion = {
  readonly stackName: string;
  readonly name: string;
  readonly kind: StackKind;
  /** Stack names that must be gone before. Sorted. */
  readonly predecessors: readonly string[];
  readonly rank: number;
};

/** Why a stack cannot go: something that stays needs it. */
export type DeleteBlocker = {
  readonly stackName: string;
  readonly reason:
    | { readonly kind: 'imported'; readonly exportName: string }
    | { readonly kind: 'subscribed'; readonly topicName: string }
    /** By `depends_on` alone. */
    | { readonly kind: 'depended' }
    /** An environment that still has workloads or addons. */
    | { readonly kind: 'occupied' };
  /** Stack names of those that stay, sorted. */
  readonly by: readonly string[];
  readonly message: string;
};

export type DeleteOrder =
  | { readonly kind: 'ordered'; readonly stacks: readonly OrderedDeletion[] }
  | { readonly kind: 'refused'; readonly blockers: readonly DeleteBlocker[] };
