/** Deletion of what an update has left behind: replaced and removed resources, or those of an update that failed. */
import type { ResourceRecord } from '../stack-records.js';
import { type Removal, removeInOrder } from './remove-resources.js';
import type { Run } from './run.js';

const retains = (policy: string | undefined): boolean =>
  policy === 'Retain' || policy === 'RetainExceptOnCreate';

function findLeftovers(run: Run): readonly Removal[] {
  const { stack, before } = run;
  return [...(before?.resources.values() ?? [])].flatMap((record): Removal[] => {
    const current = stack.resources.get(record.logicalId);
    const isGone = !run.present.has(record.logicalId);
    if (!isGone && current?.physicalId === record.physicalId) return [];
    const policy = isGone
      ? record.definition.DeletionPolicy
      : current?.definition.UpdateReplacePolicy;
    return [{ record, isRetained: retains(policy), isListed: isGone, isRollback: false }];
  });
}

/** After success: failures are shown as events, the update stays complete. */
export async function cleanUpAfterUpdate(run: Run): Promise<void> {
  const { before, stack, engine } = run;
  if (!before) return;
  const commits = [...stack.resources.values()].map((record) =>
    engine.findProvider(record.type).commit?.(record),
  );
  await Promise.all(commits);
  await removeInOrder(run, before.configuration, findLeftovers(run));
  for (const logicalId of before.resources.keys()) {
    if (!run.present.has(logicalId)) stack.resources.delete(logicalId);
  }
}

const isNew = (run: Run, record: ResourceRecord): boolean =>
  run.before?.resources.get(record.logicalId)?.physicalId !== record.physicalId;

/** After a rollback: what the failed update had made. `made` are the records as the update left them. */
export async function cleanUpAfterRollback(
  run: Run,
  made: readonly ResourceRecord[],
): Promise<void> {
  const { stack, before, target } = run;
  const removals = made
    .filter((record) => isNew(run, record))
    .map((record): Removal => {
      const isListed = !before?.resources.has(record.logicalId);
      // Retain also spares what the failed operation has made, unless it was told otherwise.
      const isRetained =
        isListed &&
        record.definition.DeletionPolicy === 'Retain' &&
        record.physicalId !== '' &&
        !run.options.retainExceptOnCreate;
      return { record, isRetained, isListed, isRollback: false };
    });
  await removeInOrder(run, target, removals);
  for (const { record, isListed } of removals) {
    if (isListed) stack.resources.delete(record.logicalId);
  }
}
