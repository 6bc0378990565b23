import { AutolandError } from '../errors.js';

/** Every status that DescribeStacks can tell, as CloudFormation spells it. A stack that is not found is `undefined`. */
export const STACK_STATUSES = [
  'CREATE_IN_PROGRESS',
  'CREATE_FAILED',
  'CREATE_COMPLETE',
  'ROLLBACK_IN_PROGRESS',
  'ROLLBACK_FAILED',
  'ROLLBACK_COMPLETE',
  'DELETE_IN_PROGRESS',
  'DELETE_FAILED',
  'DELETE_COMPLETE',
  'UPDATE_IN_PROGRESS',
  'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
  'UPDATE_COMPLETE',
  'UPDATE_FAILED',
  'UPDATE_ROLLBACK_IN_PROGRESS',
  'UPDATE_ROLLBACK_FAILED',
  'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
  'UPDATE_ROLLBACK_COMPLETE',
  'REVIEW_IN_PROGRESS',
  'IMPORT_IN_PROGRESS',
  'IMPORT_COMPLETE',
  'IMPORT_ROLLBACK_IN_PROGRESS',
  'IMPORT_ROLLBACK_FAILED',
  'IMPORT_ROLLBACK_COMPLETE',
] as const;

export type StackStatus = (typeof STACK_STATUSES)[number];

/** REVIEW_IN_PROGRESS is no progress: the stack is a shell around a change set and stays so until somebody acts. */
export function isInProgress(status: StackStatus): boolean {
  return status.endsWith('_IN_PROGRESS') && status !== 'REVIEW_IN_PROGRESS';
}

/** Left by a creation that failed or never began, or by a deletion: nothing of use is in it. */
export function isShell(status: StackStatus): boolean {
  return SHELLS.has(status);
}

const SHELLS: ReadonlySet<StackStatus> = new Set([
  'CREATE_FAILED',
  'DELETE_COMPLETE',
  'REVIEW_IN_PROGRESS',
  'ROLLBACK_COMPLETE',
  'ROLLBACK_FAILED',
]);

/** The status as DescribeStacks tells it. One that is not on the list is trouble: its meaning has to be decided first. */
export function parseStackStatus(text: string): StackStatus {
  const known = STACK_STATUSES.find((status) => status === text);
  if (!known) throw new AutolandError('StackBroken', `stack status "${text}" is unknown`);
  return known;
}
