/** Parameters of a request to values: defaults, previous values, types, SSM parameters. */
import type { Parameter as SdkParameter } from '@aws-sdk/client-cloudformation';
import type { Parameter, Template } from '../../../core/template/cloudformation.js';
import { validationError } from '../service-error.js';
import { isUnknown } from './intrinsic-functions.js';

type Declared = {
  readonly Type: string;
  readonly Default?: string | number;
  readonly AllowedValues?: readonly (string | number)[];
  readonly AllowedPattern?: string;
};

export type ParameterValues = {
  /** Names of SSM parameters stay names here. */
  readonly parameters: { readonly [name: string]: string };
  readonly resolvedParameters: { readonly [name: string]: string };
};

function findGiven(
  given: readonly SdkParameter[],
  name: string,
  previous: ParameterValues['parameters'],
): string | undefined {
  const entry = given.find((one) => one.ParameterKey === name);
  return entry?.UsePreviousValue ? previous[name] : entry?.ParameterValue;
}

function checkValue(name: string, declared: Declared, value: string): void {
  if (isUnknown(value)) return;
  if (declared.Type === 'Number' && (value.trim() === '' || Number.isNaN(Number(value)))) {
    throw validationError(`Parameter '${name}' must be a number.`);
  }
  if (declared.AllowedValues && !declared.AllowedValues.map(String).includes(value)) {
    throw validationError(`Parameter '${name}' must be one of AllowedValues`);
  }
  if (declared.AllowedPattern && !new RegExp(`^(?:${declared.AllowedPattern})$`).test(value)) {
    throw validationError(`Parameter '${name}' must match pattern ${declared.AllowedPattern}`);
  }
}

const isSsm = (declared: Declared): boolean =>
  declared.Type.startsWith('AWS::SSM::Parameter::Value<');

function findValues(
  declared: { readonly [name: string]: Declared },
  given: readonly SdkParameter[],
  previous: ParameterValues['parameters'],
): ParameterValues['parameters'] {
  const values: Record<string, string> = {};
  const missing: string[] = [];
  for (const [name, definition] of Object.entries(declared)) {
    const value = findGiven(given, name, previous) ?? definition.Default?.toString();
    if (value === undefined && isSsm(definition)) {
      throw validationError(`Parameter ${name} should either have input value or default value`);
    }
    if (value === undefined) missing.push(name);
    else values[name] = value;
  }
  if (missing.length > 0) {
    throw validationError(`Parameters: [${missing.join(', ')}] must have values`);
  }
  return values;
}

/** Throws a ValidationError as recorded where a value is missing, unknown or of the wrong type. */
export function resolveParameters(
  template: Template,
  given: readonly SdkParameter[],
  previous: ParameterValues['parameters'],
  findSsm: (name: string) => string | undefined,
): ParameterValues {
  const declared = (template.Parameters ?? {}) as { readonly [name: string]: Declared };
  const unknown = given.map((one) => one.ParameterKey ?? '').filter((name) => !declared[name]);
  if (unknown.length > 0) {
    throw validationError(`Parameters: [${unknown.join(', ')}] do not exist in the template`);
  }
  const parameters = findValues(declared, given, previous);
  const resolved = Object.entries(parameters).map(([name, value]): [string, string] => {
    const definition = declared[name];
    if (!definition) return [name, value];
    checkValue(name, definition, value);
    return [name, isSsm(definition) ? getSsm(findSsm, value) : value];
  });
  return { parameters, resolvedParameters: Object.fromEntries(resolved) };
}

function getSsm(findSsm: (name: string) => string | undefined, name: string): string {
  const value = findSsm(name);
  if (value !== undefined) return value;
  throw validationError(
    `Unable to fetch parameters [${name}] from parameter store for this account.`,
  );
}

/** `List<…>` and `CommaDelimitedList` are lists for Ref and functions. */
export function asReference(
  declared: Parameter | undefined,
  value: string,
): string | readonly string[] {
  const type = declared?.Type ?? 'String';
  const isList = type === 'CommaDelimitedList' || /^(AWS::SSM::Parameter::Value<)?List</.test(type);
  return isList ? value.split(',').map((part) => part.trim()) : value;
}
