import { renderEnvironmentAddon } from '../addons/environment-addon.js';
import { mergeAddons } from '../addons/merge-addons.js';
import type { MergedAddons } from '../addons/merged-addons.js';
import { hasErrors, type Issue } from '../issues.js';
import { IssueWriter } from '../manifest/text/issue-writer.js';
import type { RenderedStack } from '../release/release.js';
import type { RenderContext } from '../template/context.js';
import { renderEnvironment } from '../template/environment/render-environment.js';
import type { EnvironmentAddonSource } from '../workspace/workspace.js';
import { withEnvironmentAlarms } from './environment-alarms.js';
import { environmentParameters, featuresOf } from './environment-features.js';
import { environmentTraits } from './environment-traits.js';
import { findEnvironmentInputIssues, findInputIssues } from './findings/find-input-issues.js';
import { findStackFaults } from './findings/stack-faults.js';
import { applyOverridesFolder, overrideTaskDefinition } from './override-stack.js';
import type { ParsedEnvironment } from './parse-environment-manifest.js';
import type { ParsedWorkload } from './parse-workloads.js';
import type { RenderInput } from './render-input.js';
import { renderWorkload } from './render-workload.js';

export type StackResult = {
  /** Undefined where the input cannot be rendered at all. */
  readonly stack: RenderedStack | undefined;
  readonly issues: readonly Issue[];
};

function withAddons(addons: MergedAddons | undefined): { readonly addons?: MergedAddons } {
  return addons === undefined ? {} : { addons };
}

function soften(faults: readonly Issue[], { faults: severity = 'error' }: RenderInput) {
  return faults.map((fault) => ({ ...fault, severity }));
}

/** What all stacks of one rendering share. */
function baseContext(input: RenderInput, environment: ParsedEnvironment): RenderContext {
  return {
    facts: input.facts,
    application: input.facts.application.name,
    environment: input.environment,
    file: environment.file,
    manifestText: environment.text,
    workspace: input.workspace,
    traits: environmentTraits(environment.manifest),
    environmentParameters: {},
    uploadsAssets: input.uploadsAssets ?? true,
  };
}

export function workloadContext(
  workload: ParsedWorkload,
  environment: ParsedEnvironment,
  input: RenderInput,
): RenderContext {
  return {
    ...baseContext(input, environment),
    ...withAddons(workload.addons),
    file: workload.source.file,
    manifestText: workload.interpolatedText,
  };
}

/** A workload's stack with its overrides, and what it lacks. */
export function renderWorkloadStack(
  workload: ParsedWorkload,
  environment: ParsedEnvironment,
  input: RenderInput,
): StackResult {
  const context = workloadContext(workload, environment, input);
  const { source, manifest } = workload;
  const severity = input.missingInputs ?? 'error';
  const rendered = renderWorkload(manifest, context);
  const overridden = overrideTaskDefinition(
    rendered,
    manifest,
    new IssueWriter(source, input.environment),
  );
  const patched = applyOverridesFolder(overridden.stack, source.name, input.workspace);
  const faults = [
    ...(workload.addons?.faults ?? []),
    ...(hasErrors([...overridden.issues, ...patched.issues])
      ? []
      : findStackFaults(patched.stack, rendered.template, input.workspace, source)),
  ];
  const stack: RenderedStack = {
    ...patched.stack,
    alarms: withEnvironmentAlarms(patched.stack.alarms, environment.manifest),
    environmentFeatures: featuresOf(manifest),
  };
  const softened = soften(faults, input);
  return {
    // What CloudFormation would refuse, nobody else has to read.
    stack: hasErrors(softened) ? undefined : stack,
    issues: [
      ...findInputIssues(source, manifest, context, severity),
      ...overridden.issues,
      ...patched.issues,
      ...softened,
    ],
  };
}

/** The environment's stack, with the shared addons, for the workloads that will run in it. */
export function renderEnvironmentStack(
  environment: ParsedEnvironment,
  workloads: readonly ParsedWorkload[],
  input: RenderInput,
): StackResult {
  const { workspace, facts } = input;
  const source = workspace.sharedEnvironmentAddons;
  const merged =
    source &&
    mergeAddons(source, 'environment', {
      owner: 'environments',
      files: workspace.files,
      artifactBucket: facts.environment?.artifactBucket,
      region: facts.environment?.region,
    });
  const ofAddons = merged?.issues ?? [];
  if (environment.manifest === undefined) return { stack: undefined, issues: ofAddons };
  const users = workloads.map((workload) => ({
    manifest: workload.manifest,
    context: workloadContext(workload, environment, input),
  }));
  const context: RenderContext = {
    ...baseContext(input, environment),
    ...withAddons(merged?.ok ? merged.addons : undefined),
    environmentParameters: environmentParameters(
      users,
      facts.environmentParameters,
      facts.liveWorkloads,
    ),
  };
  const { manifest } = environment;
  const severity = input.missingInputs ?? 'error';
  const lacks = findEnvironmentInputIssues(environment, manifest, context, severity);
  const rendered = renderEnvironment(manifest, context);
  const patched = applyOverridesFolder(rendered, 'environments', workspace);
  const faults = [
    ...(merged?.ok ? (merged.addons?.faults ?? []) : []),
    ...(hasErrors(patched.issues)
      ? []
      : findStackFaults(patched.stack, rendered.template, workspace, {
          ...environment,
          name: 'environments',
        })),
  ];
  const softened = soften(faults, input);
  return {
    stack: hasErrors(softened) ? undefined : patched.stack,
    issues: [...ofAddons, ...lacks, ...patched.issues, ...softened],
  };
}

/** The stack of environment addons that have one of their own. */
export function renderAddonStack(
  addon: EnvironmentAddonSource,
  environment: ParsedEnvironment,
  input: RenderInput,
): StackResult {
  const rendered = renderEnvironmentAddon(addon, baseContext(input, environment), {
    strict: input.strict ?? false,
    faults: input.faults ?? 'error',
  });
  return { stack: rendered.ok ? rendered.stack : undefined, issues: rendered.issues };
}
