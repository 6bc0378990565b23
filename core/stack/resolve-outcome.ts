import type { RequestedOperation, StackOutcome } from './stack-outcome.js';
import { isInProgress, type StackStatus } from './stack-status.js';

/**
 * What a status means for the operation that we asked for. Undefined while it is under way. A deletion that was
 * taken back gives no DELETE_FAILED: the stack has its old status again, with the reason.
 */
export function resolveOutcome(
  operation: RequestedOperation,
  status: StackStatus | undefined,
  statusReason?: string,
): StackOutcome | undefined {
  const reason = statusReason || null;
  if (status === undefined || status === 'DELETE_COMPLETE') return goneOutcome(operation, reason);
  if (isInProgress(status)) return undefined;
  if (operation === 'delete') {
    return status === 'DELETE_FAILED'
      ? { kind: 'failed', status, reason }
      : { kind: 'refused', reason };
  }
  switch (status) {
    case 'CREATE_COMPLETE':
      return { kind: 'created' };
    case 'UPDATE_COMPLETE':
    case 'IMPORT_COMPLETE':
      return { kind: 'updated' };
    case 'ROLLBACK_COMPLETE':
    case 'UPDATE_ROLLBACK_COMPLETE':
    case 'IMPORT_ROLLBACK_COMPLETE':
      return { kind: 'rolled-back', reason };
    default:
      return { kind: 'failed', status, reason };
  }
}

/** A creation with OnStackFailure DELETE leaves nothing; a stack that vanishes under an update was deleted by somebody. */
function goneOutcome(operation: RequestedOperation, reason: string | null): StackOutcome {
  switch (operation) {
    case 'delete':
      return { kind: 'deleted' };
    case 'create':
      return { kind: 'rolled-back', reason };
    case 'update':
      return {
        kind: 'failed',
        status: 'DELETE_COMPLETE',
        reason: reason ?? 'the stack was deleted while it was being updated',
      };
  }
}
