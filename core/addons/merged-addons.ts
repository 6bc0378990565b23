import type { Issue } from '../issues.js';
import type { Asset } from '../release/release.js';
import type { CfnObject } from '../template/cloudformation.js';
import type { WorkspaceFiles } from '../workspace/workspace.js';

/**
 * Whose addons: they differ in the parameters that every template must declare. `workload`: App, Env, Name;
 * `environment` (copilot/environments/addons, nested in the environment stack): App, Env;
 * `environment-addon` (`type: Environment Addons`, a stack of its own): App, Env, Name.
 */
export type AddonsKind = 'workload' | 'environment' | 'environment-addon';

/** An output and what a workload does with it: only a `Ref` to a resource of the same template is not plain. */
export type AddonOutput = {
  readonly name: string;
  readonly kind: 'plain' | 'secret' | 'managed-policy' | 'security-group';
};

export type MergedAddons = {
  /** All files as one template, intrinsic functions in long form, local paths replaced by places in S3. */
  readonly template: CfnObject;
  /**
   * What `addons.parameters.yml` adds under `AddonsStack.Properties.Parameters`, long form; it may refer to
   * anything in the parent template. Without App, Env and Name, which the parent gives.
   */
  readonly parameters: CfnObject;
  /** In the order of the merged template. */
  readonly outputs: readonly AddonOutput[];
  /** Everything the stack needs in the artifact bucket: packaged local files, and the merged template itself. */
  readonly assets: readonly Asset[];
  /** Key of the merged template among `assets`: `manual/addons/<owner>/<sha256>.yml`. */
  readonly templateKey: string;
  /** What CloudFormation would refuse of the template: errors where it is deployed. */
  readonly faults: readonly Issue[];
};

/** Where local paths of addons are found and where they go. */
export type AddonAssetContext = {
  /** Part of every key: name of the workload or of the environment addon, `environments` for the shared ones. */
  readonly owner: string;
  readonly files: WorkspaceFiles;
  /** Where it is not known, local paths stay as they are and are told as warnings. */
  readonly artifactBucket?: string | undefined;
  readonly region?: string | undefined;
};

export type AddonsResult =
  | {
      readonly ok: true;
      /** undefined: the folder holds no template, which Copilot takes as "no addons". */
      readonly addons: MergedAddons | undefined;
      /** Warnings only. */
      readonly issues: readonly Issue[];
    }
  | { readonly ok: false; readonly issues: readonly Issue[] };
