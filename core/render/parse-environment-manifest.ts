import type { Issue } from '../issues.js';
import { parseEnvironment } from '../manifest/parse-environment.js';
import type { Environment } from '../manifest/schema/environment.js';
import type { RenderInput } from './render-input.js';

export type ParsedEnvironment = {
  /** Undefined where the manifest cannot be read. */
  readonly manifest: Environment | undefined;
  readonly file: string;
  readonly text: string;
  readonly issues: readonly Issue[];
};

/** The manifest of an environment that was made before Copilot kept them in the workspace: all defaults. */
function withoutManifest({ workspace, environment }: RenderInput): ParsedEnvironment {
  const file = `copilot/environments/${environment}/manifest.yml`;
  const known = workspace.environments.map(({ name }) => name);
  const issue: Issue =
    known.length === 0
      ? {
          severity: 'warning',
          file,
          message: `environment "${environment}" has no manifest; it gets every default`,
          hint: 'add the file with name and type: Environment',
        }
      : {
          severity: 'error',
          file,
          message: `environment "${environment}" has no manifest, but the workspace has ${known.join(', ')}`,
          hint: 'name one of these, or add the file with name and type: Environment',
        };
  const manifest: Environment = { name: environment, type: 'Environment' };
  return { manifest, file, text: `name: ${environment}\ntype: Environment\n`, issues: [issue] };
}

/** The target environment's manifest. */
export function parseEnvironmentManifest(input: RenderInput): ParsedEnvironment {
  const { workspace, facts, environment, strict = false } = input;
  const source = workspace.environments.find(({ name }) => name === environment);
  if (source === undefined) return withoutManifest(input);
  const parsed = parseEnvironment(source, {
    application: facts.application.name,
    variables: facts.variables ?? {},
    strict,
  });
  const { file } = source;
  return parsed.ok
    ? { manifest: parsed.manifest, file, text: parsed.interpolatedText, issues: parsed.issues }
    : { manifest: undefined, file, text: source.text, issues: parsed.issues };
}
