import type { Json } from '../api.js';
import type { NumberField } from '../definition/machine.js';
import type { Language, Surroundings } from '../execution/language.js';
import { resolveNumberPath } from './number-path.js';
import type { PathView } from './path.js';
import { failRuntime, type Intrinsics, resolveSelection, resolveTemplate } from './resolve.js';
import { selectInput, viewOf } from './select-input.js';

type MapFields = Pick<
  Language,
  | 'items'
  | 'itemInput'
  | 'concurrency'
  | 'tolerance'
  | 'readerArguments'
  | 'readerMaxItems'
  | 'batchLimits'
  | 'writerArguments'
>;

/** The fields of a Map in JSONPath. */
export function makeMapFields(intrinsics: Intrinsics): MapFields {
  const number = (
    literal: NumberField | undefined,
    path: string | undefined,
    field: string,
    view: PathView,
    type: 'integer' | 'float' = 'integer',
  ): number | undefined => {
    if (path !== undefined) return resolveNumberPath(path, `${field}Path`, type, view);
    return typeof literal === 'number' ? literal : undefined;
  };
  const template = (value: Json | undefined, here: Surroundings): Json =>
    resolveTemplate(intrinsics, value ?? {}, viewOf(here));

  return {
    items: async (state, here) => {
      const view = selectInput(intrinsics, state, here);
      const items = resolveSelection(state.ItemsPath, view, intrinsics);
      if (Array.isArray(items)) return items;
      throw failRuntime(`Reference path "${state.ItemsPath ?? '$'}" must point to array.`);
    },
    itemInput: async (state, here, item) => {
      const selector = state.ItemSelector ?? state.Parameters;
      if (selector === undefined) return item;
      return resolveTemplate(intrinsics, selector, selectInput(intrinsics, state, here));
    },
    concurrency: async (state, here) =>
      number(
        state.MaxConcurrency,
        state.MaxConcurrencyPath,
        'MaxConcurrency',
        selectInput(intrinsics, state, here),
      ) ?? 0,
    tolerance: async (state, here) => {
      const view = selectInput(intrinsics, state, here);
      const percentage = number(
        state.ToleratedFailurePercentage,
        state.ToleratedFailurePercentagePath,
        'ToleratedFailurePercentage',
        view,
        'float',
      );
      if (percentage !== undefined && (percentage < 0 || percentage > 100))
        throw failRuntime('ToleratedFailurePercentage must be between 0 and 100.');
      const { ToleratedFailureCount, ToleratedFailureCountPath } = state;
      const count = number(
        ToleratedFailureCount,
        ToleratedFailureCountPath,
        'ToleratedFailureCount',
        view,
      );
      return { count, percentage };
    },
    readerArguments: async (reader, here) => template(reader.Parameters, here),
    readerMaxItems: async ({ ReaderConfig }, here) =>
      number(ReaderConfig?.MaxItems, ReaderConfig?.MaxItemsPath, 'MaxItems', viewOf(here)),
    batchLimits: async (batcher, here) => {
      const { MaxItemsPerBatchPath, MaxInputBytesPerBatchPath, BatchInput } = batcher;
      const view = viewOf(here);
      return {
        items: number(batcher.MaxItemsPerBatch, MaxItemsPerBatchPath, 'MaxItemsPerBatch', view),
        bytes: number(
          batcher.MaxInputBytesPerBatch,
          MaxInputBytesPerBatchPath,
          'MaxInputBytesPerBatch',
          view,
        ),
        input: BatchInput === undefined ? undefined : template(BatchInput, here),
      };
    },
    writerArguments: async (writer, here) => template(writer.Parameters, here),
  };
}
