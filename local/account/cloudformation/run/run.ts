/** One operation on one stack. */

import type { Engine } from '../engine.js';
import { ResourceCancelled } from '../resources/provider.js';
import type {
  Operation,
  ResourceRecord,
  StackConfiguration,
  StackOutput,
  StackRecord,
} from '../stack-records.js';

export type Before = {
  readonly configuration: StackConfiguration;
  readonly resources: ReadonlyMap<string, ResourceRecord>;
  readonly outputs: readonly StackOutput[];
  readonly imports: ReadonlySet<string>;
};

export type FailedResource = {
  readonly logicalId: string;
  readonly action: 'create' | 'update' | 'delete';
  readonly reason: string;
};

export type RunOptions = {
  readonly onFailure: 'ROLLBACK' | 'DO_NOTHING' | 'DELETE';
  readonly retainExceptOnCreate: boolean;
  /** Called once, when the operation has come to its end: true when it did what was asked. */
  readonly onEnd: (isSuccess: boolean) => void;
};

export type Run = {
  readonly engine: Engine;
  readonly stack: StackRecord;
  readonly operation: Operation;
  readonly target: StackConfiguration;
  /** Undefined for the creation of a stack. */
  readonly before: Before | undefined;
  readonly options: RunOptions;
  readonly failures: FailedResource[];
  /** Resources that the operation will touch, as far as it can be said beforehand. */
  readonly planned: Set<string>;
  readonly done: Set<string>;
  /** The last resource of the plan that will certainly change. */
  lastChange: string | undefined;
  /** Resources of the target whose condition holds. */
  present: ReadonlySet<string>;
  /** Resources changed in place, or half changed: to be put back by a rollback. */
  readonly touched: Set<string>;
  /** Put back already, by this or an earlier attempt to roll back. */
  readonly restored: Set<string>;
  /** Names of exports that the target uses. */
  imports: ReadonlySet<string>;
  isStopped: boolean;
  /** Why the whole operation was stopped, where no failed resource says it. */
  stopReason: string | undefined;
  /** The resources as the failed update had left them, from the first attempt to roll back on. */
  made: readonly ResourceRecord[] | undefined;
  stop(reason?: string): void;
  /** Rejects with ResourceCancelled when the run is stopped first. */
  sleep(ms: number): Promise<void>;
  /** The promise, unless the run is stopped first. */
  orStop<T>(promise: Promise<T>): Promise<T>;
};

const SLOW_FACTOR = 10;

export function createRun(
  given: Pick<Run, 'engine' | 'stack' | 'operation' | 'target' | 'before' | 'options'>,
): Run {
  const { engine, stack, target } = given;
  const waiting = new Set<() => void>();
  const isSlow = (): boolean =>
    engine.world.mishaps.hits('slow', { stackName: stack.rootName, tags: target.tags });
  const run: Run = {
    ...given,
    failures: [],
    planned: new Set(),
    done: new Set(),
    lastChange: undefined,
    present: new Set(),
    imports: new Set(),
    touched: new Set(),
    restored: new Set(),
    isStopped: false,
    stopReason: undefined,
    made: undefined,
    stop: (reason) => {
      if (run.isStopped) return;
      run.isStopped = true;
      run.stopReason = reason;
      for (const cancel of [...waiting]) cancel();
    },
    sleep: (ms) => {
      let cancelTimer = (): void => undefined;
      const timer = new Promise<void>((resolve) => {
        cancelTimer = engine.world.clock.after(isSlow() ? ms * SLOW_FACTOR : ms, resolve);
      });
      return run.orStop(timer).catch((error) => {
        cancelTimer();
        throw error;
      });
    },
    orStop: <T>(promise: Promise<T>) =>
      new Promise<T>((resolve, reject) => {
        const cancel = (): void => reject(new ResourceCancelled('cancelled'));
        if (run.isStopped) return cancel();
        waiting.add(cancel);
        const settle = (): void => void waiting.delete(cancel);
        promise.then(resolve, reject).finally(settle);
      }),
  };
  return run;
}

/** Undisturbed time: for rollbacks, clean-up and deletion, which nothing stops. */
export const sleepUndisturbed =
  (run: Run) =>
  (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const { world } = run.engine;
      const identity = { stackName: run.stack.rootName, tags: run.target.tags };
      world.clock.after(world.mishaps.hits('slow', identity) ? ms * SLOW_FACTOR : ms, resolve);
    });

const listed = (run: Run, action: FailedResource['action']): readonly string[] =>
  run.failures.filter((failure) => failure.action === action).map((failure) => failure.logicalId);

/** `The following resource(s) failed to create: [A, B]. ` for each action that failed. */
export function describeFailures(run: Run, actions: readonly FailedResource['action'][]): string {
  return actions
    .map((action): [string, readonly string[]] => [action, listed(run, action)])
    .filter(([, ids]) => ids.length > 0)
    .map(([action, ids]) => `The following resource(s) failed to ${action}: [${ids.join(', ')}]. `)
    .join('');
}
