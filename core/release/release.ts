import type { Template } from '../template/cloudformation.js';

export type StackKind = 'environment' | 'environment-addon' | 'workload';

/** Something that must be in the artifact bucket before a stack that refers to it is changed. Content-addressed. */
export type Asset = { readonly key: string; readonly body: Uint8Array };

/** The alarms that guard one workload while it is deployed and afterwards. */
export type GuardAlarms = {
  /** Alarms that the workload's own stack makes (`rollback_alarms` as thresholds). */
  readonly created: readonly string[];
  /** Alarms that exist outside the stack (`rollback_alarms` as names). */
  readonly named: readonly string[];
  /** Alarms that guard every workload of the environment, where there are any. ECS is not told of them. */
  readonly environment?: readonly string[];
  /** Minutes after success in which they still bring the release back (`deployment.rollback_window`), where the manifest says. */
  readonly watchMinutes?: number;
};

/** One stack as it is to be: what `render` makes for the environment, each environment addon and each workload. */
export type RenderedStack = {
  readonly kind: StackKind;
  /** Name in the workspace: `test`, `eventbus`, `api`. */
  readonly name: string;
  /** `Load Balanced Web Service`, `Environment`, `Environment Addons`, … */
  readonly type: string;
  readonly stackName: string;
  readonly template: Template;
  readonly parameters: { readonly [name: string]: string };
  readonly tags: { readonly [name: string]: string };
  /** Nested templates, env files, zipped addon code. */
  readonly assets: readonly Asset[];
  /**
   * Names in the workspace that the manifest itself puts before this stack: `depends_on`, publishers of subscribed
   * topics. Edges through exports and imports are found from the templates (core/plan).
   */
  readonly after: readonly string[];
  /** Image references that the stack runs, digests where they are known: for the check of the way back. */
  readonly images: readonly string[];
  readonly alarms: GuardAlarms;
  /** `deployment.one_way` of the manifest: its author says that there is no way back from this release. */
  readonly oneWay?: true;
  /** The service's deployments stop on the way until somebody lets them go on (`lifecycle_hooks` with `pause`). */
  readonly pauses?: true;
  /** Of a workload: the parts of the environment that it uses (`ALBWorkloads`, …), by which it knows who needs them. */
  readonly environmentFeatures?: readonly string[];
  /** What is deployed this once in place of template and parameters; whoever goes back to this release skips it. */
  readonly transition?: {
    readonly template: Template;
    readonly parameters: { readonly [name: string]: string };
  };
};

/** A listener rule of a stack: its priority, and its listener as the template names it. */
export type ReleasedRule = { readonly priority: number; readonly listener: string };

/** A pushed image as a request names it. */
export type PushedImage = {
  readonly repository: string;
  readonly tag?: string | undefined;
  readonly digest?: string | undefined;
};

/** One stack in a bundle: the template lies in S3 beside it, under the hash of its bytes. */
export type BundleStack = Omit<RenderedStack, 'template' | 'assets' | 'after' | 'transition'> & {
  /** Names of addons and workloads of this release that must be done before this stack starts. Sorted. */
  readonly predecessors: readonly string[];
  /** SHA-256 of the minified template, hex. */
  readonly templateHash: string;
  readonly templateKey: string;
  /** SHA-256 over template, parameters and tags, as they are deployed: equal means nothing to change. */
  readonly contentHash: string;
  /** Keys that must exist in the artifact bucket. */
  readonly assetKeys: readonly string[];
  readonly transition?: {
    readonly templateHash: string;
    readonly templateKey: string;
    readonly parameters: { readonly [name: string]: string };
  };
  /** Listener rules by logical id, where there are any: the next release keeps their priorities. */
  readonly listenerRules?: { readonly [logicalId: string]: ReleasedRule };
  /** Pushed images by container, where there are any: the next release keeps those that it gets no others for. */
  readonly pushedImages?: { readonly [container: string]: PushedImage };
};

/** The stack as its release deploys it: with its transition, where it has one. */
export function asDeployed(stack: BundleStack): BundleStack {
  return stack.transition === undefined ? stack : { ...stack, ...stack.transition };
}

/** Immutable: same workspace and facts, same bytes, same id. */
export type ReleaseBundle = {
  readonly formatVersion: 1;
  /** `r-` and the first 16 hex digits of the content hash. */
  readonly releaseId: string;
  readonly application: string;
  readonly environment: string;
  readonly sourceCommit: string | null;
  /** Environment first, then addons and workloads, sorted topologically and by name. */
  readonly stacks: readonly BundleStack[];
};
