import { compileExpression } from './evaluate.js';

type Node = { readonly [member: string]: unknown };

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null;
}

/** Variables that an expression reads and does not bind itself; functions of JSONata and `$states` are none. */
export function findVariableNames(expression: string): readonly string[] {
  const read = new Set<string>();
  const bound = new Set<string>();
  visit(compileExpression(expression).ast(), read, bound);
  return [...read].filter((name) => !bound.has(name) && name !== 'states');
}

function visit(node: unknown, read: Set<string>, bound: Set<string>): void {
  if (!isNode(node)) return;
  const { type, value } = node;
  if (type === 'variable') {
    // '' is the context item and '$' the root.
    if (value !== '' && value !== '$') read.add(String(value));
  } else if (type === 'bind' && isNode(node.lhs)) {
    bound.add(String(node.lhs.value));
  } else if (type === 'lambda' && Array.isArray(node.arguments)) {
    for (const parameter of node.arguments) bound.add(String(parameter.value));
  }
  for (const [member, child] of Object.entries(node)) {
    // A name that is called is a function.
    const isCalled = member === 'procedure' && isNode(child) && child.type === 'variable';
    if (!isCalled) visit(child, read, bound);
  }
}
