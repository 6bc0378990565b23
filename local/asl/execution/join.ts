import type { Json } from '../api.js';
import type { BranchRun } from './branch-run.js';
import { StateFailure } from './failure.js';
import type { Frame } from './frame.js';
import { Scope } from './scope.js';

export type Joined = {
  /** How many branches or iterations there are, and how many may run at once. */
  readonly count: number;
  readonly limit: number;
  /** Starts the one with this number, and rejects with StateFailure when it fails. */
  readonly begin: (index: number, scope: Scope) => Promise<Json>;
  /** The first one failed; the others are called off after this. */
  readonly onFailure: (index: number, failure: StateFailure) => void;
};

type FirstFailure = { readonly index: number; readonly failure: StateFailure };

/** Runs branches side by side, starting them in order of index. The first failure calls the others off. */
export async function runJoined(frame: Frame, joined: Joined): Promise<readonly Json[]> {
  const group = new Scope(frame.scope);
  const outputs: Json[] = new Array(joined.count);
  let first: FirstFailure | undefined;
  let next = 0;

  const fail = async (index: number, thrown: unknown): Promise<void> => {
    if (!(thrown instanceof StateFailure)) {
      group.callOff();
      throw thrown;
    }
    if (first) return;
    first = { index, failure: thrown };
    // Tasks that time out at this very moment get to say so before they are called off, as recorded from AWS.
    if (thrown.errorName === 'States.Timeout') await frame.scope.sleep(frame.engine.clock, 0);
    group.callOff();
  };
  const work = async (): Promise<void> => {
    while (next < joined.count && !first) {
      const index = next;
      next += 1;
      try {
        outputs[index] = await joined.begin(index, group);
      } catch (thrown) {
        await fail(index, thrown);
      }
    }
  };

  const ended = await Promise.allSettled(
    Array.from({ length: Math.min(joined.limit, joined.count) }, work),
  );
  group.close();
  frame.scope.check();
  const { index, failure } = first ?? noFailure(ended);
  if (!failure) return outputs;
  joined.onFailure(index, failure);
  throw failure;
}

function noFailure(ended: readonly PromiseSettledResult<void>[]): {
  readonly index: number;
  readonly failure: undefined;
} {
  for (const end of ended) if (end.status === 'rejected') throw end.reason;
  return { index: -1, failure: undefined };
}

/** Records that the state a branch is in was aborted, those inside it first. */
export function recordAborts(run: BranchRun, isOrigin: boolean): void {
  if (run.isDone || !run.isInState) return;
  const type = run.state.Type;
  if (type === 'Parallel' || type === 'Map') {
    if (isOrigin) return;
    for (const child of run.children) recordAborts(child, false);
    run.record(`${type}StateAborted`);
  } else if (type === 'Task' || type === 'Wait') {
    // The task that failed counts as aborted too when it takes its Parallel or Map with it (recorded from AWS).
    run.record(`${type}StateAborted`);
  }
}
