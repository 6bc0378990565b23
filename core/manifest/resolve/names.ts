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

const BASIC_NAME = /^[a-z][a-z0-9-]+$/;

/** Rule for names of applications, environments and workloads: lower case, digits, single hyphens, a letter first. */
export function isBasicName(name: string): boolean {
  return name.length <= 255 && BASIC_NAME.test(name) && !name.includes('--') && !name.endsWith('-');
}

/** What CloudFormation takes inside the name of a stack. */
export function isStackNamePart(name: string): boolean {
  return /^[a-zA-Z0-9-]+$/.test(name);
}
