import type { WorkloadSource } from '../workspace/workspace.js';
import { type ManifestInput, type ManifestResult, parseManifest } from './parse-manifest.js';
import { findWorkloadMistakes } from './rules/workload.js';
import { WORKLOAD_SCHEMAS, type WorkloadManifest } from './schema/workload.js';

/**
 * Reads a workload's manifest for one environment. What Copilot's own defaults fill in is filled in here too, and
 * nothing else: `cpu` 256, `memory` 512, `count` 1, `network.vpc.placement` public for all that runs on ECS,
 * `exec` false for services, `cpu` 1024 and `memory` 2048 for a Request-Driven Web Service.
 */
export function parseWorkload(
  source: WorkloadSource,
  input: ManifestInput,
): ManifestResult<WorkloadManifest> {
  return parseManifest<WorkloadManifest>(source, input, {
    schema: WORKLOAD_SCHEMAS[source.type],
    hasEnvironments: true,
    findMistakes: findWorkloadMistakes,
  });
}
