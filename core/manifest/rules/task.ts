import { findAdvancedCount, findRange } from '../resolve/counts.js';
import { resolvePlatform } from '../resolve/platforms.js';
import type { EcsWorkload } from '../schema/workload.js';
import { errorAt, type Finding, quoteFound, warningAt } from '../text/finding.js';
import { findEnvironmentValueMistakes } from './environment-values.js';
import { findPlatformMistakes } from './platform.js';
import { findCommandMistakes } from './sidecars.js';
import { findStorageMistakes } from './storage.js';

/** Fields that every ECS task has. */
export function* findTaskMistakes(manifest: EcsWorkload): Iterable<Finding> {
  yield* findCommandMistakes(manifest, []);
  yield* findPlatformMistakes(manifest.platform);
  yield* findStorageMistakes(manifest.storage);
  yield* findEnvironmentValueMistakes(manifest, []);
  yield* findSizeDoubts(manifest);
  yield* findOverrideMistakes(manifest);
  yield* findWindowsMistakes(manifest);
  yield* findArmMistakes(manifest);
}

const PATH_SEGMENT = /^[a-zA-Z0-9_-]+(\[(\d+|-)\])?$/;
const FIXED_PATH = /^(?:Family|ContainerDefinitions\[\d+\]\.Name)$/;

function* findOverrideMistakes({ taskdef_overrides: rules = [] }: EcsWorkload): Iterable<Finding> {
  for (const [index, { path }] of rules.entries()) {
    const at = ['taskdef_overrides', index, 'path'];
    if (FIXED_PATH.test(path)) {
      yield errorAt(at, `"${path}" cannot be overridden with a custom value`);
    }
    const wrong = path.split('.').find((segment) => !PATH_SEGMENT.test(segment));
    if (wrong === undefined) continue;
    const hint = 'paths look like ContainerDefinitions[0].Ulimits[-].HardLimit';
    yield errorAt(at, `${quoteFound(path)} is no path: ${quoteFound(wrong)} is no segment`, hint);
  }
}

function* findWindowsMistakes(manifest: EcsWorkload): Iterable<Finding> {
  if (!resolvePlatform(manifest.platform)?.isWindows) return;
  const { readonly_fs: isReadOnly, volumes = {} } = manifest.storage ?? {};
  if (isReadOnly) {
    const message = 'cannot be true for a Windows container';
    yield errorAt(['storage', 'readonly_fs'], message);
  }
  for (const [name, volume] of Object.entries(volumes)) {
    if (volume.efs === undefined || volume.efs === false) continue;
    yield errorAt(
      ['storage', 'volumes', name, 'efs'],
      'EFS is not supported for a Windows container',
    );
  }
  const hasConnect =
    manifest.type === 'Load Balanced Web Service' || manifest.type === 'Backend Service';
  if (hasConnect && manifest.network.connect) {
    yield errorAt(['network', 'connect'], 'service connect is not supported for Windows');
  }
}

function* findArmMistakes(manifest: EcsWorkload): Iterable<Finding> {
  const count = findAdvancedCount(manifest.count);
  if (!count || !resolvePlatform(manifest.platform)?.isArm) return;
  const message = 'Fargate Spot is not supported on ARM';
  if (count.spot !== undefined) yield errorAt(['count', 'spot'], message);
  if (count.range !== undefined && findRange(count.range)?.spotFrom !== undefined) {
    yield errorAt(['count', 'range', 'spot_from'], message);
  }
}

/** Memory in MiB that Fargate has for each size of CPU: from, to, step. Source: AWS, Fargate task sizes. */
const SIZES: ReadonlyMap<number, readonly [from: number, to: number, step: number]> = new Map([
  [256, [512, 2048, 512]],
  [512, [1024, 4096, 1024]],
  [1024, [2048, 8192, 1024]],
  [2048, [4096, 16384, 1024]],
  [4096, [8192, 30720, 1024]],
  [8192, [16384, 61440, 4096]],
  [16384, [32768, 122880, 8192]],
]);

function* findSizeDoubts({ cpu, memory }: EcsWorkload): Iterable<Finding> {
  const size = SIZES.get(cpu);
  if (size === undefined) {
    const known = [...SIZES.keys()].join(', ');
    yield warningAt(['cpu'], `Fargate has no task with ${cpu} CPU units`, `sizes are ${known}`);
    return;
  }
  const [from, to, step] = size;
  // 256 CPU units go with 512, 1024 and 2048 MiB only.
  const isGap = cpu === 256 && memory === 1536;
  if (memory >= from && memory <= to && (memory - from) % step === 0 && !isGap) return;
  const hint = `with cpu ${cpu} it takes ${from} to ${to} MiB in steps of ${step}`;
  yield warningAt(['memory'], `Fargate has no task with ${cpu} CPU units and ${memory} MiB`, hint);
}
