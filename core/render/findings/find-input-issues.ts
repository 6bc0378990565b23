import type { Issue } from '../../issues.js';
import type { Environment } from '../../manifest/schema/environment.js';
import type { EcsWorkload, WorkloadManifest } from '../../manifest/schema/workload.js';
import type { Finding } from '../../manifest/text/finding.js';
import { IssueWriter } from '../../manifest/text/issue-writer.js';
import type { RenderContext } from '../../template/context.js';
import type { ManifestSource, WorkloadSource } from '../../workspace/workspace.js';
import { findAppRunnerInputMistakes } from './app-runner-findings.js';
import { findBackendRuleMistakes } from './backend-rule-findings.js';
import { findEnvironmentInputMistakes } from './environment-findings.js';
import { findImportedLoadBalancerMistakes } from './imported-load-balancer-findings.js';
import { findPriorityMistakes } from './priority-findings.js';
import { findNetworkLoadBalancerMistakes, findPublicRuleMistakes } from './public-rule-findings.js';
import { findSiteInputMistakes } from './site-findings.js';
import { findStrategyMistakes } from './strategy-findings.js';
import { findJobDoubts, findTaskMistakes } from './task-findings.js';
import { findUnusableValues } from './unusable-value-findings.js';

function* findEcsMistakes(workload: EcsWorkload, context: RenderContext): Iterable<Finding> {
  yield* findTaskMistakes(workload, context);
  yield* findUnusableValues(workload);
  yield* findJobDoubts(workload);
  if (workload.type !== 'Scheduled Job') yield* findStrategyMistakes(workload, context);
  yield* findPriorityMistakes(workload, context);
  if (workload.type === 'Load Balanced Web Service') {
    yield* findImportedLoadBalancerMistakes(workload, context);
    yield* findPublicRuleMistakes(workload, context);
    yield* findNetworkLoadBalancerMistakes(workload, context);
  }
  if (workload.type === 'Backend Service') yield* findBackendRuleMistakes(workload, context);
}

function* findMistakes(manifest: WorkloadManifest, context: RenderContext): Iterable<Finding> {
  switch (manifest.type) {
    case 'Request-Driven Web Service':
      yield* findAppRunnerInputMistakes(manifest, context);
      return;
    case 'Static Site':
      yield* findSiteInputMistakes(manifest, context);
      return;
    default:
      yield* findEcsMistakes(manifest, context);
  }
}

/**
 * What a manifest asks for and the facts, the environment or the workspace do not give. `severity` is what such a
 * lack amounts to: see `RenderInput.missingInputs`.
 */
export function findInputIssues(
  source: WorkloadSource,
  manifest: WorkloadManifest,
  context: RenderContext,
  severity: 'error' | 'warning',
): readonly Issue[] {
  const findings = [...findMistakes(manifest, context)];
  return writeIssues(findings, source, context.environment, severity);
}

/** As {@link findInputIssues}, for the environment's own manifest. */
export function findEnvironmentInputIssues(
  source: Pick<ManifestSource, 'file' | 'text'>,
  manifest: Environment,
  context: RenderContext,
  severity: 'error' | 'warning',
): readonly Issue[] {
  const findings = [...findEnvironmentInputMistakes(manifest, context)];
  return writeIssues(findings, source, context.environment, severity);
}

function writeIssues(
  findings: readonly Finding[],
  source: Pick<ManifestSource, 'file' | 'text'>,
  environment: string,
  severity: 'error' | 'warning',
): readonly Issue[] {
  const lowered = findings.map((finding) =>
    severity === 'warning' ? { ...finding, severity } : finding,
  );
  return new IssueWriter({ name: source.file, ...source }, environment).writeMerged(lowered);
}
