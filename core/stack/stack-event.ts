/** One entry of DescribeStackEvents, in our own words. */
export type StackEvent = {
  readonly eventId: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** ARN of the stack that tells the event; a nested stack has its own. */
  readonly stackId: string;
  readonly logicalId: string;
  /** The stack's own events have its ARN here. Empty in the first event of a resource that is being created. */
  readonly physicalId: string;
  readonly type: string;
  readonly status: string;
  readonly reason?: string | undefined;
  /** ClientRequestToken of the operation that caused it. */
  readonly token?: string | undefined;
  /** A hook that refused the resource; the resource's own event only names it. */
  readonly failedHook?: { readonly name: string; readonly reason: string } | undefined;
};

/** The stack's own event, not one of a resource (a nested stack is a resource of its parent). */
export function isOwnEvent(event: StackEvent): boolean {
  return event.type === 'AWS::CloudFormation::Stack' && event.physicalId === event.stackId;
}
