import type { ChangeSetChange, ChangeSetDescription, ChangeSetOutcome } from './change-set.js';
import type { ResourceChange } from './resource-change.js';

/** CloudFormation has no status of its own for "nothing to do": it fails the change set with one of these texts. */
const NO_CHANGES = [
  /the submitted information didn.t contain changes/i,
  /no updates are to be performed/i,
];

/** True for the reason of a change set that failed because there is nothing to do. */
export const isNoChange = (reason: string): boolean => NO_CHANGES.some((text) => text.test(reason));

/** The reason then names a hook or "early validation", and DescribeEvents alone tells which property of what resource. */
const SEE_EVENTS = [/early ?validation/i, /hook\(s\)/i, /use the DescribeEvents API/i];

const EXECUTED = ['EXECUTE_IN_PROGRESS', 'EXECUTE_COMPLETE', 'EXECUTE_FAILED'];

/** What a change set means. Ordered rules, the first that fits wins. */
export function describeChangeSet(description: ChangeSetDescription): ChangeSetOutcome {
  const { status, executionStatus = '', changes } = description;
  const reason = description.reason ?? '';
  if (EXECUTED.includes(executionStatus)) return { kind: 'executed' };
  if (status === 'CREATE_PENDING' || status === 'CREATE_IN_PROGRESS') return { kind: 'pending' };
  if (status === 'FAILED' && isNoChange(reason)) {
    return { kind: 'no-changes' };
  }
  if (status === 'FAILED') return failed(reason || 'CloudFormation gave no reason');
  if (status.startsWith('DELETE_')) return failed(`the change set was deleted (${status})`);
  if (executionStatus === 'OBSOLETE') {
    return failed('another operation changed the stack after the change set was made');
  }
  if (status === 'CREATE_COMPLETE') {
    return { kind: 'ready', changes: changes.map(describeChange).sort(byLogicalId) };
  }
  return failed(`the change set is ${status}${reason ? `: ${reason}` : ''}`);
}

/** One change in the words that template comparison uses too. */
function describeChange(change: ChangeSetChange): ResourceChange {
  const { logicalId, type, physicalId, policyAction = '', nestedChangeSetId } = change;
  return {
    logicalId,
    type,
    ...(physicalId ? { physicalId } : {}),
    action: actionOf(change),
    certainty: isUncertain(change) ? 'possible' : 'certain',
    properties: [...new Set(change.properties ?? [])].sort(),
    retained: policyAction === 'Retain' || policyAction === 'ReplaceAndRetain',
    ...(nestedChangeSetId ? { isOpened: true } : {}),
  };
}

/** Dynamic: CloudFormation cannot tell beforehand what it will do. */
function isUncertain({ action, replacement }: ChangeSetChange): boolean {
  return replacement === 'Conditional' || action === 'Dynamic';
}

function actionOf({ action, replacement }: ChangeSetChange): ResourceChange['action'] {
  switch (action) {
    case 'Add':
      return 'create';
    case 'Remove':
      return 'remove';
    case 'Import':
      return 'import';
    default:
      return replacement === 'True' || replacement === 'Conditional' ? 'replace' : 'update';
  }
}

function failed(reason: string): ChangeSetOutcome {
  return { kind: 'failed', reason, seeEvents: SEE_EVENTS.some((text) => text.test(reason)) };
}

function byLogicalId(a: ResourceChange, b: ResourceChange): number {
  return a.logicalId < b.logicalId ? -1 : 1;
}
