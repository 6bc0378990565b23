import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { AutolandError } from '../../core/errors.js';
import { type Baseline, versionsOf } from '../../core/plan/plan-offline.js';
import { bundleKey } from '../../core/release/make-bundle.js';
import type { ReleaseBundle } from '../../core/release/release.js';
import { type RenderOptions, renderOffline } from './render-offline.js';

/**
 * What to compare with: the workspace of an earlier release (a folder or zip), or a release bundle as it lies in the
 * artifact bucket (`releases/<app>/<env>/<id>.json`), copied with the templates beside it.
 */
export async function readBaseline(place: string, options: RenderOptions): Promise<Baseline> {
  if (place.endsWith('.json')) return readBundle(place);
  const rendered = await renderOffline(place, options);
  if (!rendered.ok)
    throw new AutolandError(
      'WorkspaceInvalid',
      `${place} cannot be rendered, so nothing can be compared`,
      {
        instructions: [`autoland validate --workspace ${place}`],
      },
    );
  return { releaseId: rendered.made.bundle.releaseId, stacks: versionsOf(rendered.made) };
}

async function readBundle(file: string): Promise<Baseline> {
  const bundle = JSON.parse(await readText(file)) as ReleaseBundle;
  const root = findRoot(file, bundle);
  const objects = await Promise.all(
    bundle.stacks.map(async ({ templateKey }) => ({
      key: templateKey,
      body: new TextEncoder().encode(await readText(path.join(root, templateKey))),
    })),
  );
  return { releaseId: bundle.releaseId, stacks: versionsOf({ bundle, objects }) };
}

/** The folder that stands for the bucket: keys are paths below it. */
function findRoot(file: string, bundle: ReleaseBundle): string {
  const key = path.normalize(bundleKey(bundle));
  const absolute = path.resolve(file);
  if (absolute.endsWith(path.sep + key)) return absolute.slice(0, -key.length);
  throw new AutolandError('InputInvalid', `${file} does not lie where a bundle lies`, {
    instructions: [`keep the paths of the bucket: …/${key}, and its templates below manual/`],
  });
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new AutolandError('InputInvalid', `${file} cannot be read: ${(error as Error).message}`, {
      cause: error,
    });
  }
}
