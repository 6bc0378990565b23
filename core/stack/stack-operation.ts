import type { StackStatus } from './stack-status.js';
import { finishDeletion, finishImportRollback, finishUpdateRollback } from './way-out.js';

/** What a deployment does to a stack, given the status it finds. */
export type StackOperation =
  | { readonly kind: 'create' }
  | { readonly kind: 'update' }
  /** The stack is the shell of a first creation that never was: delete it, wait until it is gone, then create. */
  | { readonly kind: 'recreate'; readonly reason: string }
  /** Our own change set was executed by an earlier run of the same step: go on waiting for how it ends. */
  | { readonly kind: 'resume' }
  /** Somebody else's operation is under way. */
  | { readonly kind: 'wait'; readonly reason: string }
  /** UPDATE_ROLLBACK_FAILED: the rollback can be continued, which a person has to approve. */
  | { readonly kind: 'stuck'; readonly reason: string; readonly instructions: readonly string[] }
  | Blocked;

/** What a deletion does to a stack, given the status it finds. */
export type DeleteOperation =
  | { readonly kind: 'delete' }
  | { readonly kind: 'gone' }
  /** Its deletion is under way, whoever began it. */
  | { readonly kind: 'deleting' }
  /** Somebody else's operation is under way: delete when it has ended. */
  | { readonly kind: 'wait'; readonly reason: string };

/** How an operation in flight is stopped, given the status that the stack has now. */
export type StopOperation =
  /** CancelUpdateStack: the stack rolls back. */
  | { readonly kind: 'cancel-update' }
  /** DeleteStack: a creation cannot be cancelled, only undone. */
  | { readonly kind: 'delete' }
  /** It is going back already, or is past the point of return: wait for the end, then decide anew. */
  | { readonly kind: 'wait'; readonly reason: string }
  | { readonly kind: 'nothing' }
  | Blocked;

export type Blocked = {
  readonly kind: 'blocked';
  readonly reason: string;
  /** What a person can do, in order. */
  readonly instructions: readonly string[];
};

export type OperationContext = {
  /** For the commands in instructions. */
  readonly stackName?: string;
  /**
   * The change set that this very step made. `made`: then REVIEW_IN_PROGRESS is our own shell, and a function that runs
   * twice goes on with it instead of deleting it. `executed`: whatever the stack is in, it is of our own doing.
   */
  readonly ownChangeSet?: 'made' | 'executed' | undefined;
};

const SOME_STACK = 'NAME';

/**
 * Deployment of a stack that has `status` (undefined: no such stack). Total over every status; what CloudFormation
 * accepts in which status: AWS CloudFormation User Guide, "Understand CloudFormation stack creation events" and
 * "Stack status codes".
 */
export function resolveStackOperation(
  status: StackStatus | undefined,
  { stackName = SOME_STACK, ownChangeSet }: OperationContext = {},
): StackOperation {
  if (ownChangeSet === 'executed') return { kind: 'resume' };
  switch (status) {
    case undefined:
    case 'DELETE_COMPLETE':
      return { kind: 'create' };
    case 'CREATE_COMPLETE':
    case 'UPDATE_COMPLETE':
    // Copilot's pipelines could not go on from here (aws/copilot-cli #4167); to CloudFormation it is as good as complete.
    case 'UPDATE_ROLLBACK_COMPLETE':
    case 'IMPORT_COMPLETE':
    case 'IMPORT_ROLLBACK_COMPLETE':
    // Left by an update with rollback disabled: CloudFormation takes another update.
    case 'UPDATE_FAILED':
      return { kind: 'update' };
    case 'REVIEW_IN_PROGRESS':
      return ownChangeSet === 'made'
        ? { kind: 'create' }
        : { kind: 'recreate', reason: 'a change set was made for it, but never executed' };
    case 'CREATE_FAILED':
    case 'ROLLBACK_COMPLETE':
    case 'ROLLBACK_FAILED':
      return { kind: 'recreate', reason: `its first creation failed (${status})` };
    case 'UPDATE_ROLLBACK_FAILED':
      return {
        kind: 'stuck',
        reason: 'an update failed and could not be rolled back',
        instructions: finishUpdateRollback(stackName),
      };
    case 'IMPORT_ROLLBACK_FAILED':
      return {
        kind: 'blocked',
        reason: 'an import failed and could not be rolled back',
        instructions: finishImportRollback(stackName),
      };
    case 'DELETE_FAILED':
      return {
        kind: 'blocked',
        reason: 'its deletion was begun and could not be finished',
        instructions: finishDeletion(stackName),
      };
    case 'CREATE_IN_PROGRESS':
    case 'ROLLBACK_IN_PROGRESS':
    case 'DELETE_IN_PROGRESS':
    case 'UPDATE_IN_PROGRESS':
    case 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS':
    case 'UPDATE_ROLLBACK_IN_PROGRESS':
    case 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS':
    case 'IMPORT_IN_PROGRESS':
    case 'IMPORT_ROLLBACK_IN_PROGRESS':
      return { kind: 'wait', reason: `another operation is under way (${status})` };
  }
}

/** Deletion of a stack that has `status`. A stack in any settled status can be deleted, a broken one too. */
export function resolveDeleteOperation(status: StackStatus | undefined): DeleteOperation {
  switch (status) {
    case undefined:
    case 'DELETE_COMPLETE':
      return { kind: 'gone' };
    case 'CREATE_COMPLETE':
    case 'CREATE_FAILED':
    case 'ROLLBACK_COMPLETE':
    case 'ROLLBACK_FAILED':
    case 'DELETE_FAILED':
    case 'UPDATE_COMPLETE':
    case 'UPDATE_FAILED':
    case 'UPDATE_ROLLBACK_COMPLETE':
    case 'UPDATE_ROLLBACK_FAILED':
    case 'REVIEW_IN_PROGRESS':
    case 'IMPORT_COMPLETE':
    case 'IMPORT_ROLLBACK_COMPLETE':
    case 'IMPORT_ROLLBACK_FAILED':
      return { kind: 'delete' };
    case 'DELETE_IN_PROGRESS':
      return { kind: 'deleting' };
    case 'CREATE_IN_PROGRESS':
    case 'ROLLBACK_IN_PROGRESS':
    case 'UPDATE_IN_PROGRESS':
    case 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS':
    case 'UPDATE_ROLLBACK_IN_PROGRESS':
    case 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS':
    case 'IMPORT_IN_PROGRESS':
    case 'IMPORT_ROLLBACK_IN_PROGRESS':
      return { kind: 'wait', reason: `another operation is under way (${status})` };
  }
}

/** Stopping our own operation on a stack that has `status`: the first thing a rollback or a cancellation does. */
export function resolveStopOperation(
  status: StackStatus | undefined,
  stackName = SOME_STACK,
): StopOperation {
  switch (status) {
    case 'UPDATE_IN_PROGRESS':
      return { kind: 'cancel-update' };
    case 'CREATE_IN_PROGRESS':
    case 'REVIEW_IN_PROGRESS':
      return { kind: 'delete' };
    // CancelUpdateStack is refused from here on: the new resources stand, the old ones are being removed.
    case 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS':
    case 'IMPORT_IN_PROGRESS':
      return { kind: 'wait', reason: `${status} cannot be cancelled` };
    case 'ROLLBACK_IN_PROGRESS':
    case 'UPDATE_ROLLBACK_IN_PROGRESS':
    case 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS':
    case 'IMPORT_ROLLBACK_IN_PROGRESS':
    case 'DELETE_IN_PROGRESS':
      return { kind: 'wait', reason: `it is on its way back (${status})` };
    case 'UPDATE_ROLLBACK_FAILED':
      return {
        kind: 'blocked',
        reason: 'an update failed and could not be rolled back',
        instructions: finishUpdateRollback(stackName),
      };
    case 'IMPORT_ROLLBACK_FAILED':
      return {
        kind: 'blocked',
        reason: 'an import failed and could not be rolled back',
        instructions: finishImportRollback(stackName),
      };
    case undefined:
    case 'CREATE_COMPLETE':
    case 'CREATE_FAILED':
    case 'ROLLBACK_COMPLETE':
    case 'ROLLBACK_FAILED':
    case 'DELETE_COMPLETE':
    case 'DELETE_FAILED':
    case 'UPDATE_COMPLETE':
    case 'UPDATE_FAILED':
    case 'UPDATE_ROLLBACK_COMPLETE':
    case 'IMPORT_COMPLETE':
    case 'IMPORT_ROLLBACK_COMPLETE':
      return { kind: 'nothing' };
  }
}
