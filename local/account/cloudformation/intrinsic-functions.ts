/** Evaluates intrinsic functions. Conditions are evaluated by conditions.ts. */
import type { CfnValue } from '../../../core/template/cloudformation.js';
import { validationError } from '../service-error.js';
import { findInMap, findZones, splitCidr } from './lookup-functions.js';

/** A value without functions. */
export type Resolved =
  | string
  | number
  | boolean
  | null
  | readonly Resolved[]
  | { readonly [key: string]: Resolved };

/** Where names lead. `plan`: values that only the operation itself brings are UNKNOWN, and nothing fails. */
export type Scope = {
  readonly mode: 'plan' | 'run';
  readonly region: string;
  readonly mappings: unknown;
  /** Parameter, pseudo parameter or physical id. */
  findReference(name: string): Resolved | undefined;
  findAttribute(logicalId: string, attribute: string): Resolved | undefined;
  findExport(name: string): string | undefined;
  isTrue(condition: string): boolean;
  /** `{{resolve:ssm:…}}` */
  findParameter(name: string): string | undefined;
};

const UNKNOWN = '{{changeSet:KNOWN_AFTER_APPLY}}';

/** `AWS::NoValue`: the key or element is left out. */
export const ABSENT = Symbol('AWS::NoValue');

export type Evaluated = Resolved | typeof ABSENT;

export const isUnknown = (value: unknown): boolean =>
  typeof value === 'string' && value.includes(UNKNOWN);

const asText = (value: Resolved): string =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);

const asArray = (value: unknown): readonly CfnValue[] =>
  Array.isArray(value) ? value : [value as CfnValue];

function getReference(scope: Scope, name: string): Evaluated {
  if (name === 'AWS::NoValue') return ABSENT;
  const value = scope.findReference(name);
  if (value !== undefined) return value;
  if (scope.mode === 'plan') return UNKNOWN;
  throw validationError(
    `Template format error: Unresolved resource dependencies [${name}] in the Resources block of the template`,
  );
}

function getAttribute(scope: Scope, logicalId: string, attribute: string): Resolved {
  const value = scope.findAttribute(logicalId, attribute);
  if (value !== undefined) return value;
  if (scope.mode === 'plan') return UNKNOWN;
  throw validationError(
    `Template error: resource ${logicalId} does not support attribute type ${attribute} in Fn::GetAtt`,
  );
}

export function splitGetAtt(argument: unknown): readonly [string, CfnValue] {
  const parts =
    typeof argument === 'string'
      ? [argument.slice(0, argument.indexOf('.')), argument.slice(argument.indexOf('.') + 1)]
      : argument;
  if (Array.isArray(parts) && parts.length === 2 && parts[0] && parts[1]) {
    return [String(parts[0]), parts[1] as CfnValue];
  }
  throw validationError(
    'Template error: every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute',
  );
}

function substitute(scope: Scope, argument: CfnValue): Resolved {
  const [text, variables] = Array.isArray(argument) ? argument : [argument, {}];
  const local = (variables ?? {}) as { readonly [name: string]: CfnValue };
  return String(text).replace(/\$\{(!?)([^}]+)\}/g, (whole, literal: string, inner: string) => {
    if (literal) return `\${${inner}}`;
    const name = inner.trim();
    if (name in local) return asText(evaluatePresent(scope, local[name] ?? ''));
    const cut = name.indexOf('.');
    if (cut > 0) return asText(getAttribute(scope, name.slice(0, cut), name.slice(cut + 1)));
    const value = getReference(scope, name);
    return value === ABSENT ? whole : asText(value);
  });
}

function join(scope: Scope, argument: CfnValue): Resolved {
  const [separator, parts] = asArray(argument);
  const values = evaluatePresent(scope, parts ?? []);
  if (isUnknown(values)) return UNKNOWN;
  return (Array.isArray(values) ? values : [values]).map(asText).join(String(separator));
}

const SELECT_SHAPE =
  'Template error: Fn::Select requires a list argument with two elements: an integer index and a list';
const SPLIT_SHAPE =
  'Template error: every Fn::Split object requires two parameters, (1) a string delimiter and (2) a string to be split or a function that returns a string to be split.';

function select(scope: Scope, argument: CfnValue): Resolved {
  const [index, list] = asArray(argument);
  const position = Number(index === undefined ? Number.NaN : evaluatePresent(scope, index));
  const values = list === undefined ? undefined : evaluatePresent(scope, list);
  if (
    scope.mode === 'plan' &&
    (isUnknown(values) || (Array.isArray(values) && values.some(isUnknown)))
  ) {
    return UNKNOWN;
  }
  const found = Array.isArray(values) ? (values as readonly Resolved[])[position] : undefined;
  if (found === undefined) throw validationError(SELECT_SHAPE);
  return found;
}

function split(scope: Scope, argument: CfnValue): Resolved {
  const parts = asArray(argument);
  if (parts.length !== 2 || parts[1] === undefined) throw validationError(SPLIT_SHAPE);
  return asText(evaluatePresent(scope, parts[1])).split(String(parts[0]));
}

function importValue(scope: Scope, argument: CfnValue): Resolved {
  const name = asText(evaluatePresent(scope, argument));
  const value = scope.findExport(name);
  if (value !== undefined) return value;
  if (scope.mode === 'plan') return UNKNOWN;
  throw validationError(`No export named ${name} found.`);
}

function choose(scope: Scope, argument: CfnValue): Evaluated {
  const [condition, whenTrue, whenFalse] = asArray(argument);
  const branch = scope.isTrue(String(condition)) ? whenTrue : whenFalse;
  return evaluate(scope, branch ?? null);
}

const FUNCTIONS: { readonly [name: string]: (scope: Scope, argument: CfnValue) => Evaluated } = {
  Ref: (scope, argument) => getReference(scope, String(argument)),
  'Fn::GetAtt': (scope, argument) => {
    const [logicalId, attribute] = splitGetAtt(argument);
    return getAttribute(scope, logicalId, asText(evaluatePresent(scope, attribute)));
  },
  'Fn::Sub': substitute,
  'Fn::Join': join,
  'Fn::Select': select,
  'Fn::Split': split,
  'Fn::ImportValue': importValue,
  'Fn::If': choose,
  'Fn::Base64': (scope, argument) =>
    Buffer.from(asText(evaluatePresent(scope, argument))).toString('base64'),
  'Fn::FindInMap': (scope, argument) => {
    const keys = asArray(argument).map((part) => asText(evaluatePresent(scope, part)));
    return keys.some(isUnknown) ? UNKNOWN : findInMap(scope.mappings, keys);
  },
  'Fn::GetAZs': (scope, argument) =>
    findZones(asText(evaluatePresent(scope, argument)) || scope.region),
  'Fn::Cidr': (scope, argument) =>
    splitCidr(asArray(argument).map((part) => asText(evaluatePresent(scope, part)))),
};

/** `{{resolve:ssm:NAME:VERSION}}`; references to secrets stay as they are, as in real stack resources. */
const DYNAMIC = /\{\{resolve:ssm:([^:}]+)(?::\d+)?\}\}/g;

function resolveText(scope: Scope, text: string): string {
  if (!text.includes('{{resolve:ssm:')) return text;
  return text.replace(DYNAMIC, (_, name: string) => {
    const value = scope.findParameter(name);
    if (value !== undefined) return value;
    if (scope.mode === 'plan') return UNKNOWN;
    throw validationError(
      `Unable to fetch parameters [${name}] from parameter store for this account.`,
    );
  });
}

const evaluatePresent = (scope: Scope, value: CfnValue): Resolved => {
  const result = evaluate(scope, value);
  return result === ABSENT ? '' : result;
};

export function evaluate(scope: Scope, value: CfnValue): Evaluated {
  if (typeof value === 'string') return resolveText(scope, value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    return value.map((element) => evaluate(scope, element)).filter((element) => element !== ABSENT);
  }
  const entries = Object.entries(value);
  const [name, argument] = entries[0] ?? [];
  const run = entries.length === 1 && name !== undefined ? FUNCTIONS[name] : undefined;
  if (run) return run(scope, argument ?? null);
  if (entries.length === 1 && name?.startsWith('Fn::')) {
    throw validationError(`Template error: unsupported function ${name} (simulated account)`);
  }
  const members = entries.map(([key, inner]) => [key, evaluate(scope, inner)] as const);
  return Object.fromEntries(members.filter(([, inner]) => inner !== ABSENT)) as Resolved;
}
