import type { Resolved } from '../intrinsic-functions.js';

/** Keys below these are the user's, not the service's. */
const FREE_MAPS = new Set(['Options', 'DockerLabels', 'Tags', 'Variables']);

/** Properties as CloudFormation writes them (`TaskRoleArn`) to fields as the SDK shows them (`taskRoleArn`). */
export function toCamelCase(value: Resolved): unknown {
  if (Array.isArray(value)) return value.map(toCamelCase);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key.charAt(0).toLowerCase() + key.slice(1),
      FREE_MAPS.has(key) ? inner : toCamelCase(inner),
    ]),
  );
}
