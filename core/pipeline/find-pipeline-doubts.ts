import type { Issue } from '../issues.js';
import { findNearest } from '../manifest/nearest-key.js';
import { type Finding, quoteFound, warningAt } from '../manifest/text/finding.js';
import { IssueWriter } from '../manifest/text/issue-writer.js';
import type { ManifestSource, Workspace } from '../workspace/workspace.js';
import type { PipelineManifest } from './pipeline-manifest.js';

/**
 * Names in a pipeline that the workspace does not know. They are only doubted: an environment may be managed in another
 * workspace, and a deployment with a template of its own may be called anything.
 */
export function findPipelineDoubts(
  { stages }: PipelineManifest,
  source: ManifestSource,
  workspace: Workspace,
): readonly Issue[] {
  const environments = workspace.environments.map(({ name }) => name);
  const stacks = [
    ...workspace.workloads,
    ...workspace.environmentAddons,
    ...workspace.environments,
  ];
  const names = stacks.map(({ name }) => name);
  const findings = stages.flatMap((stage, index): readonly Finding[] => {
    const deployments = (stage.deployments ?? []).filter(
      ({ name, templatePath }) => templatePath === undefined && !names.includes(name),
    );
    return [
      ...(environments.length === 0 || environments.includes(stage.environment)
        ? []
        : [doubt(['stages', index], 'environment', stage.environment, environments)]),
      ...deployments.map(({ name }) => ({
        ...doubt(['stages', index, 'deployments', name], 'deployment', name, names),
        atKey: true,
      })),
    ];
  });
  // A pipeline has no section for an environment.
  return new IssueWriter(source, '').writeOriginal(findings);
}

function doubt(
  path: Finding['path'],
  what: string,
  name: string,
  known: readonly string[],
): Finding {
  const near = findNearest(name, known);
  const hint = near ? `did you mean "${near}"?` : `known are ${known.join(', ')}`;
  return warningAt(path, `${what} ${quoteFound(name)} is not in the workspace`, hint);
}
