import { mergeAddons } from '../addons/merge-addons.js';
import type { AddonsKind, MergedAddons } from '../addons/merged-addons.js';
import { hasErrors, type Issue } from '../issues.js';
import type { RenderedStack } from '../release/release.js';
import type { AddonsSource } from '../workspace/workspace.js';
import { parseEnvironmentManifest } from './parse-environment-manifest.js';
import { parseWorkloads } from './parse-workloads.js';
import type { RenderInput } from './render-input.js';
import { targetFacts } from './render-input.js';
import { renderAddonStack, renderEnvironmentStack, renderWorkloadStack } from './render-stacks.js';

export type OneInput = RenderInput & {
  /** A workload, environment addons, the environment itself, or `environments` for the shared addons. */
  readonly name: string;
};

export type OneResult =
  | {
      readonly ok: true;
      /** Undefined for addons that have no stack of their own. */
      readonly stack: RenderedStack | undefined;
      /** The addons that belong to it, merged. */
      readonly addons: MergedAddons | undefined;
      /** Warnings. */
      readonly issues: readonly Issue[];
    }
  | { readonly ok: false; readonly issues: readonly Issue[] };

type Found = {
  readonly stack: RenderedStack | undefined;
  readonly addons: MergedAddons | undefined;
  readonly issues: readonly Issue[];
};

/** Name by which the addons that all environments share are rendered alone. */
const SHARED_ADDONS = 'environments';

function renderAddonsAlone(
  source: AddonsSource,
  kind: AddonsKind,
  owner: string,
  { workspace, facts, faults = 'error' }: RenderInput,
): Found {
  const merged = mergeAddons(source, kind, {
    owner,
    files: workspace.files,
    artifactBucket: facts.environment?.artifactBucket,
    region: facts.environment?.region,
  });
  const addons = merged.ok ? merged.addons : undefined;
  const softened = (addons?.faults ?? []).map((fault) => ({ ...fault, severity: faults }));
  return { stack: undefined, addons, issues: [...merged.issues, ...softened] };
}

function renderWorkloadAlone(input: OneInput): Found | undefined {
  const source = input.workspace.workloads.find(({ name }) => name === input.name);
  if (source === undefined) return undefined;
  const environment = parseEnvironmentManifest(input);
  const { workloads, issues } = parseWorkloads([source], input);
  const [workload] = workloads;
  if (workload === undefined) return { stack: undefined, addons: undefined, issues };
  const rendered = renderWorkloadStack(workload, environment, input);
  // Doubts about the environment are told where the environment is rendered.
  const ofEnvironment = environment.issues.filter(({ severity }) => severity === 'error');
  const all = [...ofEnvironment, ...issues, ...rendered.issues];
  return { stack: rendered.stack, addons: workload.addons, issues: all };
}

function renderEnvironmentAlone(input: OneInput): Found | undefined {
  const { workspace, name, environment: target } = input;
  if (name !== target || !workspace.environments.some((source) => source.name === name)) {
    return undefined;
  }
  const environment = parseEnvironmentManifest(input);
  // Workloads that cannot be read leave the environment's features as they are.
  const { workloads } = parseWorkloads(workspace.workloads, input);
  const rendered = renderEnvironmentStack(environment, workloads, input);
  const issues = [...environment.issues, ...rendered.issues];
  return { stack: rendered.stack, addons: undefined, issues };
}

function renderAddonAlone(input: OneInput): Found | undefined {
  const { workspace, name } = input;
  const addon = workspace.environmentAddons.find((source) => source.name === name);
  if (addon !== undefined) {
    const rendered = renderAddonStack(addon, parseEnvironmentManifest(input), input);
    return { stack: rendered.stack, addons: undefined, issues: rendered.issues };
  }
  const shared = workspace.sharedEnvironmentAddons;
  if (name === SHARED_ADDONS && shared !== undefined) {
    return renderAddonsAlone(shared, 'environment', SHARED_ADDONS, input);
  }
  const ofWorkload = workspace.workloadAddons.get(name);
  return ofWorkload && renderAddonsAlone(ofWorkload, 'workload', name, input);
}

function describeUnknown({ workspace, name, environment }: OneInput): Issue {
  const known = [...workspace.workloads, ...workspace.environmentAddons, ...workspace.environments];
  return {
    severity: 'error',
    file: `copilot/${name}`,
    message: `nothing called "${name}" can be rendered for environment "${environment}"`,
    hint: `the workspace has ${
      known
        .map((source) => source.name)
        .sort()
        .join(', ') || 'nothing'
    }`,
  };
}

/** Renders one workload, one environment, or the addons of one of them. */
export function renderOne(given: OneInput): OneResult {
  const input: OneInput = { ...given, facts: targetFacts(given) };
  const found = renderWorkloadAlone(input) ??
    renderEnvironmentAlone(input) ??
    renderAddonAlone(input) ?? {
      stack: undefined,
      addons: undefined,
      issues: [describeUnknown(input)],
    };
  if (hasErrors(found.issues)) return { ok: false, issues: found.issues };
  return { ok: true, stack: found.stack, addons: found.addons, issues: found.issues };
}
