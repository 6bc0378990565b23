import { findExportInUse } from '../exports.js';
import { setStackStatus } from '../stack-events.js';
import { type Removal, removeInOrder } from './remove-resources.js';
import { describeFailures, type Run } from './run.js';

/** Time in which CloudFormation looks at the exports before it begins or thinks better of it. */
const CHECK_MS = 1000;

const isRetainedBy = (policy: string | undefined): boolean =>
  policy === 'Retain' || policy === 'RetainExceptOnCreate';

function listRemovals(run: Run, retained: readonly string[]): readonly Removal[] {
  return [...run.stack.resources.values()]
    .filter(({ status }) => status !== 'DELETE_COMPLETE')
    .map((record) => ({
      record,
      isRetained:
        retained.includes(record.logicalId) || isRetainedBy(record.definition.DeletionPolicy),
      isListed: true,
      isRollback: false,
    }));
}

/**
 * Deletes a stack. While one of its exports is in use nothing happens: the status falls back to what it was, with the
 * reason. True when the stack is gone.
 */
export async function deleteStack(
  run: Run,
  formerStatus: string,
  retained: readonly string[],
): Promise<boolean> {
  const { engine, stack } = run;
  setStackStatus(
    engine,
    stack,
    'DELETE_IN_PROGRESS',
    stack.parentId ? undefined : 'User Initiated',
  );
  await new Promise<void>((resolve) => {
    engine.world.clock.after(CHECK_MS, resolve);
  });
  const inUse = findExportInUse(engine.stacks, stack.outputs, 'deleted');
  if (inUse) {
    setStackStatus(engine, stack, formerStatus, inUse);
    return false;
  }
  const removals = listRemovals(run, retained);
  for (const { record } of removals) run.planned.add(record.logicalId);
  if (stack.configuration) await removeInOrder(run, stack.configuration, removals);
  stack.deletedAt = new Date(engine.world.clock.now());
  const failures = describeFailures(run, ['delete']);
  if (failures) {
    setStackStatus(engine, stack, 'DELETE_FAILED', failures);
    return false;
  }
  stack.outputs = [];
  stack.imports = new Set();
  stack.changeSetId = undefined;
  engine.stacks.idByName.delete(stack.name);
  setStackStatus(engine, stack, 'DELETE_COMPLETE');
  return true;
}
