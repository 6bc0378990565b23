import { parseWorkload } from '../manifest/parse-workload.js';
import {
  type ParsedEnvironment,
  parseEnvironmentManifest,
} from '../render/parse-environment-manifest.js';
import type { ParsedWorkload } from '../render/parse-workloads.js';
import type { ReleaseInput } from '../render/render-release.js';

/** The manifests of a release, without their addons: enough to know what has to be asked. */
export type ReleaseManifests = {
  readonly environment: ParsedEnvironment;
  /** Sorted by name; those that cannot be read are left out, since rendering will tell why. */
  readonly workloads: readonly ParsedWorkload[];
};

export function readManifests(input: ReleaseInput): ReleaseManifests {
  const { workspace, facts, environment, names } = input;
  const manifestInput = {
    application: facts.application.name,
    environment,
    variables: facts.variables ?? {},
    strict: false,
  };
  const wanted = workspace.workloads.filter(({ name }) => names?.includes(name) ?? true);
  return {
    environment: parseEnvironmentManifest(input),
    workloads: wanted.flatMap((source) => {
      const parsed = parseWorkload(source, manifestInput);
      if (!parsed.ok) return [];
      const { manifest, interpolatedText } = parsed;
      return [{ source, manifest, interpolatedText, addons: undefined }];
    }),
  };
}
