import { snakeCase } from '../../manifest/resolve/names.js';
import type { EcsWorkload } from '../../manifest/schema/workload.js';
import { errorAt, type Finding, warningAt } from '../../manifest/text/finding.js';
import type { Path } from '../../manifest/text/path.js';
import type { RenderContext } from '../../template/context.js';
import { missingEnvFiles } from '../../template/workload/env-files.js';
import { missingEnvFile } from '../../workspace/missing-files.js';
import { findUnbuiltImages } from './image-findings.js';
import { findUnknownSubnets } from './subnet-findings.js';

function* findMissingEnvFiles(workload: EcsWorkload, context: RenderContext): Iterable<Finding> {
  const missing = missingEnvFiles(workload, context);
  const places: readonly (readonly [string | undefined, Path])[] = [
    [workload.env_file, ['env_file']],
    [workload.logging?.env_file, ['logging', 'env_file']],
    ...Object.entries(workload.sidecars ?? {}).map(
      ([name, sidecar]): readonly [string | undefined, Path] => [
        sidecar.env_file,
        ['sidecars', name, 'env_file'],
      ],
    ),
  ];
  for (const [file, path] of places) {
    if (file === undefined || !missing.includes(file)) continue;
    yield missingEnvFile(path, file);
  }
}

/** Copilot renders both, and which one wins is left to ECS. */
function* findNameClashes(workload: EcsWorkload, context: RenderContext): Iterable<Finding> {
  for (const { name, kind } of context.addons?.outputs ?? []) {
    if (kind === 'managed-policy') continue;
    const injected = snakeCase(name);
    const field = kind === 'secret' ? 'secrets' : 'variables';
    if (!Object.hasOwn(workload[field] ?? {}, injected)) continue;
    const message = `"${injected}" is also made of output ${name} of copilot/${workload.name}/addons`;
    yield errorAt([field, injected], message, 'rename the output, or remove the field');
  }
}

/** Whether something the tasks need is missing outside the manifest. */
export function* findTaskMistakes(
  workload: EcsWorkload,
  context: RenderContext,
): Iterable<Finding> {
  yield* findUnbuiltImages(workload, context);
  yield* findMissingEnvFiles(workload, context);
  yield* findUnknownSubnets(workload.network.vpc.placement, context);
  yield* findNameClashes(workload, context);
}

/** A job's own fields that have no effect. */
export function* findJobDoubts(workload: EcsWorkload): Iterable<Finding> {
  if (workload.type !== 'Scheduled Job') return;
  const { security_groups: groups } = workload.network.vpc;
  if (groups === undefined || !('deny_default' in groups) || groups.deny_default !== true) return;
  const path = ['network', 'vpc', 'security_groups', 'deny_default'];
  yield warningAt(path, "has no effect on a job: it always has the environment's security group");
}
