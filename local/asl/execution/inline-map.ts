import type { Json } from '../api.js';
import { getItemProcessor, type MapState } from '../definition/machine.js';
import type { BranchRun } from './branch-run.js';
import type { Frame } from './frame.js';
import type { Attempt } from './guarded.js';
import { recordAborts, runJoined } from './join.js';
import type { Completion } from './language.js';
import { checkPayload } from './limits.js';
import { Scope } from './scope.js';

/** AWS runs no more iterations of an inline Map at once. */
const MAX_INLINE_CONCURRENCY = 40;

/** One attempt of an inline Map: the array of the outputs of its iterations. */
export async function runInlineMap(
  frame: Frame,
  state: MapState,
  attempt: Attempt,
): Promise<Completion> {
  attempt.finalEvent = 'MapStateFailed';
  if (!attempt.isResumed) frame.run.children = [];
  const iterations = frame.run.children;
  const { scope, language } = frame;
  const items = await scope.follow(language.items(state, frame.look()));
  const limit = await scope.follow(language.concurrency(state, frame.look()));
  const startedId = frame.record('MapStateStarted', { length: items.length });
  // Without effect in an inline Map, yet a mistake in it fails the state.
  await scope.follow(language.tolerance(state, frame.look()));

  const outputs = await runJoined(frame, {
    count: items.length,
    limit: limit > 0 ? Math.min(limit, MAX_INLINE_CONCURRENCY) : MAX_INLINE_CONCURRENCY,
    begin: async (index, group) => {
      const iteration =
        iterations[index] ?? makeIteration(frame, state, items[index] ?? null, index);
      iterations[index] = iteration;
      if (iteration.isDone) return iteration.run();
      iteration.scope = new Scope(group);
      iteration.follow(startedId);
      iteration.record('MapIterationStarted', { name: frame.stateName, index });
      if (!iteration.isInState) iteration.input = await selectInput(frame, state, iteration);
      const output = await iteration.run();
      iteration.record('MapIterationSucceeded', { name: frame.stateName, index });
      iteration.scope.close();
      return output;
    },
    onFailure: (failed) => abortIterations(frame, failed),
  });
  frame.run.follow(frame.run.execution.history.length);
  frame.record('MapStateSucceeded');
  return language.finish(state, frame.look(), outputs);
}

function makeIteration(frame: Frame, state: MapState, item: Json, index: number): BranchRun {
  return frame.run.fork(getItemProcessor(state), item, {
    iteration: index,
    mapItem: { Index: index, Value: item },
  });
}

async function selectInput(frame: Frame, state: MapState, iteration: BranchRun): Promise<Json> {
  const here = frame.look(iteration.place.mapItem);
  try {
    const input = await iteration.scope.follow(
      frame.language.itemInput(state, here, iteration.input),
    );
    checkPayload(frame.stateName, input);
    return input;
  } catch (thrown) {
    throw frame.toFailure(thrown);
  }
}

function abortIterations(frame: Frame, failed: number): void {
  const name = frame.stateName;
  const iterations = frame.run.children;
  iterations[failed]?.record('MapIterationFailed', { name, index: failed });
  for (const [index, iteration] of iterations.entries()) {
    if (iteration.isDone) continue;
    recordAborts(iteration, index === failed);
    if (index !== failed) iteration.record('MapIterationAborted', { name, index });
  }
  frame.run.follow(frame.run.execution.history.length);
}
