import type { StackDiff } from '../plan/stack-diff.js';
import type { StackKind } from '../release/release.js';

export type WayBack = 'reversible' | 'reversible-with-loss' | 'one-way';

export type ReversibilityReason = {
  readonly weight: Exclude<WayBack, 'reversible'>;
  readonly code:
    | 'first-deployment'
    | 'previous-bundle-missing'
    | 'image-missing'
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

/** No way back is worse, but less protection than thought is worth saying. */
export type ReversibilityWarning = { readonly stack: string | null; readonly message: string };

export type ReversibilityInput = {
  readonly stacks: readonly {
    readonly name: string;
    readonly stackName: string;
    readonly kind: StackKind;
    readonly diff: StackDiff;
    /** `deployment.one_way: true` in the manifest. */
    readonly oneWay: boolean;
  }[];
  /** Last good release of the environment; null before the first. `intact`: all its objects are there and match their hashes. */
  readonly previousBundle: { readonly releaseId: string; readonly intact: boolean } | null;
  /** Images of the previous release whose digest is not in its repository any more. */
  readonly missingImages: readonly { readonly stack: string; readonly image: string }[];
  /** Images of the previous release that a lifecycle policy may delete while one might still want to go back. */
  readonly expiringImages?: readonly { readonly stack: string; readonly image: string }[];
  /** Exports that somebody imports now, with the importing stack names. */
  readonly importedExports: readonly {
    readonly exportName: string;
    readonly importedBy: readonly string[];
  }[];
  /** Alarms that the manifests name and that do not exist. */
  readonly missingAlarms?: readonly { readonly stack: string; readonly alarm: string }[];
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
