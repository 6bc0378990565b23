import type { Json } from '../api.js';
import type { ChoiceRule } from '../definition/machine.js';
import { parseTimestamp } from '../definition/timestamp.js';
import { findByPath } from './find.js';
import { type PathView, parsePath } from './path.js';
import { failRuntime } from './resolve.js';

type Compare = (value: Json, operand: Json) => boolean;
type Order = (difference: number) => boolean;

const ORDERS: { readonly [name: string]: Order } = {
  Equals: (difference) => difference === 0,
  LessThan: (difference) => difference < 0,
  GreaterThan: (difference) => difference > 0,
  LessThanEquals: (difference) => difference <= 0,
  GreaterThanEquals: (difference) => difference >= 0,
};

const KINDS: { readonly [name: string]: (value: Json) => number | string | undefined } = {
  String: (value) => (typeof value === 'string' ? value : undefined),
  Numeric: (value) => (typeof value === 'number' ? value : undefined),
  Boolean: (value) => (typeof value === 'boolean' ? Number(value) : undefined),
  Timestamp: (value) => (typeof value === 'string' ? parseTimestamp(value) : undefined),
};

const TESTS: { readonly [name: string]: (value: Json) => boolean } = {
  IsNull: (value) => value === null,
  IsString: (value) => typeof value === 'string',
  IsNumeric: (value) => typeof value === 'number',
  IsBoolean: (value) => typeof value === 'boolean',
  IsTimestamp: (value) => typeof value === 'string' && parseTimestamp(value) !== undefined,
};

const COMPARISON =
  /^(String|Numeric|Boolean|Timestamp)(Equals|LessThan|GreaterThan|LessThanEquals|GreaterThanEquals)(Path)?$/;

/** The comparison of a rule, by name; undefined for a name that does not exist. */
export function findComparison(name: string): Compare | undefined {
  const test = TESTS[name];
  if (test) return (value, operand) => test(value) === operand;
  if (name === 'StringMatches')
    return (value, operand) => typeof value === 'string' && matches(value, String(operand));
  const [, kind = '', order = ''] = COMPARISON.exec(name) ?? [];
  const read = KINDS[kind];
  const isOrdered = ORDERS[order];
  if (!read || !isOrdered || (kind === 'Boolean' && order !== 'Equals')) return undefined;
  return (value, operand) => {
    const [left, right] = [read(value), read(operand)];
    if (left === undefined || right === undefined) return false;
    return isOrdered(left < right ? -1 : Number(left > right));
  };
}

/** `*` stands for any run of signs; `\*` for itself. */
function matches(value: string, pattern: string): boolean {
  const source = pattern.replace(
    /\\([*\\])|([*])|([.+?^${}()|[\]\\])/g,
    (_, escaped, star, sign) => {
      if (star) return '[^]*';
      return `\\${escaped ?? sign}`;
    },
  );
  return new RegExp(`^${source}$`).test(value);
}

/** Whether a rule of a JSONPath Choice is met. */
export function isRuleMet(rule: ChoiceRule, view: PathView): boolean {
  const { And, Or, Not } = rule;
  if (Array.isArray(And)) return And.every((part) => isRuleMet(part, view));
  if (Array.isArray(Or)) return Or.some((part) => isRuleMet(part, view));
  if (typeof Not === 'object' && Not !== null) return !isRuleMet(Not as ChoiceRule, view);
  const path = String(rule.Variable);
  const parsed = parsePath(path);
  const found = parsed ? findByPath(parsed, view) : undefined;
  if ('IsPresent' in rule) return (found?.isFound ?? false) === rule.IsPresent;
  if (!found?.isFound)
    throw failRuntime(
      `Invalid path '${path}': The choice state's condition path references an invalid value.`,
    );
  const [name, operand] = getComparison(rule);
  const compare = findComparison(name);
  if (!compare) throw failRuntime(`unknown comparison '${name}'`);
  return compare(found.value, name.endsWith('Path') ? findOperand(operand, view) : operand);
}

function getComparison(rule: ChoiceRule): readonly [string, Json] {
  const entry = Object.entries(rule).find(([name]) => findComparison(name) !== undefined);
  return entry ? [entry[0], entry[1] as Json] : ['', null];
}

function findOperand(path: Json, view: PathView): Json {
  const parsed = parsePath(String(path));
  const found = parsed ? findByPath(parsed, view) : undefined;
  if (found?.isFound) return found.value;
  throw failRuntime(
    `Invalid path '${String(path)}': The choice state's condition path references an invalid value.`,
  );
}
