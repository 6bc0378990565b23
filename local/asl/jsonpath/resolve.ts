import type { Json, JsonObject } from '../api.js';
import { FieldFailure } from '../execution/failure.js';
import { findByPath } from './find.js';
import { type Argument, dropEscapes, parseIntrinsic } from './intrinsic.js';
import type { IntrinsicFunction } from './intrinsic-functions.js';
import { type PathView, parsePath } from './path.js';

export type Intrinsics = { readonly [name: string]: IntrinsicFunction };

/** Every mistake of JSONPath at run time is one of these: no Catch sees it. */
export function failRuntime(message: string): FieldFailure {
  return new FieldFailure('States.Runtime', message);
}

/** The value of a path or an intrinsic; `field` names it in messages. */
export function resolveExpression(
  intrinsics: Intrinsics,
  expression: string,
  field: string,
  view: PathView,
): Json {
  const call = parseIntrinsic(expression);
  if (call) return evaluateArgument(intrinsics, call, field, view);
  const path = parsePath(expression);
  if (!path) throw failRuntime(`'${expression}' of the field '${field}' is not a JSONPath`);
  const found = findByPath(path, view);
  if (found.isFound) return found.value;
  throw failRuntime(
    `The JSONPath '${expression}' specified for the field '${field}' could not be found in the input '${JSON.stringify(view.input)}'`,
  );
}

function evaluateArgument(
  intrinsics: Intrinsics,
  argument: Argument,
  field: string,
  view: PathView,
): Json {
  switch (argument.kind) {
    case 'literal':
      return typeof argument.value === 'string' ? dropEscapes(argument.value) : argument.value;
    case 'path':
      return resolveExpression(intrinsics, argument.text, field, view);
    case 'call': {
      const run = intrinsics[argument.name];
      if (!run) throw failRuntime(`unknown intrinsic function States.${argument.name}`);
      const isFormat = argument.name === 'Format';
      const values = argument.arguments.map((part, index) =>
        // The template of Format keeps its escapes: `\{\}` is no place for an argument.
        isFormat && index === 0 && part.kind === 'literal'
          ? part.value
          : evaluateArgument(intrinsics, part, field, view),
      );
      return run(values);
    }
  }
}

/** A payload template: members whose name ends in `.$` are resolved, and lose the ending. */
export function resolveTemplate(intrinsics: Intrinsics, template: Json, view: PathView): Json {
  if (Array.isArray(template))
    return template.map((item) => resolveTemplate(intrinsics, item, view));
  if (typeof template !== 'object' || template === null) return template;
  return resolveObject(intrinsics, template as JsonObject, view);
}

export function resolveObject(
  intrinsics: Intrinsics,
  template: JsonObject,
  view: PathView,
): JsonObject {
  return Object.fromEntries(
    Object.entries(template).map(([key, value]) =>
      key.endsWith('.$') && typeof value === 'string'
        ? [key.slice(0, -2), resolveExpression(intrinsics, value, key, view)]
        : [key, resolveTemplate(intrinsics, value, view)],
    ),
  );
}

/** `InputPath` and `OutputPath`: absent is everything, null is an empty object. */
export function resolveSelection(
  path: string | null | undefined,
  view: PathView,
  intrinsics: Intrinsics,
): Json {
  if (path === undefined) return view.input;
  if (path === null) return {};
  const parsed = parsePath(path);
  if (!parsed) return resolveExpression(intrinsics, path, 'OutputPath', view);
  const found = findByPath(parsed, view);
  if (found.isFound) return found.value;
  throw failRuntime(`Invalid path '${path}' : Missing property in path ${found.missing}`);
}

/** `ResultPath`: absent replaces the input, null drops the result, a path puts the result into the input. */
export function mergeResult(path: string | null | undefined, input: Json, result: Json): Json {
  if (path === undefined) return result;
  if (path === null) return input;
  const parsed = parsePath(path);
  if (parsed?.root !== 'input')
    throw failRuntime(`'${path}' of the field 'ResultPath' is not a reference path`);
  const names = parsed.steps.map((step) => {
    if (step.kind === 'name') return step.name;
    if (step.kind === 'index') return step.index;
    throw failRuntime(`'${path}' of the field 'ResultPath' is not a reference path`);
  });
  return put(input, names, result);
}

function put(target: Json, names: readonly (string | number)[], value: Json): Json {
  const [name, ...rest] = names;
  if (name === undefined) return value;
  if (typeof name === 'number') {
    if (!Array.isArray(target) || name >= target.length)
      throw failRuntime('the ResultPath leads to an item that does not exist');
    return target.map((item, index) => (index === name ? put(item, rest, value) : item));
  }
  const members =
    typeof target === 'object' && target !== null && !Array.isArray(target)
      ? (target as JsonObject)
      : {};
  return { ...members, [name]: put(members[name] ?? {}, rest, value) };
}
