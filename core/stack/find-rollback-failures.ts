import { isCancellation } from './cancellation.js';
import { plainReason } from './plain-reason.js';
import { isOwnEvent, type StackEvent } from './stack-event.js';

/** `id` as `ResourcesToSkip` wants it: inside a nested stack `NestedStackName.LogicalId`. */
export type RollbackFailure = { readonly id: string; readonly reason: string };

/**
 * Resources that the latest attempt to roll back could not put back: only these may be skipped, not those that failed
 * in the update itself, and a nested stack not as such (API reference of ContinueUpdateRollback). `events` oldest first,
 * those of nested stacks among them where they were read.
 */
export function findRollbackFailures(
  events: readonly StackEvent[],
  stackId: string,
): readonly RollbackFailure[] {
  return findIn(events, stackId, '');
}

function findIn(
  events: readonly StackEvent[],
  stackId: string,
  prefix: string,
): readonly RollbackFailure[] {
  const own = events.filter((event) => event.stackId === stackId);
  const begin = own.findLastIndex(
    (event) => isOwnEvent(event) && event.status === 'UPDATE_ROLLBACK_IN_PROGRESS',
  );
  const failed = own
    .slice(Math.max(0, begin))
    .filter((event) => begin >= 0 && !isOwnEvent(event) && isFailure(event));
  const latest = new Map(failed.map((event) => [event.logicalId, event]));
  return [...latest.values()].flatMap((event) => {
    const { logicalId, physicalId, type, reason = 'no reason given' } = event;
    const inner =
      type === 'AWS::CloudFormation::Stack'
        ? findIn(events, physicalId, `${nameOf(physicalId)}.`)
        : [];
    return inner.length > 0
      ? inner
      : [{ id: `${prefix}${logicalId}`, reason: plainReason(reason) }];
  });
}

function isFailure({ status, reason = '' }: StackEvent): boolean {
  return status === 'UPDATE_FAILED' && !isCancellation(reason);
}

/** `arn:…:stack/<name>/<id>` -> name */
function nameOf(stackId: string): string {
  return stackId.split('/')[1] ?? stackId;
}
