import type { Asset, StackKind } from '../release/release.js';
import type { Template } from '../template/cloudformation.js';

/** What planning needs of a stack; a `RenderedStack` is one. */
export type PlannableStack = {
  readonly kind: StackKind;
  /** Name in the workspace. Unique among addons and workloads; an environment may share it. */
  readonly name: string;
  readonly stackName: string;
  readonly template: Template;
  readonly parameters: { readonly [name: string]: string };
  /** Names that the manifest itself puts before this stack. */
  readonly after: readonly string[];
  /** Nested templates among them are read too. */
  readonly assets?: readonly Asset[];
};

export type DependencyReason =
  /** The environment comes before everything, environment addons come before workloads. */
  | { readonly kind: 'layer' }
  /** The manifest says so (`depends_on`, a subscription). */
  | { readonly kind: 'after' }
  | { readonly kind: 'import'; readonly exportName: string }
  | { readonly kind: 'topic'; readonly topicName: string };

/** `stack` cannot start before `needs` is done. Both are stack names. */
export type Dependency = {
  readonly stack: string;
  readonly needs: string;
  readonly reason: DependencyReason;
};
