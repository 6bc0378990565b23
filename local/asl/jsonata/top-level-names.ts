/**
 * Names that an expression reads from a context item at its top level. Step Functions has no such item: the input is
 * `$states.input`, and AWS refuses the definition.
 */
export function findTopLevelNames(ast: unknown): readonly string[] {
  const names = new Set<string>();
  visit(ast, names);
  return [...names];
}

// Members of a syntax node that are evaluated in the same context as the node itself.
const SAME_CONTEXT = [
  'lhs',
  'rhs',
  'arguments',
  'expressions',
  'expression',
  'condition',
  'then',
  'else',
];

function visit(node: unknown, names: Set<string>): void {
  if (Array.isArray(node)) {
    for (const item of node) visit(item, names);
    return;
  }
  if (typeof node !== 'object' || node === null) return;
  const { type, value, steps } = node as {
    readonly type?: unknown;
    readonly value?: unknown;
    readonly steps?: readonly unknown[];
  };
  if (type === 'path') visit(steps?.[0], names);
  else if (type === 'name') names.add(String(value));
  else if (type !== 'lambda')
    for (const member of SAME_CONTEXT) visit((node as { [key: string]: unknown })[member], names);
}
