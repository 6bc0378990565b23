import { isCancellation } from './cancellation.js';
import { classifyReason } from './failure-rules.js';
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
  return first && toRootCause(first, evidence);
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

function toRootCause(event: StackEvent, evidence: Evidence): RootCause {
  const { logicalId, type } = event;
  const told = (event.reason ?? '').replace(/\.? ?Rollback requested by user\.?$/, '');
  const inner = tellsNoCause(told) ? describeEvidence(evidence) : undefined;
  const reason = inner ? `${told}; ${inner}` : told;
  return {
    logicalId,
    resourceType: type,
    reason,
    // What the tasks themselves say is nearer to the cause than that the service gave up.
    ...classifyReason(inner ?? told, type),
    nestedStackId: nestedStackOf(event),
  };
}

/** The service only tells that it gave up; why is told by its tasks or by an alarm. */
function tellsNoCause(reason: string): boolean {
  return /circuit breaker|did not stabilize|NotStabilized|exceeded attempts to wait|alarm/i.test(
    reason,
  );
}

/** Tasks that ECS stops in the course of a deployment tell nothing about why it failed. */
const ORDERLY_STOP =
  /scaling activity initiated by|task stopped by user|deployment ecs-svc\S* stopped/i;

function describeEvidence({ stoppedTasks = [], alarms = [] }: Evidence): string | undefined {
  const stopped = stoppedTasks.find(({ reason }) => reason && !ORDERLY_STOP.test(reason));
  if (stopped) {
    const { reason, exitCode } = stopped;
    const code = typeof exitCode === 'number' ? ` (exit code ${exitCode})` : '';
    return `task stopped: ${reason}${code}`;
  }
  return alarms.length > 0 ? `CloudWatch alarm fired: ${alarms.join(', ')}` : undefined;
}

function nestedStackOf(event: StackEvent): string | null {
  const isNested = event.type === 'AWS::CloudFormation::Stack' && !isOwnEvent(event);
  return isNested && event.physicalId ? event.physicalId : null;
}
