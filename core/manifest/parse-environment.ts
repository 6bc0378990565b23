import type { ManifestSource } from '../workspace/workspace.js';
import { type ManifestInput, type ManifestResult, parseManifest } from './parse-manifest.js';
import { isStackNamePart } from './resolve/names.js';
import { findEnvironmentMistakes } from './rules/environment.js';
import { Environment, EnvironmentAddons } from './schema/environment.js';
import { errorAt, type Finding, quoteFound, warningAt } from './text/finding.js';

/** Reads an environment's manifest. Nothing is filled in. */
export function parseEnvironment(
  source: ManifestSource,
  input: Omit<ManifestInput, 'environment'>,
): ManifestResult<Environment> {
  return parseManifest<Environment>(
    source,
    { ...input, environment: source.name },
    {
      schema: Environment,
      hasEnvironments: false,
      findMistakes: (environment) => [
        ...findNameDoubts(environment, source),
        ...findEnvironmentMistakes(environment),
      ],
    },
  );
}

/** The folder names the environment; a manifest that was copied from another one is worth a look. */
function* findNameDoubts({ name }: Environment, source: ManifestSource): Iterable<Finding> {
  if (!isStackNamePart(source.name)) {
    const message = `the folder ${quoteFound(source.name)} cannot be part of the name of a stack`;
    yield errorAt(['name'], message, 'rename it: lower-case letters, numbers and single hyphens');
  }
  if (name === source.name) return;
  const message = `name is ${quoteFound(name)}, but the folder is ${quoteFound(source.name)}`;
  yield warningAt(['name'], message, 'the name of the folder counts: write the same');
}

/** Reads the manifest of environment addons: `name` and `type` are all it has, so `environment` does not matter. */
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
