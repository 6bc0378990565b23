import { isCancellation } from './cancellation.js';
import { describeEvidence } from './describe-evidence.js';
import { classifyReason } from './failure-rules.js';
import { plainReason } from './plain-reason.js';
import type { Evidence, RootCause } from './root-cause.js';
import { isOwnEvent, type StackEvent } from './stack-event.js';

/**
 * The first failure that is neither a cancellation nor only the echo of another. `events` of one operation, oldest
 * first, those of nested stacks among them where they were read. Undefined: nothing failed.
 */
export function findRootCause(
  events: readonly StackEvent[],
  evidence: Evidence = {},
): RootCause | undefined {
  const failures = events
    .filter((event) => isFailure(event) && !isCancellation(event.reason ?? ''))
    .toSorted((a, b) => a.at - b.at);
  const readStacks = new Set(events.map((event) => event.stackId));
  const isEcho = (event: StackEvent): boolean =>
    event.type === 'AWS::CloudFormation::Stack' && readStacks.has(event.physicalId);
  const first = failures.find((event) => !isEcho(event)) ?? failures.find(isTellingEcho);
  return first && toRootCause(first, events, evidence);
}

/** Own events that go back or fail are echoes of a resource's failure, unless they are all there is. */
function isFailure(event: StackEvent): boolean {
  if (event.status.endsWith('_FAILED')) return true;
  if (!isOwnEvent(event) || !event.reason) return false;
  // A deletion that is refused for an export in use gives the old status back, with the reason.
  return event.status.endsWith('ROLLBACK_IN_PROGRESS') || /in use by/.test(event.reason);
}

const ECHOES = [/^The following resource\(s\) failed to/, /^User Initiated/, /^Update successful/];

function isTellingEcho(event: StackEvent): boolean {
  return !ECHOES.some((echo) => echo.test(event.reason ?? ''));
}

function toRootCause(
  event: StackEvent,
  events: readonly StackEvent[],
  evidence: Evidence,
): RootCause {
  const { logicalId, type } = event;
  const told = (event.reason ?? '').replace(/\.? ?Rollback requested by user\.?$/, '');
  const inner = describeHook(event, events) ?? describeEvidence(told, evidence);
  const reason = inner ? `${plainReason(told).replace(/\.$/, '')}; ${inner}` : told;
  return {
    logicalId,
    resourceType: type,
    reason,
    // What the tasks themselves say is nearer to the cause than that the service gave up.
    ...classifyReason(inner ?? told, type),
    nestedStackId: nestedStackOf(event),
  };
}

/** `The following hook(s) failed: [X]` says no more; the hook's own event does. */
function describeHook(event: StackEvent, events: readonly StackEvent[]): string | undefined {
  if (!/hook\(s\)/i.test(event.reason ?? '')) return undefined;
  const hook = events.find(
    ({ failedHook, logicalId, stackId }) =>
      failedHook && logicalId === event.logicalId && stackId === event.stackId,
  )?.failedHook;
  return hook && `hook ${hook.name}: ${hook.reason}`;
}

function nestedStackOf(event: StackEvent): string | null {
  const isNested = event.type === 'AWS::CloudFormation::Stack' && !isOwnEvent(event);
  return isNested && event.physicalId ? event.physicalId : null;
}
