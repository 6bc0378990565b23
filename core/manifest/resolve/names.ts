const NOT_ALPHANUMERIC = /[^a-zA-Z0-9]+/g;

/** Letters and digits only: how Copilot makes logical ids and parameter names from names. */
export function alphanumeric(text: string): string {
  return text.replace(NOT_ALPHANUMERIC, '');
}

/** `MyTableName` -> `MY_TABLE_NAME`, `DBSecret` -> `DB_SECRET`: names of environment variables from output names. */
export function snakeCase(text: string): string {
  return text
    .replace(/([a-z0-9]+)([A-Z])/g, '$1_$2')
    .replace(/([A-Z0-9])([A-Z][a-z])/g, '$1_$2')
    .toUpperCase();
}

const MAX_STACK_NAME = 128;

export function environmentStackName(application: string, environment: string): string {
  return `${application}-${environment}`;
}

/** `<app>-<env>-<name>`, cut at 128 characters as Copilot does when it deploys. */
export function workloadStackName(application: string, environment: string, name: string): string {
  return `${application}-${environment}-${name}`.slice(0, MAX_STACK_NAME);
}

const BASIC_NAME = /^[a-z][a-z0-9-]+$/;

/** Rule for names of applications, environments and workloads: lower case, digits, single hyphens, a letter first. */
export function isBasicName(name: string): boolean {
  return name.length <= 255 && BASIC_NAME.test(name) && !name.includes('--') && !name.endsWith('-');
}

/** Names that folders of the workspace already have. */
export const RESERVED_WORKLOAD_NAMES = ['pipelines', 'environments'] as const;
