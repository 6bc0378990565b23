import type { Issue } from '../issues.js';
import type { WorkloadManifest } from '../manifest/schema/workload.js';
import type { Finding } from '../manifest/text/finding.js';
import type { IssueWriter } from '../manifest/text/issue-writer.js';
import { refuseCdkOverrides } from '../overrides/cdk-overrides.js';
import type { OverrideResult } from '../overrides/override-result.js';
import { applyPatches } from '../overrides/patches.js';
import { applyTaskDefinitionOverrides } from '../overrides/task-definition-overrides.js';
import type { RenderedStack } from '../release/release.js';
import type { CfnValue } from '../template/cloudformation.js';
import type { Workspace } from '../workspace/workspace.js';

export type OverriddenStack = {
  /** As far as the overrides could be applied. */
  readonly stack: RenderedStack;
  readonly issues: readonly Issue[];
};

function withResult(stack: RenderedStack, result: OverrideResult): OverriddenStack {
  return result.ok
    ? { stack: { ...stack, template: result.template }, issues: result.issues }
    : { stack, issues: result.issues };
}

/** `taskdef_overrides` of the manifest, before anything in the `overrides/` folder. */
export function overrideTaskDefinition(
  stack: RenderedStack,
  manifest: WorkloadManifest,
  writer: IssueWriter,
): OverriddenStack {
  const overrides = 'taskdef_overrides' in manifest ? (manifest.taskdef_overrides ?? []) : [];
  const typed = overrides.map(({ path, value }) => ({
    path,
    // Any YAML, with CloudFormation's tags in their long forms, is a value of a template.
    value: value as CfnValue,
  }));
  const write = (findings: readonly Finding[]) => writer.writeMerged(findings);
  return withResult(stack, applyTaskDefinitionOverrides(stack.template, typed, write));
}

/** The `overrides/` folder of a workload, or of `environments`: YAML patches; a CDK app is refused. */
export function applyOverridesFolder(
  stack: RenderedStack,
  name: string,
  workspace: Workspace,
): OverriddenStack {
  const patches = workspace.patches.get(name);
  if (patches !== undefined) {
    return withResult(stack, applyPatches(stack.template, patches.text, patches.file));
  }
  const cdk = workspace.cdkOverrides.get(name);
  return { stack, issues: cdk === undefined ? [] : [refuseCdkOverrides(cdk)] };
}
