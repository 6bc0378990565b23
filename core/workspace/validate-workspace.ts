import type { Issue } from '../issues.js';
import { parseEnvironment, parseEnvironmentAddon } from '../manifest/parse-environment.js';
import type { ManifestInput } from '../manifest/parse-manifest.js';
import { parseWorkload } from '../manifest/parse-workload.js';
import {
  findDependencyIssues,
  findReferenceIssues,
  type MistakenWorkload,
  type ParsedWorkload,
} from './find-reference-issues.js';
import { listOverriddenEnvironments } from './overridden-environments.js';
import { sortIssues } from './sort-issues.js';
import type { Workspace } from './workspace.js';

export type ValidateOptions = {
  /** Environments to validate for; without it all of the workspace, and those that workloads override. */
  readonly environments?: readonly string[];
  /** Name of the application where the workspace does not say it. */
  readonly application?: string;
  readonly variables: { readonly [name: string]: string };
  /** Unknown keys are errors. */
  readonly strict: boolean;
};

/**
 * Every mistake in every manifest for every environment, each told once, sorted by file and place. Left to others:
 * pipelines, addons templates, circles between workloads.
 */
export function validateWorkspace(
  workspace: Workspace,
  options: ValidateOptions,
): readonly Issue[] {
  const { variables, strict } = options;
  const application = workspace.application ?? options.application ?? 'application';
  const names = options.environments ?? findEnvironmentNames(workspace);
  const ofEnvironments = workspace.environments
    .filter((source) => names.includes(source.name))
    .flatMap((source) => parseEnvironment(source, { application, variables, strict }).issues);
  const ofOthers = names.flatMap((environment) =>
    findIssuesFor(workspace, { application, environment, variables, strict }),
  );
  return sortIssues([...ofEnvironments, ...ofOthers]);
}

/** What one environment's addons and workloads have, and what workloads say of each other there. */
function findIssuesFor(workspace: Workspace, input: ManifestInput): readonly Issue[] {
  const { environment } = input;
  const parsed: ParsedWorkload[] = [];
  const mistaken: MistakenWorkload[] = [];
  const issues = workspace.environmentAddons.flatMap((source) => [
    ...parseEnvironmentAddon(source, input).issues,
  ]);
  for (const source of workspace.workloads) {
    const result = parseWorkload(source, input);
    issues.push(...result.issues);
    if (result.ok) parsed.push({ source, environment, manifest: result.manifest });
    else if (result.repaired) mistaken.push({ source, environment, repaired: result.repaired });
  }
  return [
    ...issues,
    ...findReferenceIssues(workspace, parsed),
    ...findDependencyIssues(workspace, mistaken),
  ];
}

/** Environments with a manifest; without any, those that workloads speak of; at last one called test. */
export function findEnvironmentNames(workspace: Workspace): readonly string[] {
  const own = workspace.environments.map(({ name }) => name);
  if (own.length > 0) return own;
  const overridden = workspace.workloads.flatMap(listOverriddenEnvironments);
  return overridden.length > 0 ? [...new Set(overridden)].sort() : ['test'];
}
