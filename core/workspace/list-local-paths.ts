import { replaceLocalPaths } from '../addons/local-paths.js';
import { listTemplates } from '../addons/merge-addons.js';
import { mergeTemplates } from '../addons/merge-templates.js';
import { isPlainObject } from '../manifest/plain-object.js';
import { readDocument } from '../manifest/text/read-document.js';
import type { AddonsSource, ManifestSource, Workspace } from './workspace.js';

/**
 * Paths of the files and folders outside of `copilot/` that a deployment needs: env files, files of static sites, what
 * addons package. As they are written, relative to the workspace root, in all environments; `${NAME}` may stand in
 * those of manifests. What cannot be read names nothing. Sorted.
 */
export function listLocalPaths(workspace: Workspace): readonly string[] {
  const addons = [
    ...workspace.workloadAddons.values(),
    ...workspace.environmentAddons.map((addon) => addon.addons),
    ...(workspace.sharedEnvironmentAddons ? [workspace.sharedEnvironmentAddons] : []),
  ];
  const paths = [
    ...workspace.workloads.flatMap(listManifestPaths),
    ...addons.flatMap(listAddonPaths),
  ];
  return [...new Set(paths)].sort();
}

function listManifestPaths({ text, file }: ManifestSource): readonly string[] {
  const result = readDocument(text, file);
  return result.ok ? [...findPaths(result.document.value)] : [];
}

/** Wherever they stand: the same fields are in containers and in the sections of environments. */
function* findPaths(value: unknown): Iterable<string> {
  if (Array.isArray(value)) for (const item of value) yield* findPaths(item);
  if (!isPlainObject(value)) return;
  if (typeof value.env_file === 'string') yield value.env_file;
  for (const upload of Array.isArray(value.files) ? value.files : []) {
    if (isPlainObject(upload) && typeof upload.source === 'string') yield upload.source;
  }
  for (const child of Object.values(value)) yield* findPaths(child);
}

function listAddonPaths(source: AddonsSource): readonly string[] {
  const { template, findDefinition } = mergeTemplates(listTemplates(source));
  const paths: string[] = [];
  replaceLocalPaths(template, source.folder, findDefinition, ({ path }) => {
    paths.push(path);
    return path;
  });
  return paths;
}
