import type { Json } from '../api.js';
import type { ItemProcessor } from '../definition/machine.js';
import type { Execution } from './execution.js';
import { StateFailure } from './failure.js';
import type { Frame } from './frame.js';
import type { Tolerance } from './language.js';
import { Scope } from './scope.js';

export type Children = {
  readonly label: string;
  readonly processor: ItemProcessor;
  readonly inputs: readonly Json[];
  /** How many may run at once. */
  readonly limit: number;
  readonly tolerance: Tolerance;
};

/** Runs one child execution per input, until more have failed than tolerated; then stops the rest. */
export async function runChildren(frame: Frame, children: Children): Promise<readonly Execution[]> {
  const { engine, run } = frame;
  const scope = new Scope(frame.scope);
  const started = run.childExecutions;
  const count = children.inputs.length;
  let next = 0;
  let failed = 0;
  const isExceeded = () => exceedsTolerance(failed, count, children.tolerance);

  const work = async (): Promise<void> => {
    while (next < count && !isExceeded()) {
      const index = next;
      next += 1;
      const child = resumeOrStart(index);
      if (child.isRunning) await awaitEnd(child);
      if (child.status !== 'SUCCEEDED') failed += 1;
      if (isExceeded()) scope.callOff();
    }
  };
  const resumeOrStart = (index: number): Execution => {
    const known = started[index];
    if (known && known.status !== 'SUCCEEDED') engine.resumeChild(known);
    const child =
      known ??
      engine.startChild({
        parent: run.execution,
        label: children.label,
        processor: children.processor,
        queryLanguage: run.queryLanguage,
        input: children.inputs[index] ?? null,
      });
    started[index] = child;
    return child;
  };
  const awaitEnd = (child: Execution): Promise<void> =>
    scope.wait((settle) => {
      const ignoreEnd = engine.whenEnded(child, () => settle(undefined));
      return () => {
        ignoreEnd();
        engine.stop(child);
      };
    });

  const workers = Array.from({ length: Math.min(children.limit, count) }, work);
  const ended = await Promise.allSettled(workers);
  scope.close();
  frame.scope.check();
  if (isExceeded())
    throw new StateFailure(
      'States.ExceedToleratedFailureThreshold',
      'The specified tolerated failure threshold was exceeded',
    );
  for (const end of ended) if (end.status === 'rejected') throw end.reason;
  return started;
}

/** Without a tolerance the first failure is one too many; with both kinds, whichever is exceeded first counts. */
function exceedsTolerance(failed: number, count: number, tolerance: Tolerance): boolean {
  const { percentage } = tolerance;
  const maxCount = tolerance.count ?? (percentage === undefined ? 0 : undefined);
  if (maxCount !== undefined && failed > maxCount) return true;
  return percentage !== undefined && (failed / count) * 100 > percentage;
}
