import { hasErrors, type Issue } from '../issues.js';
import type { RenderedStack } from '../release/release.js';
import { findDependencyIssues, findReferenceIssues } from '../workspace/find-reference-issues.js';
import { listNames } from '../workspace/list-names.js';
import { sortIssues } from '../workspace/sort-issues.js';
import { findCircles } from './find-circles.js';
import { parseEnvironmentManifest } from './parse-environment-manifest.js';
import { parseWorkloads } from './parse-workloads.js';
import type { RenderInput } from './render-input.js';
import { targetFacts } from './render-input.js';
import { renderAddonStack, renderEnvironmentStack, renderWorkloadStack } from './render-stacks.js';

export type ReleaseInput = RenderInput & {
  /** Environment addons and workloads to render; all of the workspace where absent. The environment always is. */
  readonly names?: readonly string[];
};

export type RenderResult =
  | {
      readonly ok: true;
      /** The environment, then its addons, then the workloads, each sorted by name. */
      readonly stacks: readonly RenderedStack[];
      /** Warnings. */
      readonly issues: readonly Issue[];
    }
  | { readonly ok: false; readonly issues: readonly Issue[] };

function findUnknownNames({ workspace, names = [] }: ReleaseInput): readonly Issue[] {
  const known = listNames(workspace);
  return names
    .filter((name) => !known.includes(name))
    .map((name) => ({
      severity: 'error',
      file: `copilot/${name}/manifest.yml`,
      message: `the workspace has no workload or environment addons "${name}"`,
      hint:
        known.length === 0 ? 'the workspace is empty' : `it has ${[...known].sort().join(', ')}`,
    }));
}

/** A doubt about a place that is known to be wrong says nothing more. */
function dropRepeated(issues: readonly Issue[]): readonly Issue[] {
  const place = ({ file, line, field }: Issue) => `${file}:${line}:${field}`;
  const wrong = new Set(issues.filter(({ severity }) => severity === 'error').map(place));
  return issues.filter((issue) => issue.severity === 'error' || !wrong.has(place(issue)));
}

/**
 * Renders everything that a release of one environment consists of: the environment stack, each stack of environment
 * addons, each workload. Pure: the same workspace and facts give the same bytes. All mistakes are told at once, and
 * then nothing is rendered.
 */
export function renderRelease(given: ReleaseInput): RenderResult {
  const input: ReleaseInput = { ...given, facts: targetFacts(given) };
  const { workspace, names } = input;
  const isWanted = ({ name }: { readonly name: string }) => names?.includes(name) ?? true;
  const environment = parseEnvironmentManifest(input);
  const parsed = parseWorkloads(workspace.workloads.filter(isWanted), input);
  const results = [
    renderEnvironmentStack(environment, parsed.workloads, input),
    ...workspace.environmentAddons
      .filter(isWanted)
      .map((addon) => renderAddonStack(addon, environment, input)),
    ...parsed.workloads.map((workload) => renderWorkloadStack(workload, environment, input)),
  ];
  const issues = dropRepeated([
    ...findUnknownNames(input),
    ...environment.issues,
    ...parsed.issues,
    ...results.flatMap((result) => result.issues),
    ...findReferenceIssues(
      workspace,
      parsed.workloads.map((workload) => ({ ...workload, environment: input.environment })),
    ),
    ...findDependencyIssues(workspace, parsed.mistaken),
  ]);
  const stacks = results.flatMap(({ stack }) => stack ?? []);
  if (!hasErrors(issues)) return { ok: true, stacks, issues };
  const circles = findCircles(stacks, parsed.mistaken, input);
  return { ok: false, issues: sortIssues([...issues, ...circles]) };
}
