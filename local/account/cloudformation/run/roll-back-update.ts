/** Puts a stack back to what it was before an update. */
import { findDependencies, runInOrder } from '../references.js';
import { ResourceFailure, type ResourceRequest } from '../resources/provider.js';
import { setResource, setStackStatus } from '../stack-events.js';
import type { ResourceRecord } from '../stack-records.js';
import { cleanUpAfterRollback } from './clean-up.js';
import { failRollbackByMishap } from './fail-by-mishap.js';
import { createRemovalRequest } from './remove-resources.js';
import { type Before, describeFailures, type Run } from './run.js';

const requestFor = (run: Run, record: ResourceRecord): ResourceRequest =>
  createRemovalRequest(run, record, true);

/** Was it changed by the update, so that it has to be put back? */
function needsRestoring(run: Run, before: ResourceRecord): boolean {
  const current = run.stack.resources.get(before.logicalId);
  if (run.restored.has(before.logicalId)) return false;
  return run.touched.has(before.logicalId) || current?.physicalId !== before.physicalId;
}

async function restoreResource(run: Run, before: ResourceRecord): Promise<void> {
  const { engine, stack } = run;
  const current = stack.resources.get(before.logicalId) ?? before;
  const wasReplaced = current.physicalId !== before.physicalId;
  const restored = { ...before, status: 'UPDATE_IN_PROGRESS', reason: undefined };
  setResource(engine, stack, restored);
  const request = requestFor(run, before);
  try {
    // The old physical resource is still there: only a change in place has to be undone.
    const state = wasReplaced
      ? before
      : await engine.findProvider(before.type).update(request, current);
    failRollbackByMishap(request);
    setResource(engine, stack, {
      ...restored,
      attributes: state.attributes,
      status: 'UPDATE_COMPLETE',
    });
    run.restored.add(before.logicalId);
  } catch (error) {
    if (!(error instanceof ResourceFailure)) throw error;
    run.failures.push({ logicalId: before.logicalId, action: 'update', reason: error.message });
    // The next attempt has to see to it again.
    run.touched.add(before.logicalId);
    setResource(engine, stack, { ...restored, status: 'UPDATE_FAILED', reason: error.message });
  }
}

async function restoreInOrder(run: Run, before: Before): Promise<void> {
  const records = [...before.resources.values()].filter((record) => needsRestoring(run, record));
  const ids = new Set(records.map((record) => record.logicalId));
  const { template } = before.configuration;
  const graph = new Map(
    records.map((record) => [
      record.logicalId,
      findDependencies(template, record.definition, (id) => ids.has(id)),
    ]),
  );
  await runInOrder(graph, async (id) => {
    const record = before.resources.get(id);
    if (record) await restoreResource(run, record);
  });
}

/** Marks resources as put back without touching them. */
function skipResources(run: Run, before: Before, logicalIds: readonly string[]): void {
  for (const logicalId of logicalIds) {
    const record = before.resources.get(logicalId);
    run.restored.add(logicalId);
    if (record)
      setResource(run.engine, run.stack, {
        ...record,
        status: 'UPDATE_COMPLETE',
        reason: undefined,
      });
  }
}

function forgetUpdate(run: Run, before: Before): void {
  const { stack } = run;
  stack.configuration = before.configuration;
  stack.outputs = before.outputs;
  stack.imports = before.imports;
  // Unchanged resources carry the definition of the update.
  for (const [id, record] of before.resources) {
    const current = stack.resources.get(id);
    if (current && !run.restored.has(id))
      stack.resources.set(id, { ...current, definition: record.definition });
  }
}

export type RollBackOptions = {
  readonly reason: string;
  readonly skip?: readonly string[];
};

/** True when the stack is back; false: UPDATE_ROLLBACK_FAILED, and ContinueUpdateRollback may go on. */
export async function rollBackUpdate(
  run: Run,
  { reason, skip = [] }: RollBackOptions,
): Promise<boolean> {
  const { engine, stack, before } = run;
  if (!before) return false;
  setStackStatus(engine, stack, 'UPDATE_ROLLBACK_IN_PROGRESS', reason || undefined);
  run.made ??= [...stack.resources.values()];
  run.failures.length = 0;
  skipResources(run, before, skip);
  await restoreInOrder(run, before);
  if (run.failures.length > 0) {
    setStackStatus(engine, stack, 'UPDATE_ROLLBACK_FAILED', describeFailures(run, ['update']));
    return false;
  }
  forgetUpdate(run, before);
  return true;
}

/** The second half, which a nested stack leaves until its parent has got there too. */
export async function finishRollback(run: Run): Promise<void> {
  const { engine, stack } = run;
  setStackStatus(engine, stack, 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS');
  await cleanUpAfterRollback(run, run.made ?? []);
  setStackStatus(engine, stack, 'UPDATE_ROLLBACK_COMPLETE');
}
