import { posix } from 'node:path';
import type { FromCfn, Secrets, StringOrFromCfn, Variables } from '../schema/values.js';
import { errorAt, type Finding, quoteFound, warningAt } from '../text/finding.js';
import type { Path } from '../text/path.js';

type EnvironmentValues = {
  readonly variables?: Variables | undefined;
  readonly secrets?: Secrets | undefined;
  readonly env_file?: string | undefined;
};

/** Variables, secrets and the env file of one container. */
export function* findEnvironmentValueMistakes(
  values: EnvironmentValues,
  path: Path,
): Iterable<Finding> {
  for (const [name, value] of Object.entries(values.variables ?? {})) {
    yield* findImportMistakes(value, [...path, 'variables', name]);
  }
  yield* findSecretMistakes(values.secrets, [...path, 'secrets']);
  for (const name of Object.keys(values.secrets ?? {})) {
    if (values.variables?.[name] === undefined) continue;
    const message = `"${name}" is a variable and a secret`;
    yield errorAt(
      [...path, 'secrets', name],
      message,
      'keep one of the two: ECS takes a name once',
    );
  }
  if (values.env_file !== undefined && posix.extname(posix.basename(values.env_file)) !== '.env') {
    if (posix.basename(values.env_file) === '.env') return;
    const message = `environment file ${quoteFound(values.env_file)} must have the extension .env`;
    yield errorAt([...path, 'env_file'], message, 'rename the file');
  }
}

export function* findSecretMistakes(secrets: Secrets | undefined, path: Path): Iterable<Finding> {
  for (const [name, secret] of Object.entries(secrets ?? {})) {
    const at = [...path, name];
    if (secret === '') {
      const hint =
        'write the name of an SSM parameter, an ARN, { secretsmanager: … } or { from_cfn: … }';
      yield warningAt(at, `secret "${name}" has no source`, hint);
    } else if (typeof secret === 'object' && 'secretsmanager' in secret) {
      if (secret.secretsmanager === '') {
        yield errorAt([...at, 'secretsmanager'], 'name cannot be an empty string');
      }
    } else {
      yield* findImportMistakes(secret, at);
    }
  }
}

/** `from_cfn` needs a name. */
export function* findImportMistakes(
  value: StringOrFromCfn | FromCfn | undefined,
  path: Path,
): Iterable<Finding> {
  if (typeof value === 'object' && value.from_cfn === '') {
    yield errorAt(
      [...path, 'from_cfn'],
      'name cannot be an empty string',
      'write the name of the export',
    );
  }
}
