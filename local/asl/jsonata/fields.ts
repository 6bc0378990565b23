import type { Json } from '../api.js';
import { FieldFailure } from '../execution/failure.js';
import type { Surroundings } from '../execution/language.js';
import type { Evaluate, View } from './evaluate.js';
import { evaluateTyped } from './template.js';

type Extra = { readonly result?: Json; readonly errorOutput?: Json };

export function viewOf(here: Surroundings, extra: Extra = {}): View {
  return {
    states: { input: here.input, context: here.context, ...extra },
    variables: here.variables,
  };
}

export function failField(message: string, location?: string): FieldFailure {
  return new FieldFailure('States.QueryEvaluationError', message, location);
}

/** Reads a whole number of seconds, items or iterations, at least `least`. */
export async function evaluateCount(
  evaluate: Evaluate,
  field: Json | undefined,
  location: string,
  here: Surroundings,
  least: number,
): Promise<number | undefined> {
  if (field === undefined) return undefined;
  const value = await evaluateTyped(evaluate, field, location, viewOf(here), 'number');
  if (Number.isInteger(value) && value >= least) return value;
  throw failField(
    `The value of the field '${location}' must be an integer of at least ${least}, but was: ${value}`,
    location,
  );
}
