import type { StackKind } from '../release/release.js';
import type { Template } from '../template/cloudformation.js';

export type LiveResource = {
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
};

/** A stack as CloudFormation has it now: what is deployed, whoever deployed it. */
export type LivePart = {
  readonly stackName: string;
  readonly template: Template;
  readonly parameters: { readonly [name: string]: string };
  readonly resources: readonly LiveResource[];
};

/** A stack of an environment with those that are nested in it. */
export type LiveStack = LivePart & {
  readonly kind: StackKind;
  /** Name in the workspace. */
  readonly name: string;
  readonly isTerminationProtected: boolean;
  readonly nested: readonly LivePart[];
};
