import type { ManifestReader } from './manifest-reader.js';
import type { ManifestSource } from './workspace.js';

export type OverrideFolders = {
  readonly patches: ReadonlyMap<string, ManifestSource>;
  readonly cdkOverrides: ReadonlyMap<string, string>;
};

const OVERRIDES = /^copilot\/((?:pipelines\/)?[^/]+)\/overrides\/(.+)$/;

/**
 * `overrides/` folders by name: of a workload, `environments`, or `pipelines/<name>`. YAML patches come first, as in
 * Copilot; a folder that holds neither patches nor a CDK app is a mistake.
 */
export function readOverrides(reader: ManifestReader): OverrideFolders {
  const contents = new Map<string, Set<string>>();
  for (const path of [...reader.files.keys()].sort()) {
    const [, name, file] = OVERRIDES.exec(path) ?? [];
    if (name === undefined || file === undefined) continue;
    contents.set(name, (contents.get(name) ?? new Set()).add(file));
  }
  const patches = new Map<string, ManifestSource>();
  const cdkOverrides = new Map<string, string>();
  for (const [name, files] of contents) {
    const folder = `copilot/${name}/overrides`;
    const patch = reader.readSource(`${folder}/cfn.patches.yml`, name);
    if (patch) patches.set(name, patch);
    else if (files.has('cdk.json')) cdkOverrides.set(name, folder);
    else reader.report(describeEmpty(folder));
  }
  return { patches, cdkOverrides };
}

function describeEmpty(folder: string) {
  return {
    severity: 'error',
    file: folder,
    message: 'holds neither cfn.patches.yml nor cdk.json',
    hint: 'write the patches into cfn.patches.yml, or remove the folder',
  } as const;
}
