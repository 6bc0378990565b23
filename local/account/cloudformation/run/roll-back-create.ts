import { setStackStatus } from '../stack-events.js';
import { type Removal, removeInOrder } from './remove-resources.js';
import { describeFailures, type Run } from './run.js';

const listAll = (run: Run): readonly Removal[] =>
  [...run.stack.resources.values()]
    .filter(({ status }) => status !== 'DELETE_COMPLETE')
    .map((record) => ({
      record,
      isRetained:
        record.definition.DeletionPolicy === 'Retain' &&
        record.physicalId !== '' &&
        !run.options.retainExceptOnCreate,
      isListed: true,
      isRollback: true,
    }));

/** Deletes what the creation had made; the stack stays as ROLLBACK_COMPLETE or ROLLBACK_FAILED. */
export async function rollBackCreate(run: Run, reason: string): Promise<boolean> {
  const { engine, stack } = run;
  setStackStatus(
    engine,
    stack,
    'ROLLBACK_IN_PROGRESS',
    `${reason.trimEnd()} Rollback requested by user.`,
  );
  stack.outputs = [];
  run.failures.length = 0;
  stack.deletedAt = new Date(engine.world.clock.now());
  await removeInOrder(run, run.target, listAll(run));
  const failures = describeFailures(run, ['delete']);
  setStackStatus(
    engine,
    stack,
    failures ? 'ROLLBACK_FAILED' : 'ROLLBACK_COMPLETE',
    failures || undefined,
  );
  if (!failures) stack.imports = new Set();
  return failures === '';
}
