import type { ResourceChange } from '../stack/resource-change.js';
import type { Template } from '../template/cloudformation.js';

/** One side of a comparison. */
export type StackVersion = {
  readonly template: Template;
  readonly parameters: { readonly [name: string]: string };
  /** For names that are built from it. */
  readonly stackName?: string;
};

/** What changing a stack from one version to the other would do, found without asking AWS. */
export type StackDiff = {
  readonly action: 'create' | 'update' | 'delete' | 'none';
  /** By logical id. Resources that stay as they are are not named. */
  readonly changes: readonly ResourceChange[];
  /** Number of resources that stay as they are. */
  readonly unchanged: number;
  /** Names of exports that vanish, as far as they can be evaluated; sorted. */
  readonly removedExports: readonly string[];
  /** Outputs alone, or their exports, change. */
  readonly outputsChanged: boolean;
  /** Listener rules whose change puts back the first weights of a service whose traffic ECS shifts; by logical id. */
  readonly weightResets?: readonly string[];
};
