import { isOwnEvent, type StackEvent } from './stack-event.js';

/** Milliseconds since the epoch, as CloudFormation's events tell them. */
export type OperationTimes = {
  readonly from: number;
  readonly to: number;
  /** When CloudFormation began to put the stack back; absent where it did not. */
  readonly backFrom?: number;
  /** The ECS service that the operation made or changed. */
  readonly service: ServiceTimes | null;
};

export type ServiceTimes = {
  readonly arn: string;
  /** New in this operation; null where the service changed otherwise. */
  readonly taskDefinitionArn: string | null;
  readonly from: number;
  readonly to: number;
  /** When the last of the new tasks ran, before its health was known; null where nobody said so. */
  readonly runningAt: number | null;
};

/** When the stack and its service were worked on. `events` of one operation, oldest first; undefined: none began. */
export function observeTimes(
  events: readonly StackEvent[],
  stackId: string,
): OperationTimes | undefined {
  const own = events.filter((event) => isOwnEvent(event) && event.stackId === stackId);
  const begin = own.find(({ status }) => status !== 'REVIEW_IN_PROGRESS');
  const end = own.at(-1);
  if (!begin || !end) return undefined;
  const back = own.find(({ status }) => /^(UPDATE_)?ROLLBACK_IN_PROGRESS$/.test(status));
  return {
    from: begin.at,
    to: end.at,
    ...(back ? { backFrom: back.at } : {}),
    service: observeService(events),
  };
}

function observeService(events: readonly StackEvent[]): ServiceTimes | null {
  const all = events.filter(({ type }) => type === 'AWS::ECS::Service');
  const begin = all.find(({ status }) => /^(CREATE|UPDATE)_IN_PROGRESS$/.test(status));
  if (!begin) return null;
  const end = all.find((event) => event.at >= begin.at && !event.status.endsWith('_IN_PROGRESS'));
  const arn = all.find(({ physicalId }) => physicalId !== '')?.physicalId;
  if (!end || !arn) return null;
  const taskDefinitionArn = findTaskDefinition(events) ?? null;
  return { arn, taskDefinitionArn, from: begin.at, to: end.at, runningAt: null };
}

/** The service that failed in the operation, with its new task definition where there is one. */
export function findFailedService(
  events: readonly StackEvent[],
): { readonly arn: string; readonly taskDefinitionArn: string | undefined } | undefined {
  const failed = events.find(
    ({ type, status, physicalId }) =>
      type === 'AWS::ECS::Service' && status.endsWith('_FAILED') && physicalId !== '',
  );
  return failed && { arn: failed.physicalId, taskDefinitionArn: findTaskDefinition(events) };
}

/** The one that the operation made: the old one's events come only when it is deleted. */
function findTaskDefinition(events: readonly StackEvent[]): string | undefined {
  return events.find(
    ({ type, status, physicalId }) =>
      type === 'AWS::ECS::TaskDefinition' &&
      /^(CREATE|UPDATE)_COMPLETE$/.test(status) &&
      physicalId !== '',
  )?.physicalId;
}
