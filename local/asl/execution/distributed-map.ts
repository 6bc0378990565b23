import type { Json } from '../api.js';
import { getItemProcessor, type MapState } from '../definition/machine.js';
import { runChildren } from './child-executions.js';
import type { StateFailure } from './failure.js';
import type { Frame } from './frame.js';
import type { Attempt } from './guarded.js';
import { makeUuid } from './ids.js';
import { makeBatches } from './item-batches.js';
import { readItems } from './item-reader.js';
import type { Completion } from './language.js';
import { checkPayload } from './limits.js';
import { writeResults } from './result-writer.js';

/** AWS runs no more children of a distributed Map at once. */
const MAX_CHILD_CONCURRENCY = 10_000;

/** One attempt of a distributed Map: a child execution for each item or batch, and the array of their outputs. */
export async function runDistributedMap(
  frame: Frame,
  state: MapState,
  attempt: Attempt,
): Promise<Completion> {
  attempt.finalEvent = 'MapStateFailed';
  if (!attempt.isResumed) frame.run.childExecutions = [];
  const { scope, language } = frame;
  const given = state.ItemReader
    ? undefined
    : await scope.follow(language.items(state, frame.look()));
  const limit = await scope.follow(language.concurrency(state, frame.look()));
  frame.record('MapStateStarted', given ? { length: given.length } : {});
  const tolerance = await scope.follow(language.tolerance(state, frame.look()));
  const label = state.Label ?? frame.stateName;
  const mapRunArn = makeMapRunArn(frame, label);
  frame.record('MapRunStarted', { mapRunArn });
  try {
    const items = given ?? (await readAll(frame, state));
    const children = await runChildren(frame, {
      label,
      processor: getItemProcessor(state),
      inputs: await makeInputs(frame, state, items),
      limit: limit > 0 ? Math.min(limit, MAX_CHILD_CONCURRENCY) : MAX_CHILD_CONCURRENCY,
      tolerance,
    });
    const result = await scope.follow(writeResults(frame, state.ResultWriter, mapRunArn, children));
    frame.record('MapRunSucceeded');
    frame.record('MapStateSucceeded');
    return await language.finish(state, frame.look(), result);
  } catch (thrown) {
    const failure = frame.toFailure(thrown);
    if (isRunFailure(failure)) frame.record('MapRunFailed', failure.details);
    throw failure;
  }
}

function isRunFailure(failure: StateFailure): boolean {
  return failure.errorName !== 'States.QueryEvaluationError';
}

function makeMapRunArn(frame: Frame, label: string): string {
  const { accountId, region, random } = frame.engine;
  const machine = frame.run.execution.start.stateMachineArn.split(':').at(-1);
  return `arn:aws:states:${region}:${accountId}:mapRun:${machine}/${label}:${makeUuid(random)}`;
}

async function readAll(frame: Frame, state: MapState): Promise<readonly Json[]> {
  if (!state.ItemReader) return [];
  return readItems(frame, state.ItemReader);
}

async function makeInputs(
  frame: Frame,
  state: MapState,
  items: readonly Json[],
): Promise<readonly Json[]> {
  const inputs: Json[] = [];
  for (const [index, item] of items.entries()) {
    const here = frame.look({ Index: index, Value: item });
    const input = await frame.scope.follow(frame.language.itemInput(state, here, item));
    checkPayload(frame.stateName, input);
    inputs.push(input);
  }
  if (!state.ItemBatcher) return inputs;
  const limits = await frame.scope.follow(
    frame.language.batchLimits(state.ItemBatcher, frame.look()),
  );
  return makeBatches(inputs, limits);
}
