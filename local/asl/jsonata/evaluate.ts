import jsonata from 'jsonata';
import type { Clock } from '../../clock.js';
import type { Json, JsonObject } from '../api.js';
import { FieldFailure } from '../execution/failure.js';
import type { Random } from '../execution/ids.js';
import { makeAwsFunctions } from './aws-functions.js';

/** What an expression can see: `$states` and the variables. Absent members are undefined in the expression. */
export type View = {
  readonly states: JsonObject;
  readonly variables: JsonObject;
};

/** Evaluates the text between `{%` and `%}`; `location` names the field in messages. Undefined is a failure. */
export type Evaluate = (expression: string, location: string, view: View) => Promise<Json>;

// Compiling costs more than evaluating; definitions are few and run often.
const compiled = new Map<string, jsonata.Expression>();

/** Throws the error of the jsonata package for text that is no JSONata. */
export function compileExpression(expression: string): jsonata.Expression {
  const known = compiled.get(expression);
  if (known) return known;
  const made = jsonata(expression);
  compiled.set(expression, made);
  return made;
}

const formatMoment = jsonata('$fromMillis(moment, picture, timezone)');

/** Makes the evaluator of one engine: its clock answers `$now` and `$millis`, its random source `$random` and `$uuid`. */
export function makeEvaluate(clock: Clock, random: Random): Evaluate {
  const functions = {
    ...makeAwsFunctions(random),
    millis: () => clock.now(),
    now: (picture?: unknown, timezone?: unknown) =>
      formatMoment.evaluate({ moment: clock.now(), picture, timezone }),
  };
  return async (expression, location, view) => {
    const subject = `The JSONata expression '${expression}' specified for the field '${location}'`;
    const result = await run(expression, { ...functions, ...view.variables, states: view.states })
      .then(toJson)
      .catch((error: unknown) => {
        throw new FieldFailure(
          'States.QueryEvaluationError',
          `${subject} threw an error during evaluation${describe(error)}`,
          location,
        );
      });
    if (result !== undefined) return result;
    throw new FieldFailure(
      'States.QueryEvaluationError',
      `${subject} returned nothing (undefined).`,
      location,
    );
  };
}

async function run(expression: string, bindings: Record<string, unknown>): Promise<unknown> {
  return compileExpression(expression).evaluate(undefined, bindings);
}

/** AWS writes `. CODE: message` for errors of the language and `: message` for those of its own functions. */
function describe(error: unknown): string {
  if (typeof error !== 'object' || error === null) return `: ${String(error)}`;
  const message = 'message' in error ? String(error.message) : '';
  return 'code' in error && typeof error.code === 'string'
    ? `. ${error.code}: ${message}`
    : `: ${message}`;
}

/**
 * Plain JSON out of what JSONata gives: its arrays carry flags that would change the meaning of a later expression,
 * and functions or undefined members have no JSON.
 */
function toJson(value: unknown): Json | undefined {
  if (value === undefined || typeof value === 'function') return undefined;
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (Array.isArray(value)) return value.map((item) => toJson(item) ?? null);
  if (typeof value !== 'object' || isFunctionValue(value)) return undefined;
  const object: Record<string, Json> = {};
  for (const [key, member] of Object.entries(value)) {
    const json = toJson(member);
    if (json !== undefined) object[key] = json;
  }
  return object;
}

function isFunctionValue(value: object): boolean {
  return '_jsonata_lambda' in value || '_jsonata_function' in value;
}
