import { snakeCase } from '../../manifest/resolve/names.js';
import type { EcsWorkload } from '../../manifest/schema/workload.js';
import { errorAt, type Finding, warningAt } from '../../manifest/text/finding.js';
import type { Path } from '../../manifest/text/path.js';
import { mainImage, sidecarImage } from '../../template/containers/images.js';
import type { RenderContext } from '../../template/context.js';
import { findSubnetTags, subnetTagsKey } from '../../template/service/network.js';
import { missingEnvFiles } from '../../template/workload/env-files.js';

function* findUnbuiltImages(workload: EcsWorkload, context: RenderContext): Iterable<Finding> {
  const hint = 'build and push it, and hand over repository and digest with the deployment';
  if (mainImage(workload, context) === '') {
    yield errorAt(['image', 'build'], `image of ${workload.name} has not been pushed`, hint);
  }
  for (const name of Object.keys(workload.sidecars ?? {})) {
    if (sidecarImage(workload, name, context) !== '') continue;
    const message = `image of sidecar ${name} of ${workload.name} has not been pushed`;
    yield errorAt(['sidecars', name, 'image'], message, hint);
  }
}

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
    const hint = 'paths are relative to the folder that holds copilot/';
    yield errorAt(path, `env file "${file}" is not in the workspace`, hint);
  }
}

function* findUnknownSubnets(workload: EcsWorkload, context: RenderContext): Iterable<Finding> {
  const tags = findSubnetTags(workload.network);
  if (tags === undefined) return;
  const found = context.facts.taggedSubnets?.[subnetTagsKey(tags)] ?? [];
  if (found.length > 0) return;
  const path = ['network', 'vpc', 'placement', 'subnets', 'from_tags'];
  yield errorAt(path, `no subnet has the tags ${subnetTagsKey(tags)}`, 'check tags and account');
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
  yield* findUnknownSubnets(workload, context);
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
