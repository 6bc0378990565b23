import type { ManifestSource } from '../workspace/workspace.js';
import { type ManifestInput, type ManifestResult, parseManifest } from './parse-manifest.js';
import { findEnvironmentMistakes } from './rules/environment.js';
import { Environment, EnvironmentAddons } from './schema/environment.js';

/** Reads an environment's manifest. Nothing is filled in. */
export function parseEnvironment(
  source: ManifestSource,
  input: Omit<ManifestInput, 'environment'>,
): ManifestResult<Environment> {
  return parseManifest<Environment>(
    source,
    { ...input, environment: source.name },
    { schema: Environment, hasEnvironments: false, findMistakes: findEnvironmentMistakes },
  );
}

/** Reads the manifest of environment addons: `name` and `type` are all it has. */
export function parseEnvironmentAddon(
  source: ManifestSource,
  input: ManifestInput,
): ManifestResult<EnvironmentAddons> {
  return parseManifest<EnvironmentAddons>(source, input, {
    schema: EnvironmentAddons,
    hasEnvironments: false,
    findMistakes: () => [],
  });
}
