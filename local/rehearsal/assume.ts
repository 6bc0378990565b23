import { load } from 'js-yaml';
import type { Facts } from '../../core/facts/facts.js';
import { sha256 } from '../../core/release/content-hash.js';
import type { Workspace } from '../../core/workspace/workspace.js';

type Images = NonNullable<Facts['workloadImages']>;

/** What a rehearsal takes for granted because neither workspace nor facts say it. Each is told to the user. */
export type Assumptions = {
  readonly facts: Partial<Facts>;
  /** Images of the rehearsed release, and of the one before it. */
  readonly images: Images;
  readonly previousImages: Images;
  /** One line per assumption. */
  readonly notes: readonly string[];
};

export type AssumeInput = {
  readonly workspace: Workspace;
  readonly environment: string;
  readonly facts: Partial<Facts>;
  readonly application: string;
};

/** Fills in what rendering needs: a pushed image for every container that is built. */
export function assume({ workspace, facts, application, environment }: AssumeInput): Assumptions {
  const images: { [workload: string]: Images[string] } = {};
  const previousImages: { [workload: string]: Images[string] } = {};
  const notes: string[] = [];
  for (const { name, text } of workspace.workloads) {
    const built = listBuiltContainers(name, text, environment);
    const known = facts.workloadImages?.[name] ?? {};
    const assumed = built.filter((container) => !(container in known));
    if (assumed.length > 0) notes.push(`pushed images of ${name}: ${assumed.join(', ')}`);
    images[name] = { ...imagesOf(application, name, assumed, 'new'), ...known };
    previousImages[name] = imagesOf(application, name, built, 'previous');
  }
  return { facts, images: dropEmpty(images), previousImages: dropEmpty(previousImages), notes };
}

function imagesOf(
  application: string,
  workload: string,
  containers: readonly string[],
  version: string,
): Images[string] {
  const digestOf = (container: string): string =>
    `sha256:${sha256(`${application}/${workload}/${container}/${version}`)}`;
  return Object.fromEntries(
    containers.map((container) => [
      container,
      {
        repository: `111111111111.dkr.ecr.us-east-1.amazonaws.com/${application}/${workload}`,
        digest: digestOf(container),
      },
    ]),
  );
}

function dropEmpty(images: { readonly [workload: string]: Images[string] }): Images {
  return Object.fromEntries(
    Object.entries(images).filter(([, containers]) => Object.keys(containers).length > 0),
  );
}

type Loose = { readonly [key: string]: unknown };

const asObject = (value: unknown): Loose =>
  value !== null && typeof value === 'object' ? (value as Loose) : {};

/** Names of the containers of a manifest that are built from source, the workload's own first. */
function listBuiltContainers(
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

/** Mistakes in a manifest are told by the API when the workspace is posted; here it has no built containers then. */
function loadLeniently(text: string): unknown {
  try {
    return load(text);
  } catch {
    return undefined;
  }
}
