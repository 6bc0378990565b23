import type { Json, JsonObject } from '../api.js';
import type { Shaping } from '../definition/machine.js';
import { parseTimestamp } from '../definition/timestamp.js';
import type { Random } from '../execution/ids.js';
import type { Completion, Language, Surroundings } from '../execution/language.js';
import { isRuleMet } from './choice-rule.js';
import { findByPath } from './find.js';
import { inspectFlow } from './inspect.js';
import { makeIntrinsics } from './intrinsic-functions.js';
import { makeMapFields } from './jsonpath-map.js';
import { resolveNumberPath } from './number-path.js';
import { type PathView, parsePath } from './path.js';
import {
  failRuntime,
  mergeResult,
  resolveExpression,
  resolveObject,
  resolveSelection,
  resolveTemplate,
} from './resolve.js';
import { selectInput, viewOf } from './select-input.js';

type Argued = { readonly InputPath?: string | null; readonly Parameters?: Json };

/** JSONPath: InputPath, Parameters, ResultSelector, ResultPath, OutputPath, and Assign. */
export function makeJsonPath(random: Random): Language {
  const intrinsics = makeIntrinsics(random);

  function argument(state: Argued, here: Surroundings): Json {
    const view = selectInput(intrinsics, state, here);
    return state.Parameters === undefined
      ? view.input
      : resolveTemplate(intrinsics, state.Parameters, view);
  }

  function assign(template: JsonObject | undefined, here: Surroundings, seen: Json) {
    return template && resolveObject(intrinsics, template, viewOf(here, seen));
  }

  function shape(shaping: Shaping, here: Surroundings, result: Json): Completion {
    const assigned = assign(shaping.Assign, here, result);
    const merged = mergeResult(shaping.ResultPath, here.input, result);
    const output = resolveSelection(shaping.OutputPath, viewOf(here, merged), intrinsics);
    return { output, assigned };
  }

  function leave(shaping: Shaping, here: Surroundings): Completion {
    const view = selectInput(intrinsics, shaping, here);
    return {
      output: resolveSelection(shaping.OutputPath, view, intrinsics),
      assigned: assign(shaping.Assign, here, view.input),
    };
  }

  const text = (
    literal: string | undefined,
    path: string | undefined,
    field: string,
    here: Surroundings,
  ): string | undefined => {
    if (path === undefined) return literal;
    const value = resolveExpression(intrinsics, path, field, viewOf(here));
    if (typeof value === 'string') return value;
    throw failRuntime(`The ${field} parameter does not reference a string: ${path}`);
  };

  return {
    ...makeMapFields(intrinsics),
    inspect: async (state, here, result) => inspectFlow(intrinsics, state, here, result),
    branchInput: async (state, here) => argument(state, here),
    prepareTask: async (state, here) => {
      const view = selectInput(intrinsics, state, here);
      const seconds = (name: 'TimeoutSeconds' | 'HeartbeatSeconds') => {
        const path = state[`${name}Path`];
        const literal = state[name];
        if (path === undefined) return typeof literal === 'number' ? literal : undefined;
        return resolveNumberPath(path, `${name}Path`, 'integer', view);
      };
      return {
        argument: argument(state, here),
        timeoutSeconds: seconds('TimeoutSeconds'),
        heartbeatSeconds: seconds('HeartbeatSeconds'),
        credentials: state.Credentials && resolveObject(intrinsics, state.Credentials, view),
      };
    },
    choose: async (state, here) => {
      const view = selectInput(intrinsics, state, here);
      const output = resolveSelection(state.OutputPath, view, intrinsics);
      const rule = state.Choices.find((candidate) => isRuleMet(candidate, view));
      const chosen = rule ?? { Assign: state.Assign, Next: state.Default };
      if (chosen.Next === undefined) return undefined;
      return { output, assigned: assign(chosen.Assign, here, view.input), next: chosen.Next };
    },
    waitFor: async (state, here) => {
      const view = selectInput(intrinsics, state, here);
      if (state.SecondsPath !== undefined) return { seconds: findSeconds(state.SecondsPath, view) };
      if (state.TimestampPath !== undefined)
        return { until: findMoment(state.TimestampPath, view) };
      if (typeof state.Seconds === 'number') return { seconds: state.Seconds };
      return { until: parseTimestamp(state.Timestamp ?? '') ?? 0 };
    },
    explainFailure: async (state, here) => ({
      error: text(state.Error, state.ErrorPath, 'ErrorPath', here),
      cause: text(state.Cause, state.CausePath, 'CausePath', here),
    }),
    pass: async (state, here) =>
      shape(state, here, state.Result === undefined ? argument(state, here) : state.Result),
    leave: async (state, here) => leave(state as Shaping, here),
    finish: async (state, here, result) =>
      shape(
        state,
        here,
        state.ResultSelector
          ? resolveObject(intrinsics, state.ResultSelector, viewOf(here, result))
          : result,
      ),
    recover: async (catcher, _index, here, errorOutput) =>
      shape(
        {
          ResultPath: catcher.ResultPath,
          ...(catcher.Assign ? { Assign: catcher.Assign } : {}),
        } as Shaping,
        here,
        errorOutput,
      ),
  };
}

function find(path: string, view: PathView): Json | undefined {
  const parsed = parsePath(path);
  const found = parsed ? findByPath(parsed, view) : undefined;
  return found?.isFound ? found.value : undefined;
}

function findSeconds(path: string, view: PathView): number {
  const value = find(path, view);
  if (value === undefined)
    throw failRuntime(`The SecondsPath parameter does not reference an input value: ${path}`);
  if (typeof value !== 'number' || !Number.isInteger(value))
    throw failRuntime(
      `The SecondsPath parameter cannot be parsed as a long value: ${path} == ${String(value)}`,
    );
  if (value >= 0) return value;
  throw failRuntime(`The SecondsPath parameter references a negative value: ${path} == ${value}`);
}

function findMoment(path: string, view: PathView): number {
  const value = find(path, view);
  if (value === undefined)
    throw failRuntime(`The TimestampPath parameter does not reference an input value: ${path}`);
  const moment = parseTimestamp(String(value));
  if (moment !== undefined) return moment;
  throw failRuntime(
    `The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: ${path} == ${String(value)}`,
  );
}
