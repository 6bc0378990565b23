import type { Facts } from '../facts/facts.js';
import { readDocument } from '../manifest/text/read-document.js';
import { sha256 } from '../release/content-hash.js';

export type ContainerImages = NonNullable<Facts['workloadImages']>[string];

/** Made-up images as if they had been pushed to the application's repositories; `version` tells one push from another. */
export function assumeImages(
  application: string,
  workload: string,
  containers: readonly string[],
  version: string,
): ContainerImages {
  const repository = `111111111111.dkr.ecr.us-east-1.amazonaws.com/${application}/${workload}`;
  return Object.fromEntries(
    containers.map((container) => [
      container,
      {
        repository,
        digest: `sha256:${sha256(`${application}/${workload}/${container}/${version}`)}`,
      },
    ]),
  );
}

type Loose = { readonly [key: string]: unknown };

const asObject = (value: unknown): Loose =>
  value !== null && typeof value === 'object' ? (value as Loose) : {};

/** Names of the containers of a manifest that are built from source, the workload's own first. */
export function listBuiltContainers(
  workload: string,
  text: string,
  environment: string,
): readonly string[] {
  const manifest = asObject(loadLeniently(text));
  const layers = [manifest, asObject(asObject(manifest.environments)[environment])];
  const found = new Set<string>();
  for (const layer of layers) {
    if (asObject(layer.image).build !== undefined) found.add(workload);
    for (const [name, sidecar] of Object.entries(asObject(layer.sidecars))) {
      if (asObject(asObject(sidecar).image).build !== undefined) found.add(name);
    }
  }
  return [...found];
}

/** Mistakes in a manifest are told by those who parse it; here it has no built containers then. */
function loadLeniently(text: string): unknown {
  const read = readDocument(text, '');
  return read.ok ? read.document.value : undefined;
}
