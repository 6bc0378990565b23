import type { Issue } from '../issues.js';
import type { Dependency, PlannableStack } from './plannable-stack.js';

export type OrderedStack<S extends PlannableStack = PlannableStack> = {
  readonly stack: S;
  /**
   * Names of addons and workloads of this release that must be done before. Sorted. What follows from other
   * predecessors is left out; the environment is not named.
   */
  readonly predecessors: readonly string[];
  /** 0: nothing comes before. Stacks of one rank can run side by side. */
  readonly rank: number;
  /** Why it waits for what it waits for. */
  readonly dependencies: readonly Dependency[];
};

export type DeployOrder<S extends PlannableStack = PlannableStack> =
  | { readonly ok: true; readonly stacks: readonly OrderedStack<S>[] }
  | { readonly ok: false; readonly issues: readonly Issue[] };

export type DeployOrderOptions = {
  /** Manifest of each name, for issues; without it an issue names `copilot/<name>/manifest.yml`. */
  readonly files?: ReadonlyMap<string, string>;
  /** Names that exist but are not part of this release: allowed in `after`, without effect. */
  readonly known?: readonly string[];
};
