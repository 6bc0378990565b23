import { posix } from 'node:path';
import type { EcsWorkload } from '../../manifest/schema/workload.js';
import { sha256 } from '../../release/content-hash.js';
import type { Asset } from '../../release/release.js';
import type { EnvFileSlot } from '../containers/env-file-parameters.js';
import { envFileSlots } from '../containers/env-file-parameters.js';
import type { RenderContext } from '../context.js';
import { objectArn } from '../s3-location.js';

/** Copilot's key layout: content-addressed, so the same file gives the same parameter. */
function envFileAsset(path: string, body: Uint8Array): Asset {
  const name = posix.basename(path);
  return { key: `manual/env-files/${name}/${sha256(body)}.env`, body };
}

function findAsset(slot: EnvFileSlot, context: RenderContext): Asset | undefined {
  if (slot.path === undefined || !context.uploadsAssets) return undefined;
  const body = context.workspace.files.get(posix.normalize(slot.path));
  return body === undefined ? undefined : envFileAsset(slot.path, body);
}

/** Env files of all containers that the workspace holds. */
export function envFileAssets(workload: EcsWorkload, context: RenderContext): readonly Asset[] {
  return envFileSlots(workload).flatMap((slot) => {
    const asset = findAsset(slot, context);
    return asset === undefined ? [] : [asset];
  });
}

/** Values of the `…EnvFileARN…` parameters; empty where a container has no file. */
export function envFileArns(
  workload: EcsWorkload,
  context: RenderContext,
): { readonly [parameter: string]: string } {
  const { artifactBucket = '', region } = context.facts.environment ?? {};
  return Object.fromEntries(
    envFileSlots(workload).map((slot): [string, string] => {
      const asset = findAsset(slot, context);
      const arn = asset === undefined ? '' : objectArn(artifactBucket, region, asset.key);
      return [slot.parameter, arn];
    }),
  );
}

/** Paths that the manifest names and the workspace lacks. */
export function missingEnvFiles(workload: EcsWorkload, context: RenderContext): readonly string[] {
  return envFileSlots(workload).flatMap(({ path }) =>
    path === undefined || context.workspace.files.has(posix.normalize(path)) ? [] : [path],
  );
}
