import type { Facts } from '../facts/facts.js';
import type { Workspace } from '../workspace/workspace.js';

export type RenderInput = {
  readonly workspace: Workspace;
  readonly facts: Facts;
  /** Name of the target environment. */
  readonly environment: string;
  /** Unknown keys are errors. */
  readonly strict?: boolean;
  /**
   * What rendering needs and the facts or the workspace lack (images, env files, load balancers, a domain for an
   * alias): an error when something is deployed, a warning where one only wants to see templates.
   */
  readonly missingInputs?: 'error' | 'warning';
  /** Templates that CloudFormation would refuse, for what patches and addons say in them. An error by default. */
  readonly faults?: 'error' | 'warning';
  /** Whether files for the artifact bucket will be uploaded: then parameters point to them. True by default. */
  readonly uploadsAssets?: boolean;
};

/** Facts with the target environment's own at `environment`, wherever they were given. */
export function targetFacts({
  facts,
  environment,
}: Pick<RenderInput, 'facts' | 'environment'>): Facts {
  const named = facts.environments?.[environment];
  const merged = { ...named, ...facts.environment };
  return Object.keys(merged).length === 0 ? facts : { ...facts, environment: merged };
}
