import type { Json } from '../api.js';
import type { PassState, State } from '../definition/machine.js';
import type { Surroundings } from '../execution/language.js';
import {
  type Intrinsics,
  mergeResult,
  resolveObject,
  resolveSelection,
  resolveTemplate,
} from './resolve.js';
import { selectInput, viewOf } from './select-input.js';

type Inspection = { readonly [name: string]: Json };

/** What TestState shows of the data flow of a JSONPath state; the result is absent when the state failed. */
export function inspectFlow(
  intrinsics: Intrinsics,
  state: State,
  here: Surroundings,
  result: Json | undefined,
): Inspection {
  const before = inspectInput(intrinsics, state, here);
  if (state.Type === 'Pass') return { ...before, ...inspectPass(intrinsics, state, here) };
  if (result === undefined) return before;
  const isSelected = 'ResultSelector' in state && state.ResultSelector !== undefined;
  const selected = isSelected
    ? resolveObject(intrinsics, state.ResultSelector ?? {}, viewOf(here, result))
    : result;
  const resultPath = 'ResultPath' in state ? state.ResultPath : undefined;
  return {
    ...before,
    ...(state.Type === 'Task' ? { result } : {}),
    afterResultSelector: selected,
    afterResultPath: mergeResult(resultPath, here.input, selected),
  };
}

function inspectPass(intrinsics: Intrinsics, state: PassState, here: Surroundings): Inspection {
  const view = selectInput(intrinsics, state, here);
  const result = state.Result ?? resolveTemplate(intrinsics, state.Parameters ?? view.input, view);
  return {
    ...(state.Result === undefined ? {} : { result }),
    afterResultSelector: result,
    afterResultPath: mergeResult(state.ResultPath, here.input, result),
  };
}

/** With an InputPath AWS shows neither of the first two (recorded). */
function inspectInput(intrinsics: Intrinsics, state: State, here: Surroundings): Inspection {
  if ('InputPath' in state && state.InputPath !== undefined) return {};
  const view = selectInput(intrinsics, {}, here);
  const inspection: Record<string, Json> = { afterInputPath: view.input };
  if (state.Type === 'Map')
    inspection.afterItemsPath = resolveSelection(state.ItemsPath, view, intrinsics);
  else if (state.Type === 'Task' || state.Type === 'Parallel' || state.Type === 'Pass')
    inspection.afterParameters =
      state.Parameters === undefined
        ? view.input
        : resolveTemplate(intrinsics, state.Parameters, view);
  return inspection;
}
