import type { MapState, ParallelState, Retrier, TaskState } from '../definition/machine.js';
import type { Outcome } from './branch-run.js';
import { matchesFailure, type StateFailure } from './failure.js';
import type { Frame } from './frame.js';
import type { Random } from './ids.js';
import type { Completion } from './language.js';

type GuardedState = TaskState | ParallelState | MapState;

/** What an attempt leaves behind for the case that no retry follows. */
export type Attempt = {
  /** Set for the first attempt after a redrive: what is there already is used again. */
  readonly isResumed: boolean;
  /** Event to record when the failure is final, caught or not. */
  finalEvent?: string;
};

/** Runs a Task, Parallel or Map under its Retry and Catch. */
export async function runGuarded(
  frame: Frame,
  state: GuardedState,
  run: (attempt: Attempt) => Promise<Completion>,
): Promise<Outcome> {
  const retries = new Retries(state.Retry ?? [], frame.engine.random);
  for (let isResumed = true; ; isResumed = false) {
    const attempt: Attempt = { isResumed };
    try {
      return { ...(await frame.scope.follow(run(attempt))), next: state.Next };
    } catch (thrown) {
      const failure = frame.toFailure(thrown);
      const delayMs = retries.nextDelay(failure);
      if (delayMs === undefined) return giveUp(frame, state, attempt, failure);
      if (delayMs > 0) await frame.scope.sleep(frame.engine.clock, delayMs);
      frame.retryCount += 1;
      frame.run.execution.countTransition();
    }
  }
}

async function giveUp(
  frame: Frame,
  state: GuardedState,
  attempt: Attempt,
  failure: StateFailure,
): Promise<Outcome> {
  if (attempt.finalEvent) frame.record(attempt.finalEvent, failure.details);
  const catchers = state.Catch ?? [];
  const index = catchers.findIndex(({ ErrorEquals }) => matchesFailure(ErrorEquals, failure));
  const catcher = catchers[index];
  if (!catcher) throw failure;
  try {
    const completion = await frame.scope.follow(
      frame.language.recover(catcher, index, frame.look(), failure.output),
    );
    return { ...completion, next: catcher.Next };
  } catch (thrown) {
    throw frame.toFailure(thrown);
  }
}

/** Counts the attempts of each retrier through one stay in a state. */
export class Retries {
  readonly #retriers: readonly Retrier[];
  readonly #random: Random;
  readonly #used = new Map<Retrier, number>();

  constructor(retriers: readonly Retrier[], random: Random) {
    this.#retriers = retriers;
    this.#random = random;
  }

  /** Milliseconds until the next attempt, undefined when there is none. */
  nextDelay(failure: StateFailure): number | undefined {
    const retrier = this.#retriers.find(({ ErrorEquals }) => matchesFailure(ErrorEquals, failure));
    if (!retrier) return undefined;
    const used = this.#used.get(retrier) ?? 0;
    if (used >= (retrier.MaxAttempts ?? 3)) return undefined;
    this.#used.set(retrier, used + 1);
    const seconds = decideBackoff(retrier, used);
    return seconds * 1000 * (retrier.JitterStrategy === 'FULL' ? this.#random() : 1);
  }
}

/** Seconds before the retry that follows `used` earlier ones, before jitter. */
export function decideBackoff(retrier: Retrier, used: number): number {
  const seconds = (retrier.IntervalSeconds ?? 1) * (retrier.BackoffRate ?? 2) ** used;
  return Math.min(seconds, retrier.MaxDelaySeconds ?? Number.POSITIVE_INFINITY);
}
