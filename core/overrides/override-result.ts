import type { Issue } from '../issues.js';
import type { CfnValue, Template } from '../template/cloudformation.js';

/** One entry of `taskdef_overrides` of a manifest; the value in long form (`!Ref X` is `{ Ref: 'X' }`). */
export type TaskDefinitionOverride = {
  /** Below `Resources.TaskDefinition.Properties`, for instance `ContainerDefinitions[0].Ulimits[-].HardLimit`. */
  readonly path: string;
  readonly value: CfnValue;
};

export type OverrideResult =
  /** `issues` are warnings. */
  | { readonly ok: true; readonly template: Template; readonly issues: readonly Issue[] }
  | { readonly ok: false; readonly issues: readonly Issue[] };
