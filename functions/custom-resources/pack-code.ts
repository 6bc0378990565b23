import { basename, join } from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import {
  type CustomResourceZip,
  zipCustomResource,
} from '../../core/template/custom-resource-code.js';
import { CUSTOM_RESOURCE_NAMES } from '../../core/template/custom-resource-function.js';
import { CUSTOM_RESOURCES } from './catalogue.js';

/** Bundles the code of every custom resource, each as the only module of a zip. Runs where Autoland is built or rehearsed. */
export async function packCode(options: BuildOptions): Promise<readonly CustomResourceZip[]> {
  const { outputFiles = [] } = await build({
    ...options,
    bundle: true,
    platform: 'node',
    format: 'esm',
    entryPoints: CUSTOM_RESOURCE_NAMES.map((name) => ({
      in: join(import.meta.dirname, CUSTOM_RESOURCES[name].entry),
      out: name,
    })),
    outdir: import.meta.dirname,
    write: false,
  });
  const modules = new Map(outputFiles.map(({ path, contents }) => [basename(path), contents]));
  return CUSTOM_RESOURCE_NAMES.map((name) => {
    const module = modules.get(`${name}.js`);
    if (module === undefined) throw new Error(`esbuild made no bundle of ${name}`);
    return zipCustomResource(name, module);
  });
}
