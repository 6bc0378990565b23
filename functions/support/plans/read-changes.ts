import { AutolandError } from '../../../core/errors.js';
import type { StackFinding } from '../../../core/plan/stack-plan.js';
import { describeChangeSet } from '../../../core/stack/describe-change-set.js';
import { describeFailures } from '../../../core/stack/operation-failure.js';
import { deleteChangeSet, getOpenedChangeSet } from '../aws/change-sets.js';
import { listChangeSetFailures } from '../aws/stack-events.js';
import { getPlan, getPlanned, getStackOf } from './get-plan.js';
import { planKeys, putFile } from './plan-files.js';
import { deleteOwnShell } from './plan-shells.js';

export type PlanChangeSet = {
  readonly planId: string;
  readonly stack: string;
  readonly changeSetId: string;
  readonly operation: 'create' | 'update';
};

/** Reads a plan's change set and discards it; `ChangeSetPending` makes the state look again. */
export async function readChanges(changeSet: PlanChangeSet): Promise<void> {
  await putFile(planKeys.finding(changeSet.planId, changeSet.stack), await findChanges(changeSet));
  await discardChanges(changeSet);
}

/** Deletes the change set, and what a CREATE change set leaves of a stack that does not exist. Safe to repeat. */
export async function discardChanges(changeSet: PlanChangeSet): Promise<void> {
  const { planId, stack, changeSetId, operation } = changeSet;
  await deleteChangeSet(changeSetId);
  if (operation === 'update') return;
  const plan = await getPlan(planId);
  const { bundle } = await getPlanned(plan);
  await deleteOwnShell(plan, getStackOf(bundle, stack).stackName);
}

/** CloudFormation looks exports up when it makes a change set: what this release itself will export is not there yet. */
const MISSING_EXPORT = /no export named/i;

async function findChanges({ changeSetId, operation }: PlanChangeSet): Promise<StackFinding> {
  const opened = await getOpenedChangeSet(changeSetId);
  const outcome = describeChangeSet(opened);
  switch (outcome.kind) {
    case 'pending':
      throw new AutolandError(
        'ChangeSetPending',
        `change set ${changeSetId} is still being computed`,
      );
    case 'no-changes':
    case 'executed':
      return { kind: 'unchanged' };
    case 'ready':
      return { kind: 'changes', operation, changes: outcome.changes };
    case 'failed': {
      const { reason } = outcome;
      if (MISSING_EXPORT.test(reason))
        return { kind: 'forecast', why: `it imports what is not exported yet: ${reason}` };
      const failures = outcome.seeEvents
        ? await listChangeSetFailures(opened.failedId ?? changeSetId)
        : [];
      return {
        kind: 'blocked',
        reason: [reason, ...describeFailures(failures)].join('; '),
        instructions: ['change what the reason names, and plan again'],
      };
    }
  }
}
