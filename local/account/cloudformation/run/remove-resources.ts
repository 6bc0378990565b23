import { findDependencies, reverseGraph, runInOrder } from '../references.js';
import { ResourceFailure, type ResourceRequest } from '../resources/provider.js';
import { addResourceEvent, setResource } from '../stack-events.js';
import type { ResourceRecord, StackConfiguration } from '../stack-records.js';
import { failRollbackByMishap } from './fail-by-mishap.js';
import { type Run, sleepUndisturbed } from './run.js';

export function createRemovalRequest(
  run: Run,
  record: ResourceRecord,
  isRollback: boolean,
): ResourceRequest {
  return {
    run,
    stack: run.stack,
    logicalId: record.logicalId,
    type: record.type,
    properties: record.properties,
    tags: record.tags,
    isRollback,
    initiated: () => undefined,
    sleep: sleepUndisturbed(run),
    wait: (promise) => promise,
  };
}

export type Removal = {
  readonly record: ResourceRecord;
  /** The policy that spares the physical resource, if any. */
  readonly isRetained: boolean;
  /** Deletion of a resource that the stack still lists, or of one whose place has been taken. */
  readonly isListed: boolean;
  readonly isRollback: boolean;
};

function show(run: Run, { record, isListed }: Removal, status: string, reason?: string): void {
  const updated = { ...record, status, reason };
  if (isListed) setResource(run.engine, run.stack, updated);
  else addResourceEvent(run.engine, run.stack, updated);
}

/** Deletes one physical resource, with its events. Returns the reason of a failure. */
async function removeResource(run: Run, removal: Removal): Promise<string | undefined> {
  const { record, isRetained, isRollback } = removal;
  if (isRetained) {
    show(run, removal, 'DELETE_SKIPPED');
    return undefined;
  }
  show(run, removal, 'DELETE_IN_PROGRESS');
  const request = createRemovalRequest(run, record, isRollback);
  try {
    if (record.physicalId !== '')
      await run.engine.findProvider(record.type).remove(request, record);
    if (isRollback) failRollbackByMishap(request);
  } catch (error) {
    if (!(error instanceof ResourceFailure)) throw error;
    show(run, removal, 'DELETE_FAILED', error.message);
    run.failures.push({ logicalId: record.logicalId, action: 'delete', reason: error.message });
    return error.message;
  }
  if (run.planned.has(record.logicalId)) run.done.add(record.logicalId);
  show(run, removal, 'DELETE_COMPLETE');
  return undefined;
}

/** Deletes in the reverse of the order of dependency; what a failed one depends on stays. */
export async function removeInOrder(
  run: Run,
  configuration: StackConfiguration,
  removals: readonly Removal[],
): Promise<void> {
  const byId = new Map(removals.map((removal) => [removal.record.logicalId, removal]));
  const graph = new Map(
    removals.map(({ record }) => [
      record.logicalId,
      findDependencies(configuration.template, record.definition, (id) => byId.has(id)),
    ]),
  );
  const reversed = reverseGraph(graph);
  const failed = new Set<string>();
  await runInOrder(reversed, async (id) => {
    const removal = byId.get(id);
    const isBlocked = (reversed.get(id) ?? []).some((dependent) => failed.has(dependent));
    if (!removal || isBlocked) {
      failed.add(id);
      return;
    }
    if ((await removeResource(run, removal)) !== undefined) failed.add(id);
  });
}
