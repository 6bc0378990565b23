import { mergeAddons } from '../addons/merge-addons.js';
import type { MergedAddons } from '../addons/merged-addons.js';
import type { Issue } from '../issues.js';
import { parseWorkload } from '../manifest/parse-workload.js';
import type { WorkloadManifest } from '../manifest/schema/workload.js';
import type { MistakenWorkload } from '../workspace/find-reference-issues.js';
import type { WorkloadSource } from '../workspace/workspace.js';
import type { RenderInput } from './render-input.js';

export type ParsedWorkload = {
  readonly source: WorkloadSource;
  readonly manifest: WorkloadManifest;
  readonly interpolatedText: string;
  readonly addons: MergedAddons | undefined;
};

export type ParsedWorkloads = {
  readonly workloads: readonly ParsedWorkload[];
  readonly mistaken: readonly MistakenWorkload[];
  readonly issues: readonly Issue[];
};

function findAddons(
  name: string,
  { workspace, facts }: RenderInput,
): { readonly addons: MergedAddons | undefined; readonly issues: readonly Issue[] } {
  const source = workspace.workloadAddons.get(name);
  if (source === undefined) return { addons: undefined, issues: [] };
  const merged = mergeAddons(source, 'workload', {
    owner: name,
    files: workspace.files,
    artifactBucket: facts.environment?.artifactBucket,
    region: facts.environment?.region,
  });
  return { addons: merged.ok ? merged.addons : undefined, issues: merged.issues };
}

/** Reads the manifests and addons of these workloads; one that cannot be read is only among the issues. */
export function parseWorkloads(
  sources: readonly WorkloadSource[],
  input: RenderInput,
): ParsedWorkloads {
  const { facts, environment, strict = false } = input;
  const manifestInput = {
    application: facts.application.name,
    environment,
    variables: facts.variables ?? {},
    strict,
  };
  const workloads: ParsedWorkload[] = [];
  const mistaken: MistakenWorkload[] = [];
  const issues: Issue[] = [];
  for (const source of sources) {
    const parsed = parseWorkload(source, manifestInput);
    const { addons, issues: ofAddons } = findAddons(source.name, input);
    issues.push(...parsed.issues, ...ofAddons);
    if (!parsed.ok) {
      if (parsed.repaired) mistaken.push({ source, environment, repaired: parsed.repaired });
      continue;
    }
    const { manifest, interpolatedText } = parsed;
    workloads.push({ source, manifest, interpolatedText, addons });
  }
  return { workloads, mistaken, issues };
}
