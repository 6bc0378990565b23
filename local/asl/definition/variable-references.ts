import { findExpression } from '../jsonata/template.js';
import { findVariableNames } from '../jsonata/variable-names.js';
import { type Argument, parseIntrinsic } from '../jsonpath/intrinsic.js';
import { parsePath } from '../jsonpath/path.js';
import type { Branch, QueryLanguage } from './machine.js';

export type VariableReferences = { readonly [stateName: string]: readonly string[] };

// States inside these have their own entry.
const NESTED = new Set(['Branches', 'ItemProcessor', 'Iterator']);

/** Which variables each state reads, as DescribeStateMachine tells it; states that read none are left out. */
export function describeVariableReferences(
  branch: Branch,
  machineLanguage: QueryLanguage,
): VariableReferences {
  const references: Record<string, readonly string[]> = {};
  for (const [name, state] of Object.entries(branch.States)) {
    const found = new Set<string>();
    const isJsonata = (state.QueryLanguage ?? machineLanguage) === 'JSONata';
    for (const [field, value] of Object.entries(state))
      if (!NESTED.has(field)) collect(value, field, isJsonata, found);
    if (found.size > 0) references[name] = [...found].sort();
    for (const nested of listNested(state as { readonly [field: string]: unknown }))
      Object.assign(references, describeVariableReferences(nested, machineLanguage));
  }
  return references;
}

function listNested(state: { readonly [field: string]: unknown }): readonly Branch[] {
  const { Branches, ItemProcessor, Iterator: iterator } = state;
  return [...(Array.isArray(Branches) ? Branches : []), ItemProcessor, iterator].filter(
    (nested): nested is Branch => nested !== undefined,
  );
}

function collect(value: unknown, field: string, isJsonata: boolean, found: Set<string>): void {
  if (typeof value === 'string') {
    const names = isJsonata ? inJsonata(value) : inJsonPath(value, field);
    for (const name of names) found.add(name);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, member] of Object.entries(value))
      collect(member, Array.isArray(value) ? field : key, isJsonata, found);
  }
}

function inJsonata(value: string): readonly string[] {
  const expression = findExpression(value);
  return expression === undefined ? [] : findVariableNames(expression);
}

/** Only `…Path` fields, `Variable`, and members that end in `.$` hold paths; elsewhere `$name` is plain text. */
function inJsonPath(value: string, field: string): readonly string[] {
  if (!field.endsWith('.$') && !field.endsWith('Path') && field !== 'Variable') return [];
  const call = parseIntrinsic(value);
  if (call) return call.arguments.flatMap(inArgument);
  const root = parsePath(value)?.root;
  return typeof root === 'object' ? [root.variable] : [];
}

function inArgument(argument: Argument): readonly string[] {
  if (argument.kind === 'call') return argument.arguments.flatMap(inArgument);
  if (argument.kind === 'literal') return [];
  const { root } = argument.path;
  return typeof root === 'object' ? [root.variable] : [];
}
