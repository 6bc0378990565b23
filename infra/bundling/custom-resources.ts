import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Metafile } from 'esbuild';
import type { CustomResourceZip } from '../../core/template/custom-resource-code.js';
import { packCode } from '../../functions/custom-resources/pack-code.js';
import { ESBUILD_OPTIONS } from './bundling.js';

/** Name of the folder inside a function's bundle, which Lambda unpacks to /var/task. */
export const CODE_FOLDER = 'custom-resources';

/** Code of the custom resources, bundled as functions are: nothing else is needed to run it. */
export const bundleCustomResources = (): Promise<readonly CustomResourceZip[]> =>
  packCode(ESBUILD_OPTIONS);

/**
 * Puts the code beside the bundles of the functions that hand it out: its keys to those that render, the zips to those
 * that upload. Which these are, the bundles themselves tell.
 */
export async function placeCustomResources(
  folder: string,
  { outputs }: Metafile,
  zips: readonly CustomResourceZip[],
): Promise<void> {
  const index = JSON.stringify(Object.fromEntries(zips.map(({ name, key }) => [name, key])));
  for (const [file, { inputs }] of Object.entries(outputs)) {
    const has = (module: string) =>
      Object.keys(inputs).some((input) => input.endsWith(`functions/support/${module}.ts`));
    if (!has('facts/custom-resource-code')) continue;
    const target = join(folder, basename(dirname(file)), CODE_FOLDER);
    await mkdir(target, { recursive: true });
    await writeFile(join(target, 'index.json'), index);
    if (!has('release/upload-release')) continue;
    for (const { name, body } of zips) await writeFile(join(target, `${name}.zip`), body);
  }
}
