import type { Language } from '../execution/language.js';
import type { Evaluate } from './evaluate.js';
import { evaluateCount, failField, viewOf } from './fields.js';
import { evaluateTemplate, evaluateTyped } from './template.js';

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

/** The fields of a Map in JSONata. */
export function makeMapFields(evaluate: Evaluate): MapFields {
  return {
    items: async (state, here) => {
      if (state.Items !== undefined)
        return evaluateTyped(evaluate, state.Items, 'Items', viewOf(here), 'array');
      if (Array.isArray(here.input)) return here.input;
      throw failField(`Map state input must be an array but was: ${JSON.stringify(here.input)}`);
    },
    itemInput: async (state, here, item) =>
      state.ItemSelector === undefined
        ? item
        : evaluateTemplate(evaluate, state.ItemSelector, 'ItemSelector', viewOf(here)),
    concurrency: async (state, here) =>
      (await evaluateCount(evaluate, state.MaxConcurrency, 'MaxConcurrency', here, 0)) ?? 0,
    tolerance: async (state, here) => ({
      count: await evaluateCount(
        evaluate,
        state.ToleratedFailureCount,
        'ToleratedFailureCount',
        here,
        0,
      ),
      percentage:
        state.ToleratedFailurePercentage === undefined
          ? undefined
          : await evaluateTyped(
              evaluate,
              state.ToleratedFailurePercentage,
              'ToleratedFailurePercentage',
              viewOf(here),
              'number',
            ),
    }),
    readerArguments: async (reader, here) =>
      evaluateTemplate(evaluate, reader.Arguments ?? {}, 'ItemReader/Arguments', viewOf(here)),
    readerMaxItems: async (reader, here) =>
      evaluateCount(
        evaluate,
        reader.ReaderConfig?.MaxItems,
        'ItemReader/ReaderConfig/MaxItems',
        here,
        Number.MIN_SAFE_INTEGER,
      ),
    batchLimits: async (batcher, here) => ({
      items: await evaluateCount(
        evaluate,
        batcher.MaxItemsPerBatch,
        'ItemBatcher/MaxItemsPerBatch',
        here,
        1,
      ),
      bytes: await evaluateCount(
        evaluate,
        batcher.MaxInputBytesPerBatch,
        'ItemBatcher/MaxInputBytesPerBatch',
        here,
        1,
      ),
      input:
        batcher.BatchInput === undefined
          ? undefined
          : await evaluateTemplate(
              evaluate,
              batcher.BatchInput,
              'ItemBatcher/BatchInput',
              viewOf(here),
            ),
    }),
    writerArguments: async (writer, here) =>
      evaluateTemplate(evaluate, writer.Arguments ?? {}, 'ResultWriter/Arguments', viewOf(here)),
  };
}
