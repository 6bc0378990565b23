import { isCancellation } from './cancellation.js';
import { isOwnEvent, type StackEvent } from './stack-event.js';
import type { EventPage, StackProgress } from './stack-progress.js';

/** Enough to explain; a stack of hundreds of resources can fail hundreds of times. */
const MOST_FAILURES = 5;

/** Before the first event. `total`: resources that the change set changes. */
export function startProgress(stackId: string, total: number, token?: string): StackProgress {
  return {
    stackId,
    token: token ?? null,
    total,
    done: 0,
    doneIds: [],
    phase: 'waiting',
    lastEventId: null,
    failures: [],
  };
}

/**
 * The new events of one page of DescribeStackEvents, oldest first.
 *
 *     page 1          page 2            (newest first, as CloudFormation gives them)
 *     [e9 e8 e7 e6]   [e5 e4 e3 e2]
 *                           ^ cursor e4: page 2 gives e5 and is the last one that has to be read
 */
export function readSince(page: readonly StackEvent[], cursor: string | null): EventPage {
  const seen = page.findIndex((event) => event.eventId === cursor);
  const fresh = seen < 0 ? page : page.slice(0, seen);
  return { events: fresh.toReversed(), done: seen >= 0 };
}

/** Goes on with the progress of a root stack. `events` oldest first; those of nested stacks and other operations are left out. */
export function foldEvents(progress: StackProgress, events: readonly StackEvent[]): StackProgress {
  return events.reduce(foldEvent, progress);
}

function foldEvent(progress: StackProgress, event: StackEvent): StackProgress {
  if (event.stackId !== progress.stackId) return progress;
  const isForeign = progress.token !== null && event.token && event.token !== progress.token;
  if (isForeign) return progress;
  const seen = { ...progress, lastEventId: event.eventId };
  if (isOwnEvent(event)) return { ...seen, phase: phaseOf(event.status, progress.phase) };
  if (event.status.endsWith('_FAILED')) return withFailure(seen, event);
  if (event.status.endsWith('_COMPLETE') || event.status === 'DELETE_SKIPPED') {
    return withDone(seen, event.logicalId);
  }
  return seen;
}

function phaseOf(status: string, phase: StackProgress['phase']): StackProgress['phase'] {
  if (status === 'REVIEW_IN_PROGRESS') return phase;
  if (status === 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS') return 'cleaning-up';
  // Its own cleanup removes what the failed update had made: still a part of going back.
  if (/ROLLBACK.*_IN_PROGRESS$/.test(status)) return 'rolling-back';
  return status.endsWith('_IN_PROGRESS') ? 'changing' : 'ended';
}

/**
 * A resource counts once: a replaced one is done when the new one stands, its DELETE_COMPLETE during the cleanup adds
 * nothing. On the way back every resource that is restored counts down.
 */
function withDone(progress: StackProgress, logicalId: string): StackProgress {
  const others = progress.doneIds.filter((id) => id !== logicalId);
  const doneIds = progress.phase === 'rolling-back' ? others : [...others, logicalId].sort();
  const done = doneIds.length;
  return { ...progress, doneIds, done, total: Math.max(progress.total, done) };
}

function withFailure(progress: StackProgress, event: StackEvent): StackProgress {
  const { logicalId, type, reason = '' } = event;
  if (isCancellation(reason) || progress.failures.length === MOST_FAILURES) return progress;
  return { ...progress, failures: [...progress.failures, { logicalId, type, reason }] };
}
