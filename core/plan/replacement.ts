import table from './replacement-table.json' with { type: 'json' };

/** Written by scripts/replacement-table.ts; `?` after a name: under some conditions only. */
const REPLACING = new Map(
  Object.entries<readonly string[]>(table).map(([type, names]) => [type, new Set(names)]),
);

/** Whether a change of this property makes CloudFormation replace the resource; `unknown` for a type not in the table. */
export function findReplacement(
  type: string,
  property: string,
): 'always' | 'sometimes' | 'never' | 'unknown' {
  const names = REPLACING.get(type);
  if (names?.has(property)) return 'always';
  if (names?.has(`${property}?`)) return 'sometimes';
  return names || isCustom(type) ? 'never' : 'unknown';
}

/** What a custom resource does about a change is up to its function; CloudFormation takes it as an update. */
function isCustom(type: string): boolean {
  return type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource';
}
