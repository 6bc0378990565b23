import type { StackEvent } from './stack-event.js';

/** How far one operation on one stack has come; plain JSON, so that the next invocation can go on with it. */
export type StackProgress = {
  readonly stackId: string;
  /** ClientRequestToken of the operation; events of others do not count. Null where it is not known. */
  readonly token: string | null;
  /** Resources that the change set changes, of the root stack only, without the stack itself. Never less than `done`. */
  readonly total: number;
  readonly done: number;
  /** Logical ids that are done, sorted. */
  readonly doneIds: readonly string[];
  readonly phase: 'waiting' | 'changing' | 'cleaning-up' | 'rolling-back' | 'ended';
  /** Newest event seen: where the next reading stops. */
  readonly lastEventId: string | null;
  /** The first five failures that are no mere cancellations, oldest first. */
  readonly failures: readonly {
    readonly logicalId: string;
    readonly type: string;
    readonly reason: string;
  }[];
};

export type EventPage = {
  /** Oldest first. */
  readonly events: readonly StackEvent[];
  /** The cursor was found: older pages need not be read. */
  readonly done: boolean;
};
