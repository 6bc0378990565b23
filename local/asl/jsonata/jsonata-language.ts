import type { Json, JsonObject } from '../api.js';
import { parseTimestamp } from '../definition/timestamp.js';
import type { Completion, Language, Surroundings } from '../execution/language.js';
import type { Evaluate, View } from './evaluate.js';
import { evaluateCount, failField, viewOf } from './fields.js';
import { makeMapFields } from './jsonata-map.js';
import { evaluateObject, evaluateTemplate, evaluateTyped } from './template.js';

type Outgoing = {
  readonly Output?: Json | undefined;
  readonly Assign?: JsonObject | undefined;
};

/** JSONata: `Arguments` in, `Output` and `Assign` out; both see the variables as they were when the state began. */
export function makeJsonata(evaluate: Evaluate): Language {
  async function shape(
    outgoing: Outgoing,
    prefix: string,
    view: View,
    otherwise: Json,
  ): Promise<Completion> {
    const assigned =
      outgoing.Assign && (await evaluateObject(evaluate, outgoing.Assign, `${prefix}Assign`, view));
    const output =
      outgoing.Output === undefined
        ? otherwise
        : await evaluateTemplate(evaluate, outgoing.Output, `${prefix}Output`, view);
    return { output, assigned };
  }

  const argument = async (state: { readonly Arguments?: Json }, here: Surroundings) =>
    state.Arguments === undefined
      ? here.input
      : evaluateTemplate(evaluate, state.Arguments, 'Arguments', viewOf(here));

  const text = async (field: string | undefined, location: string, here: Surroundings) =>
    field === undefined
      ? undefined
      : evaluateTyped(evaluate, field, location, viewOf(here), 'string');

  const count = (field: Json | undefined, location: string, here: Surroundings, least: number) =>
    evaluateCount(evaluate, field, location, here, least);

  return {
    ...makeMapFields(evaluate),
    branchInput: argument,
    inspect: async (state, here, result) => {
      if (state.Type !== 'Task') return {};
      const afterArguments = await argument(state, here);
      return result === undefined ? { afterArguments } : { afterArguments, result };
    },
    prepareTask: async (state, here) => ({
      argument: await argument(state, here),
      timeoutSeconds: await count(state.TimeoutSeconds, 'TimeoutSeconds', here, 1),
      heartbeatSeconds: await count(state.HeartbeatSeconds, 'HeartbeatSeconds', here, 1),
      credentials:
        state.Credentials &&
        (await evaluateObject(evaluate, state.Credentials, 'Credentials', viewOf(here))),
    }),
    choose: async (state, here) => {
      for (const [index, rule] of state.Choices.entries()) {
        const place = `Choices[${index}]`;
        const isMet = await evaluateTyped(
          evaluate,
          rule.Condition ?? false,
          `${place}/Condition`,
          viewOf(here),
          'boolean',
        );
        if (isMet && rule.Next !== undefined)
          return { ...(await shape(rule, `${place}/`, viewOf(here), here.input)), next: rule.Next };
      }
      if (state.Default === undefined) return undefined;
      return { ...(await shape(state, '', viewOf(here), here.input)), next: state.Default };
    },
    waitFor: async (state, here) => {
      const seconds = await count(state.Seconds, 'Seconds', here, 0);
      if (seconds !== undefined) return { seconds };
      const timestamp = (await text(state.Timestamp, 'Timestamp', here)) ?? '';
      const until = parseTimestamp(timestamp);
      if (until !== undefined) return { until };
      throw failField(
        `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${timestamp}`,
        'Timestamp',
      );
    },
    explainFailure: async (state, here) => ({
      error: await text(state.Error, 'Error', here),
      cause: await text(state.Cause, 'Cause', here),
    }),
    pass: (state, here) => shape(state, '', viewOf(here), here.input),
    leave: (state, here) =>
      shape('Output' in state || 'Assign' in state ? state : {}, '', viewOf(here), here.input),
    finish: (state, here, result) => shape(state, '', viewOf(here, { result }), result),
    recover: (catcher, index, here, errorOutput) =>
      shape(catcher, `Catch[${index}]/`, viewOf(here, { errorOutput }), errorOutput),
  };
}
