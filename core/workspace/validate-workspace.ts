import type { Issue } from '../issues.js';
import { parseEnvironment, parseEnvironmentAddon } from '../manifest/parse-environment.js';
import { parseWorkload } from '../manifest/parse-workload.js';
import { findReferenceIssues, type ParsedWorkload } from './find-reference-issues.js';
import { listOverriddenEnvironments } from './overridden-environments.js';
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
  const issues: Issue[] = [];
  const parsed: ParsedWorkload[] = [];
  for (const source of workspace.environments) {
    if (!names.includes(source.name)) continue;
    issues.push(...parseEnvironment(source, { application, variables, strict }).issues);
  }
  for (const environment of names) {
    const input = { application, environment, variables, strict };
    for (const source of workspace.environmentAddons) {
      issues.push(...parseEnvironmentAddon(source, input).issues);
    }
    for (const source of workspace.workloads) {
      const result = parseWorkload(source, input);
      issues.push(...result.issues);
      if (result.ok) parsed.push({ source, environment, manifest: result.manifest });
    }
  }
  issues.push(...findReferenceIssues(workspace, parsed));
  return sortIssues(issues);
}

/** Environments with a manifest; without any, those that workloads speak of; at last one called test. */
export function findEnvironmentNames(workspace: Workspace): readonly string[] {
  const own = workspace.environments.map(({ name }) => name);
  if (own.length > 0) return own;
  const overridden = workspace.workloads.flatMap(listOverriddenEnvironments);
  return overridden.length > 0 ? [...new Set(overridden)].sort() : ['test'];
}

/** One environment's issues repeat another's: each is told once, in reading order. */
function sortIssues(issues: readonly Issue[]): readonly Issue[] {
  const distinct = new Map(issues.map((issue) => [JSON.stringify(issue), issue]));
  return [...distinct.values()].sort(
    (one, other) =>
      compareText(one.file, other.file) ||
      (one.line ?? 0) - (other.line ?? 0) ||
      (one.column ?? 0) - (other.column ?? 0),
  );
}

function compareText(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
