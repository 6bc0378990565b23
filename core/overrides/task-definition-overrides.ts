import type { Issue } from '../issues.js';
import { errorAt, type Finding } from '../manifest/text/finding.js';
import type { CfnObject, Resource, Template } from '../template/cloudformation.js';
import { EditRefused } from './edit-value.js';
import { overrideDocument } from './override-document.js';
import type { OverrideResult, TaskDefinitionOverride } from './override-result.js';

/** What other parts of the stack rely on, and Copilot refuses to override. */
const FIXED_PATHS = [/^Family$/, /^ContainerDefinitions\[\d+\]\.Name$/];

const HINT =
  'paths start below Properties of the task definition, for instance ContainerDefinitions[0].Ulimits[-].HardLimit';

/** Why a path may not be overridden at all; undefined where it may. */
export function findFixedPath(path: string): string | undefined {
  return FIXED_PATHS.some((fixed) => fixed.test(path))
    ? `"${path}" cannot be overridden with a custom value`
    : undefined;
}

/**
 * Applies `taskdef_overrides` of a manifest below `Resources.TaskDefinition.Properties`, in order. Each rule that
 * cannot be applied is a finding by its path in the manifest, which `write` gives its place.
 */
export function applyTaskDefinitionOverrides(
  template: Template,
  overrides: readonly TaskDefinitionOverride[],
  write: (findings: readonly Finding[]) => readonly Issue[],
): OverrideResult {
  if (overrides.length === 0) return { ok: true, template, issues: [] };
  const definition = template.Resources.TaskDefinition;
  if (!definition) {
    const message = 'the workload has no task definition to override';
    return { ok: false, issues: write([errorAt(['taskdef_overrides'], message, HINT)]) };
  }
  const findings: Finding[] = [];
  let properties: CfnObject = definition.Properties ?? {};
  for (const [index, { path, value }] of overrides.entries()) {
    try {
      const fixed = findFixedPath(path);
      if (fixed) throw new EditRefused(fixed);
      // The path starts with a key, so that a map stays a map.
      properties = overrideDocument(properties, path, value) as CfnObject;
    } catch (error) {
      if (!(error instanceof EditRefused)) throw error;
      const message = `${error.message} (path "${path}")`;
      findings.push(errorAt(['taskdef_overrides', index, 'path'], message, HINT));
    }
  }
  if (findings.length > 0) return { ok: false, issues: write(findings) };
  const TaskDefinition: Resource = { ...definition, Properties: properties };
  return {
    ok: true,
    template: { ...template, Resources: { ...template.Resources, TaskDefinition } },
    issues: [],
  };
}
