import type { Attribute, Engine, StorageType } from './storage-request.js';

// Each check gives the reason why a value is refused, undefined where it is good. The words are Copilot's.

type Check = (value: string) => string | undefined;

const NAME_CHECKS: { readonly [type in StorageType]: Check } = {
  S3: findBucketNameProblem,
  DynamoDB: findTableNameProblem,
  Aurora: findClusterNameProblem,
};

export function findNameProblem(type: StorageType, name: string): string | undefined {
  // Its file would be read as the parameters file of the folder.
  if (name === 'addons.parameters') return 'value must not be the name of the parameters file';
  return NAME_CHECKS[type](name);
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
function findBucketNameProblem(name: string): string | undefined {
  if (name.length < 3 || name.length > 63)
    return 'value must be between 3 and 63 characters in length';
  if (!/^[a-z0-9.-]+$/.test(name))
    return 'value must contain only lowercase alphanumeric characters and .-';
  if (/[.-]{2,}/.test(name) || /^(\d{1,3}\.){3}\d{1,3}$/.test(name))
    return 'value must not contain consecutive periods or dashes, or be formatted as IP address';
  if (/[.-]$/.test(name)) return 'value must not have trailing -';
  if (/^[.-]/.test(name)) return 'value must not have leading . or -';
  return undefined;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html */
function findTableNameProblem(name: string): string | undefined {
  if (name.length < 3 || name.length > 255)
    return 'value must be between 3 and 255 characters in length';
  if (!/^[a-zA-Z0-9\-._]+$/.test(name))
    return 'value must contain only alphanumeric characters and ._-';
  return findLogicalIdProblem(name);
}

/** CloudFormation makes the identifier of the cluster of the logical id `<name>DBCluster`; it has at most 63 characters. */
const MAX_CLUSTER_NAME = 63 - 'DBCluster'.length;

function findClusterNameProblem(name: string): string | undefined {
  if (name.length < 1 || name.length > MAX_CLUSTER_NAME)
    return `value must be between 1 and ${MAX_CLUSTER_NAME} characters in length`;
  return /^[a-zA-Z][a-zA-Z0-9\-._]*$/.test(name)
    ? undefined
    : 'value must start with a letter and followed by alphanumeric letters only';
}

/** A name such as `...` would leave nothing for a logical id. */
function findLogicalIdProblem(name: string): string | undefined {
  return /[a-zA-Z0-9]/.test(name) ? undefined : 'value must contain a letter or a digit';
}

export function findAttributeNameProblem(name: string): string | undefined {
  if (name.length < 1 || name.length > 255)
    return 'value must be between 1 and 255 characters in length';
  return /\s/.test(name) ? 'value must not contain spaces' : undefined;
}

/** The name of an alternate sort key is also the name of its index. */
export const findIndexNameProblem: Check = (name) =>
  name.length < 3 || name.length > 255
    ? 'value must be between 3 and 255 characters in length'
    : /^[a-zA-Z0-9\-._]+$/.test(name)
      ? undefined
      : 'value must contain only alphanumeric characters and ._-';

const MAX_DATABASE_NAME: { readonly [engine in Engine]: number } = { MySQL: 64, PostgreSQL: 63 };

export function findDatabaseNameProblem(engine: Engine, name: string): string | undefined {
  const maximum = MAX_DATABASE_NAME[engine];
  if (name.length < 1 || name.length > maximum)
    return `value must be between 1 and ${maximum} characters in length`;
  return /^[a-zA-Z][0-9a-zA-Z_]*$/.test(name)
    ? undefined
    : `invalid database name ${name}: must contain only alphanumeric characters and underscore; should start with a letter`;
}

/** Reads `Email:S`; undefined where it is not of this form. The type may be written small, or as a whole word. */
export function parseAttribute(key: string): Attribute | undefined {
  const [, name, type] = /^(\S+):(S|N|B|String|Number|Binary)$/i.exec(key) ?? [];
  const letter = type?.charAt(0).toUpperCase();
  if (name === undefined || findAttributeNameProblem(name) !== undefined) return undefined;
  return letter === 'S' || letter === 'N' || letter === 'B' ? { name, type: letter } : undefined;
}
