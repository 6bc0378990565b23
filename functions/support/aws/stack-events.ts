import {
  DescribeEventsCommand,
  DescribeStackEventsCommand,
  type OperationEvent,
  type StackEvent as SdkStackEvent,
} from '@aws-sdk/client-cloudformation';
import type { OperationFailure } from '../../../core/stack/operation-failure.js';
import type { StackEvent } from '../../../core/stack/stack-event.js';
import { cloudFormation } from './cloudformation.js';

/** Events of the stack from `sinceMs` on, newest first as CloudFormation gives them; reading stops at the first older one. */
async function listStackEvents(stackId: string, sinceMs: number): Promise<readonly StackEvent[]> {
  const found: StackEvent[] = [];
  let next: string | undefined;
  do {
    const page = await cloudFormation.send(
      new DescribeStackEventsCommand({ StackName: stackId, NextToken: next }),
    );
    const events = (page.StackEvents ?? []).map(toStackEvent);
    const recent = events.filter((event) => event.at >= sinceMs);
    found.push(...recent);
    next = recent.length === events.length ? page.NextToken : undefined;
  } while (next);
  return found;
}

function toStackEvent(event: SdkStackEvent): StackEvent {
  return {
    eventId: event.EventId ?? '',
    at: event.Timestamp?.getTime() ?? 0,
    stackId: event.StackId ?? '',
    logicalId: event.LogicalResourceId ?? '',
    physicalId: event.PhysicalResourceId ?? '',
    type: event.ResourceType ?? '',
    status: event.ResourceStatus ?? '',
    reason: event.ResourceStatusReason,
    token: event.ClientRequestToken,
    ...(event.HookStatus === 'HOOK_COMPLETE_FAILED'
      ? { failedHook: { name: event.HookType ?? '', reason: event.HookStatusReason ?? '' } }
      : {}),
  };
}

/**
 * Events of one operation, oldest first, those of the nested stacks that failed in it among them: the parent's event
 * only says that the nested one failed.
 */
export async function listOperationEvents(
  stackId: string,
  sinceMs: number,
): Promise<readonly StackEvent[]> {
  const events = (await listStackEvents(stackId, sinceMs)).toReversed();
  const nested = new Set(
    events.filter((event) => isFailedNested(event, stackId)).map((event) => event.physicalId),
  );
  const inner = await Promise.all([...nested].map((id) => listOperationEvents(id, sinceMs)));
  return [...events, ...inner.flat()].sort((one, other) => one.at - other.at);
}

function isFailedNested(event: StackEvent, stackId: string): boolean {
  const isNested = event.type === 'AWS::CloudFormation::Stack' && event.physicalId !== stackId;
  return isNested && event.physicalId !== '' && event.status.endsWith('_FAILED');
}

/** What failed in making a change set, as early validation and hooks tell it; they tell it nowhere else. */
export async function listChangeSetFailures(
  changeSetId: string,
): Promise<readonly OperationFailure[]> {
  const found: OperationFailure[] = [];
  let next: string | undefined;
  do {
    const page = await cloudFormation.send(
      new DescribeEventsCommand({
        ChangeSetName: changeSetId,
        Filters: { FailedEvents: true },
        NextToken: next,
      }),
    );
    found.push(...(page.OperationEvents ?? []).map(toFailure));
    next = page.NextToken;
  } while (next);
  return found;
}

function toFailure(event: OperationEvent): OperationFailure {
  const base = { logicalId: event.LogicalResourceId ?? '', type: event.ResourceType ?? '' };
  if (event.EventType === 'VALIDATION_ERROR') {
    return {
      ...base,
      kind: 'validation',
      reason: event.ValidationStatusReason ?? event.ResourceStatusReason ?? '',
      path: event.ValidationPath,
      checkedBy: event.ValidationName,
      isWarning: event.ValidationFailureMode === 'WARN',
    };
  }
  if (event.EventType === 'HOOK_INVOCATION_ERROR') {
    return {
      ...base,
      kind: 'hook',
      reason: event.HookStatusReason ?? event.ResourceStatusReason ?? '',
      checkedBy: event.HookType,
      isWarning: event.HookFailureMode === 'WARN',
    };
  }
  return { ...base, kind: 'resource', reason: event.ResourceStatusReason ?? '', isWarning: false };
}
