import type { StackDiff } from '../plan/stack-diff.js';
import type { StackKind } from '../release/release.js';

export type WayBack = 'reversible' | 'reversible-with-loss' | 'one-way';

export type ReversibilityReason = {
  readonly weight: Exclude<WayBack, 'reversible'>;
  readonly code:
    | 'first-deployment'
    | 'previous-bundle-missing'
    | 'previous-files-missing'
    | 'image-missing'
    | 'image-moved'
    | 'image-expires'
    | 'stateful-replaced'
    | 'stateful-removed'
    | 'stateful-created'
    | 'export-removed'
    | 'declared-one-way'
    | 'addon-stays';
  /** Workspace name of the stack; null when the whole release is meant. */
  readonly stack: string | null;
  /** For people, lowercase, names the thing. */
  readonly message: string;
};

/** No way back is worse, but less protection than thought, or something that nobody knows, is worth saying. */
export type ReversibilityWarning = { readonly stack: string | null; readonly message: string };

export type StackImage = { readonly stack: string; readonly image: string };

export type ReversibilityInput = {
  readonly stacks: readonly {
    readonly name: string;
    readonly stackName: string;
    readonly kind: StackKind;
    readonly diff: StackDiff;
    /** `deployment.one_way: true` in the manifest. */
    readonly oneWay: boolean;
  }[];
  /**
   * Last good release of the environment; null before the first. Not `intact`: its bundle is gone or does not match its
   * hash, and the stacks were captured from CloudFormation.
   */
  readonly previousBundle: { readonly releaseId: string; readonly intact: boolean } | null;
  /** Files of the previous release that are not in the artifact bucket any more. */
  readonly missingFiles?: readonly { readonly stack: string; readonly file: string }[];
  /** Images of the previous release whose digest or tag is not in its repository any more. */
  readonly missingImages: readonly StackImage[];
  /** Images of the previous release whose tag names another image by now. */
  readonly movedImages?: readonly StackImage[];
  /** Images of the previous release that a lifecycle policy may delete while one might still want to go back. */
  readonly expiringImages?: readonly StackImage[];
  /** Images of the previous release whose registry was not asked or does not tell. */
  readonly unknownImages?: readonly StackImage[];
  /** Exports that somebody imports now, with the importing stack names. */
  readonly importedExports: readonly {
    readonly exportName: string;
    readonly importedBy: readonly string[];
  }[];
  /** Alarms that the manifests name and that do not exist. */
  readonly missingAlarms?: readonly { readonly stack: string; readonly alarm: string }[];
  /** What could not be found out at all, one sentence each, for people. */
  readonly unknown?: readonly string[];
  /** Environment addons go back too (they hold data and are left alone by default). */
  readonly includeAddons?: boolean;
};

export type Reversibility = {
  readonly way: WayBack;
  readonly reasons: readonly ReversibilityReason[];
  readonly warnings: readonly ReversibilityWarning[];
  /** The same, per stack that changes. */
  readonly stacks: readonly { readonly name: string; readonly way: WayBack }[];
};
