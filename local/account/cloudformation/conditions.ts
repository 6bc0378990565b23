import type { CfnValue, Template } from '../../../core/template/cloudformation.js';
import { validationError } from '../service-error.js';
import { evaluate, type Scope } from './intrinsic-functions.js';

type Arguments = readonly CfnValue[];

const asList = (value: CfnValue): Arguments => (Array.isArray(value) ? value : [value]);

const asComparable = (value: unknown): string =>
  typeof value === 'object' ? JSON.stringify(value) : String(value);

function isEqual(scope: Scope, argument: CfnValue): boolean {
  const parts = asList(argument);
  if (parts.length !== 2) {
    throw validationError(
      'Template error: every Fn::Equals object requires a list of 2 string parameters.',
    );
  }
  const [one, other] = parts.map((part) => asComparable(evaluate(scope, part)));
  return one === other;
}

/** The template's conditions as a function from name to truth; each is evaluated once, when first asked for. */
export function evaluateConditions(
  template: Template,
  scope: Omit<Scope, 'isTrue'>,
): (name: string) => boolean {
  const known = new Map<string, boolean>();
  const isTrue = (name: string): boolean => {
    const earlier = known.get(name);
    if (earlier !== undefined) return earlier;
    const definition = template.Conditions?.[name];
    if (definition === undefined) {
      throw validationError(`Template error: unresolved condition dependency ${name} in Fn::If`);
    }
    const value = holds(definition);
    known.set(name, value);
    return value;
  };
  const full: Scope = { ...scope, isTrue };
  const holds = (condition: CfnValue): boolean => {
    const [name, argument] =
      Object.entries((condition ?? {}) as { readonly [key: string]: CfnValue })[0] ?? [];
    if (name === undefined || argument === undefined)
      throw validationError('Template format error: Conditions must be functions');
    switch (name) {
      case 'Fn::Equals':
        return isEqual(full, argument);
      case 'Fn::Not':
        return !asList(argument).every(holds);
      case 'Fn::And':
        return asList(argument).every(holds);
      case 'Fn::Or':
        return asList(argument).some(holds);
      case 'Condition':
        return isTrue(String(argument));
      default:
        return evaluate(full, condition) === true;
    }
  };
  return isTrue;
}
