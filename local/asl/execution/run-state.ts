import type { ChoiceState, FailState, State, WaitState } from '../definition/machine.js';
import { isDistributed } from '../definition/machine.js';
import type { Outcome } from './branch-run.js';
import { runDistributedMap } from './distributed-map.js';
import { FieldFailure, StateFailure } from './failure.js';
import type { Frame } from './frame.js';
import { runGuarded } from './guarded.js';
import { runInlineMap } from './inline-map.js';
import { runParallel } from './parallel.js';
import { runTask } from './task.js';

/** Runs one state from entered to ready to leave. Throws StateFailure. */
export async function runState(frame: Frame, state: State): Promise<Outcome> {
  switch (state.Type) {
    case 'Task':
      return runGuarded(frame, state, () => runTask(frame, state));
    case 'Parallel':
      return runGuarded(frame, state, (attempt) => runParallel(frame, state, attempt));
    case 'Map':
      return runGuarded(frame, state, (attempt) =>
        isDistributed(state)
          ? runDistributedMap(frame, state, attempt)
          : runInlineMap(frame, state, attempt),
      );
    default:
      try {
        return await frame.scope.follow(runSimple(frame, state));
      } catch (thrown) {
        throw frame.toFailure(thrown);
      }
  }
}

type SimpleState = Exclude<State, { readonly Type: 'Task' | 'Parallel' | 'Map' }>;

async function runSimple(frame: Frame, state: SimpleState): Promise<Outcome> {
  switch (state.Type) {
    case 'Pass':
      return { ...(await frame.language.pass(state, frame.look())), next: state.Next };
    case 'Choice':
      return choose(frame, state);
    case 'Wait':
      await wait(frame, state);
      return { ...(await frame.language.leave(state, frame.look())), next: state.Next };
    case 'Succeed':
      return frame.language.leave(state, frame.look());
    case 'Fail':
      throw await explainFailure(frame, state);
  }
}

async function choose(frame: Frame, state: ChoiceState): Promise<Outcome> {
  const chosen = await frame.language.choose(state, frame.look());
  if (chosen) return chosen;
  throw new FieldFailure(
    'States.NoChoiceMatched',
    'Failed to transition out of the state. The state does not point to a next state.',
  );
}

async function wait(frame: Frame, state: WaitState): Promise<void> {
  const { clock } = frame.engine;
  const end = await frame.scope.follow(frame.language.waitFor(state, frame.look()));
  const delayMs = 'seconds' in end ? end.seconds * 1000 : Math.max(0, end.until - clock.now());
  if (delayMs > 0) await frame.scope.sleep(clock, delayMs);
}

async function explainFailure(frame: Frame, state: FailState): Promise<StateFailure> {
  const { error, cause } = await frame.language.explainFailure(state, frame.look());
  return new StateFailure(error, cause);
}
