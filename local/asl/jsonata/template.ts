import type { Json, JsonObject } from '../api.js';
import { FieldFailure } from '../execution/failure.js';
import type { Evaluate, View } from './evaluate.js';

/**
 * The text between `{%` and `%}`, or undefined for a literal. Only a string that begins and ends exactly so is an
 * expression: with a space before it, it is a literal (recorded from AWS).
 */
export function findExpression(value: unknown): string | undefined {
  if (typeof value !== 'string' || !value.startsWith('{%') || !value.endsWith('%}'))
    return undefined;
  return value.slice(2, -2).trim();
}

/** Replaces every expression in a template; `location` grows by `/key` and `[index]`. */
export async function evaluateTemplate(
  evaluate: Evaluate,
  template: Json,
  location: string,
  view: View,
): Promise<Json> {
  const expression = findExpression(template);
  if (expression !== undefined) return evaluate(expression, location, view);
  if (typeof template !== 'object' || template === null) return template;
  if (Array.isArray(template)) {
    const items: Json[] = [];
    for (const [index, item] of template.entries())
      items.push(await evaluateTemplate(evaluate, item, `${location}[${index}]`, view));
    return items;
  }
  return evaluateObject(evaluate, template as JsonObject, location, view);
}

/** As evaluateTemplate, for fields that hold an object: `Assign`, `Credentials`. */
export async function evaluateObject(
  evaluate: Evaluate,
  template: JsonObject,
  location: string,
  view: View,
): Promise<JsonObject> {
  const object: Record<string, Json> = {};
  for (const [key, member] of Object.entries(template))
    object[key] = await evaluateTemplate(evaluate, member, `${location}/${key}`, view);
  return object;
}

export type JsonType = 'array' | 'boolean' | 'number' | 'string';

type JsonOf = {
  readonly array: readonly Json[];
  readonly boolean: boolean;
  readonly number: number;
  readonly string: string;
};

function typeOf(value: Json): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function isOfType<T extends JsonType>(value: Json, type: T): value is JsonOf[T] & Json {
  return typeOf(value) === type;
}

/** A field that must have one type, whether literal or evaluated. */
export async function evaluateTyped<T extends JsonType>(
  evaluate: Evaluate,
  field: Json,
  location: string,
  view: View,
  type: T,
): Promise<JsonOf[T]> {
  const expression = findExpression(field);
  const value = await evaluateTemplate(evaluate, field, location, view);
  if (isOfType(value, type)) return value;
  const subject =
    expression === undefined
      ? `The value specified for the field '${location}' has`
      : `The JSONata expression '${expression}' specified for the field '${location}' returned`;
  throw new FieldFailure(
    'States.QueryEvaluationError',
    `${subject} an unexpected result type. Expected '${type}', but was '${typeOf(value)}' for value: ${JSON.stringify(value)}`,
    location,
  );
}
