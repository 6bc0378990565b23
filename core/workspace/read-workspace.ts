import type { Issue } from '../issues.js';
import { findWorkspaceRoot } from './find-root.js';
import { ManifestReader } from './manifest-reader.js';
import { type OverrideFolders, readOverrides } from './read-overrides.js';
import type {
  AddonsSource,
  EnvironmentAddonSource,
  ManifestSource,
  Workspace,
  WorkspaceFiles,
} from './workspace.js';

export type WorkspaceResult = {
  readonly workspace: Workspace;
  readonly issues: readonly Issue[];
};

/** Folders of `copilot/` that are no workloads. */
const ENVIRONMENTS = 'environments';
const PIPELINES = 'pipelines';

/**
 * Sorts a `copilot/` folder by kind. Nothing is interpreted but the type of each manifest; a file that cannot be told
 * is an issue and left out. A root that is the `copilot` folder itself, or a single folder around it, is understood.
 */
export function readWorkspace(files: WorkspaceFiles): WorkspaceResult {
  const root = findWorkspaceRoot(files);
  const reader = new ManifestReader(root ?? new Map());
  if (root === undefined) {
    const hint = 'give the folder that holds copilot/, or copilot/ itself';
    reader.report({
      severity: 'error',
      file: 'copilot',
      message: 'there is no copilot folder',
      hint,
    });
  }
  const folders = listFolders(root ?? new Map());
  const addons = readAddons(reader);
  const { workloads, environmentAddons, leftOut } = readWorkloads(reader, folders, addons);
  const overrides = readOverrides(reader);
  return {
    workspace: {
      application: reader.readApplication(),
      workloads,
      environments: readNested(reader, ENVIRONMENTS),
      environmentAddons,
      leftOut,
      sharedEnvironmentAddons: addons.get(ENVIRONMENTS),
      pipelines: readPipelines(reader),
      workloadAddons: selectAddons(addons, workloads),
      ...selectOverrides(overrides),
      files: reader.files,
    },
    issues: reader.issues,
  };
}

/** Names of the folders right below `copilot/`, but for those of environments and pipelines. Sorted. */
function listFolders(files: WorkspaceFiles): readonly string[] {
  const names = [...files.keys()].flatMap((path) => /^copilot\/([^/]+)\//.exec(path)?.[1] ?? []);
  const own = names.filter(
    (name) => name !== ENVIRONMENTS && name !== PIPELINES && !name.startsWith('.'),
  );
  return [...new Set(own)].sort();
}

function readWorkloads(
  reader: ManifestReader,
  folders: readonly string[],
  addons: ReadonlyMap<string, AddonsSource>,
): Pick<Workspace, 'workloads' | 'environmentAddons' | 'leftOut'> {
  const workloads: Workspace['workloads'][number][] = [];
  const environmentAddons: EnvironmentAddonSource[] = [];
  const leftOut: string[] = [];
  for (const name of folders) {
    const source = reader.readManifest(`copilot/${name}`, name);
    const type = source && reader.readType(source);
    if (source === undefined || type === undefined) {
      if (reader.hasManifest(`copilot/${name}`)) leftOut.push(name);
      continue;
    }
    if (type !== 'Environment Addons') workloads.push({ ...source, type });
    else environmentAddons.push(readEnvironmentAddon(reader, source, addons.get(name)));
  }
  return { workloads, environmentAddons, leftOut };
}

function readEnvironmentAddon(
  reader: ManifestReader,
  source: ManifestSource,
  addons: AddonsSource | undefined,
): EnvironmentAddonSource {
  const folder = `copilot/${source.name}/addons`;
  if (addons === undefined) {
    const message = 'environment addons without a template';
    reader.report({
      severity: 'error',
      file: source.file,
      message,
      hint: `put templates into ${folder}`,
    });
  }
  return { ...source, addons: addons ?? { folder, files: new Map() } };
}

/** Manifests of `copilot/<folder>/<name>/manifest.yml`, sorted by name. */
function readNested(reader: ManifestReader, folder: string): readonly ManifestSource[] {
  const pattern = new RegExp(`^copilot/${folder}/([^/]+)/manifest\\.ya?ml$`);
  const names = [...reader.files.keys()].flatMap((path) => pattern.exec(path)?.[1] ?? []);
  // A template in environments/addons may well be called manifest.yml.
  const own = names.filter((name) => name !== 'addons' && name !== 'overrides');
  return [...new Set(own)].sort().flatMap((name) => {
    return reader.readManifest(`copilot/${folder}/${name}`, name) ?? [];
  });
}

function readPipelines(reader: ManifestReader): readonly ManifestSource[] {
  const nested = readNested(reader, PIPELINES);
  // The form before several pipelines were possible: one file, whose name is in it.
  const legacy = reader.readSource('copilot/pipeline.yml', 'pipeline');
  if (legacy === undefined) return nested;
  const name = /^name:[ \t]*(['"]?)([^'"#\r\n]+?)\1[ \t]*(?:#.*)?$/m.exec(legacy.text)?.[2];
  const all = [...nested, { ...legacy, name: name ?? legacy.name }];
  return all.sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** Addons folders by the name of the folder that they are in; only templates and the parameters file count. */
function readAddons(reader: ManifestReader): ReadonlyMap<string, AddonsSource> {
  const found = new Map<string, Map<string, string>>();
  for (const path of [...reader.files.keys()].sort()) {
    const [, name, base] = /^copilot\/([^/]+)\/addons\/([^/]+\.ya?ml)$/.exec(path) ?? [];
    if (name === undefined || base === undefined) continue;
    const text = reader.readText(path);
    if (text === undefined) continue;
    const files = found.get(name) ?? new Map<string, string>();
    found.set(name, files.set(base, text));
  }
  const sources = [...found].map(([name, files]): [string, AddonsSource] => {
    return [name, { folder: `copilot/${name}/addons`, files }];
  });
  return new Map(sources);
}

function selectAddons(
  addons: ReadonlyMap<string, AddonsSource>,
  workloads: readonly ManifestSource[],
): ReadonlyMap<string, AddonsSource> {
  const names = new Set(workloads.map(({ name }) => name));
  return new Map([...addons].filter(([name]) => names.has(name)));
}

function selectOverrides({ patches, cdkOverrides }: OverrideFolders) {
  return { patches, cdkOverrides };
}
