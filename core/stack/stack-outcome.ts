import type { StackStatus } from './stack-status.js';

/** What we asked CloudFormation to do. A rollback to an earlier release is an `update` too. */
export type RequestedOperation = 'create' | 'update' | 'delete';

export type StackOutcome =
  | { readonly kind: 'created' }
  | { readonly kind: 'updated' }
  | { readonly kind: 'deleted' }
  /** CloudFormation restored what was before. After a failed creation nothing of use is left of the stack. */
  | { readonly kind: 'rolled-back'; readonly reason: string | null }
  /** A deletion that was taken back: something imports an export of this stack. */
  | { readonly kind: 'refused'; readonly reason: string | null }
  /** Neither done nor restored: needs a person, or another operation. */
  | { readonly kind: 'failed'; readonly status: StackStatus; readonly reason: string | null };

/** What DescribeStacks tells now; `status` undefined: there is no such stack. */
export type ObservedStack = {
  readonly status: StackStatus | undefined;
  readonly statusReason?: string | undefined;
  /** The change set executed last: tells our own operation from somebody else's. */
  readonly changeSetId?: string | undefined;
};

/** What a task token waits for. */
export type AwaitedStack = {
  readonly operation: RequestedOperation;
  /** False until a deletion was asked for: before, no status can mean that it was taken back. */
  readonly isAsked?: boolean | undefined;
  /** The change set that we executed; absent for a deletion. */
  readonly changeSetId?: string | undefined;
};

export type StackWake =
  | { readonly kind: 'keep-waiting'; readonly reason: string }
  | { readonly kind: 'done'; readonly outcome: StackOutcome }
  /** The stack settled after an operation that is not the awaited one. */
  | { readonly kind: 'overtaken'; readonly reason: string };
