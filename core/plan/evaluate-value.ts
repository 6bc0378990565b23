import type { CfnObject, CfnValue, Template } from '../template/cloudformation.js';

/** What is known before a stack is deployed. */
export type Scope = {
  readonly template: Template;
  /** Values of parameters; those left out have their default. */
  readonly parameters: { readonly [name: string]: string };
  /** Undefined for a nested stack: CloudFormation makes up its name. */
  readonly stackName: string | undefined;
  /** Conditions that are being evaluated: one that refers to itself is not known. */
  readonly within?: readonly string[];
};

/** The value with everything put in that is known beforehand; what is not known stays as it was written. */
export function evaluateValue(value: CfnValue, scope: Scope): CfnValue {
  if (value === null || typeof value !== 'object') return value;
  if (isList(value)) return value.map((item) => evaluateValue(item, scope)).filter(isPresent);
  const [name, ...others] = Object.keys(value);
  const evaluate = name === undefined || others.length > 0 ? undefined : INTRINSICS.get(name);
  if (evaluate && name !== undefined) return evaluate(value[name] ?? null, scope);
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, item]) => [key, evaluateValue(item, scope)] as const)
      .filter(([, item]) => isPresent(item)),
  );
}

/** True, false, or undefined where it depends on something unknown. A resource without a condition is always there. */
export function evaluateCondition(name: string | undefined, scope: Scope): boolean | undefined {
  if (name === undefined) return true;
  const { within = [] } = scope;
  const condition = ownField(scope.template.Conditions, name);
  if (condition === undefined || within.includes(name)) return undefined;
  return evaluateTest(condition, { ...scope, within: [...within, name] });
}

type Intrinsic = (argument: CfnValue, scope: Scope) => CfnValue;

const INTRINSICS: ReadonlyMap<string, Intrinsic> = new Map([
  ['Ref', evaluateRef],
  ['Fn::Sub', evaluateSub],
  ['Fn::Join', evaluateJoin],
  ['Fn::If', evaluateIf],
  ['Fn::FindInMap', evaluateFindInMap],
  ['Fn::Select', evaluateSelect],
  ['Fn::Split', evaluateSplit],
]);

function evaluateRef(name: CfnValue, scope: Scope): CfnValue {
  return (typeof name === 'string' ? findValue(name, scope) : undefined) ?? { Ref: name };
}

function findValue(name: string, scope: Scope): CfnValue | undefined {
  if (name === 'AWS::StackName') return scope.stackName;
  const parameter = ownField(scope.template.Parameters, name);
  if (!parameter) return undefined;
  const value = ownField(scope.parameters, name) ?? parameter.Default;
  if (value === undefined || parameter.Type.startsWith('AWS::SSM::Parameter::')) return undefined;
  const isListType = parameter.Type === 'CommaDelimitedList' || parameter.Type.startsWith('List<');
  return isListType ? String(value).split(',') : String(value);
}

function evaluateSub(argument: CfnValue, scope: Scope): CfnValue {
  const [text, variables] = isList(argument) ? argument : [argument, {}];
  if (typeof text !== 'string') return { 'Fn::Sub': argument };
  const own = isObject(variables) ? variables : {};
  const open: { [name: string]: CfnValue } = {};
  const filled = text.replace(/\$\{([^!}][^}]*)\}/g, (token, raw: string) => {
    const name = raw.trim();
    const variable = ownField(own, name);
    const value = variable === undefined ? findValue(name, scope) : evaluateValue(variable, scope);
    if (typeof value === 'string' || typeof value === 'number') return String(value);
    if (variable !== undefined && value !== undefined) open[name] = value;
    return token;
  });
  if (Object.keys(open).length > 0) return { 'Fn::Sub': [filled, open] };
  // `${!Literal}` stands for `${Literal}`; only a text without anything open can be told from its result.
  if (/\$\{[^!}]/.test(filled)) return { 'Fn::Sub': filled };
  return filled.replace(/\$\{!/g, '${');
}

function evaluateJoin(argument: CfnValue, scope: Scope): CfnValue {
  const [separator, list] = isList(argument) ? argument : [];
  const parts = list === undefined ? undefined : evaluateValue(list, scope);
  if (typeof separator !== 'string' || !isList(parts)) return { 'Fn::Join': argument };
  return parts.every(isScalar)
    ? parts.map(String).join(separator)
    : { 'Fn::Join': [separator, parts] };
}

function evaluateIf(argument: CfnValue, scope: Scope): CfnValue {
  const [name, yes = null, no = null] = isList(argument) ? argument : [];
  if (typeof name !== 'string') return { 'Fn::If': argument };
  const holds = evaluateCondition(name, scope);
  if (holds === undefined) {
    return { 'Fn::If': [name, evaluateValue(yes, scope), evaluateValue(no, scope)] };
  }
  return evaluateValue(holds ? yes : no, scope);
}

function evaluateFindInMap(argument: CfnValue, scope: Scope): CfnValue {
  const keys = evaluateValue(argument, scope);
  const found = isList(keys)
    ? keys.reduce<CfnValue | undefined>(
        (map, key) => (isObject(map) && typeof key === 'string' ? ownField(map, key) : undefined),
        scope.template.Mappings,
      )
    : undefined;
  return found ?? { 'Fn::FindInMap': keys };
}

function evaluateSelect(argument: CfnValue, scope: Scope): CfnValue {
  const [index, list] = isList(argument) ? argument : [];
  const items = list === undefined ? undefined : evaluateValue(list, scope);
  const item = isList(items) && items.every(isScalar) ? items[Number(index)] : undefined;
  return item ?? { 'Fn::Select': [index ?? null, items ?? null] };
}

function evaluateSplit(argument: CfnValue, scope: Scope): CfnValue {
  const [separator, source] = isList(argument) ? argument : [];
  const text = source === undefined ? undefined : evaluateValue(source, scope);
  if (typeof separator !== 'string' || typeof text !== 'string') {
    return { 'Fn::Split': [separator ?? null, text ?? null] };
  }
  return text.split(separator);
}

function evaluateTest(test: CfnValue, scope: Scope): boolean | undefined {
  if (!isObject(test)) return undefined;
  const [name, argument = null] = Object.entries(test)[0] ?? [];
  const tests = (): readonly (boolean | undefined)[] =>
    isList(argument) ? argument.map((item) => evaluateTest(item, scope)) : [];
  switch (name) {
    case 'Condition':
      return typeof argument === 'string' ? evaluateCondition(argument, scope) : undefined;
    case 'Fn::Equals':
      return evaluateEquals(argument, scope);
    case 'Fn::Not':
      return negate(tests()[0]);
    case 'Fn::And':
      return all(tests());
    case 'Fn::Or':
      return negate(all(tests().map(negate)));
    default:
      return undefined;
  }
}

function evaluateEquals(argument: CfnValue, scope: Scope): boolean | undefined {
  const sides = evaluateValue(argument, scope);
  if (!isList(sides)) return undefined;
  const [left = null, right = null] = sides;
  return isScalar(left) && isScalar(right) ? String(left) === String(right) : undefined;
}

function all(tests: readonly (boolean | undefined)[]): boolean | undefined {
  if (tests.includes(false)) return false;
  return tests.includes(undefined) ? undefined : true;
}

function negate(test: boolean | undefined): boolean | undefined {
  return test === undefined ? undefined : !test;
}

/** A name from a template may be anything, `constructor` too. */
function ownField<T>(
  record: { readonly [name: string]: T } | undefined,
  name: string,
): T | undefined {
  return record && Object.hasOwn(record, name) ? record[name] : undefined;
}

export function isList(value: CfnValue | undefined): value is readonly CfnValue[] {
  return Array.isArray(value);
}

export function isObject(value: CfnValue | undefined): value is CfnObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isScalar(value: CfnValue): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function isPresent(value: CfnValue): boolean {
  return !(isObject(value) && value.Ref === 'AWS::NoValue');
}
