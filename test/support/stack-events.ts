import type { StackEvent } from '../../core/stack/stack-event.js';

export const STACK_ID = 'arn:aws:cloudformation:eu-west-1:111111111111:stack/shop-test-api/1';

let counter = 0;

/** One event of a resource of shop-test-api, later than those made before it. */
export function anEvent(
  logicalId: string,
  status: string,
  fields: Partial<StackEvent> = {},
): StackEvent {
  counter += 1;
  return {
    eventId: `e${counter}`,
    at: counter * 1000,
    stackId: STACK_ID,
    logicalId,
    physicalId: `${logicalId}-physical`,
    type: 'AWS::SSM::Parameter',
    status,
    ...fields,
  };
}

/** An event of the stack itself. */
export function anOwnEvent(status: string, reason?: string, stackId = STACK_ID): StackEvent {
  return anEvent('shop-test-api', status, {
    stackId,
    physicalId: stackId,
    type: 'AWS::CloudFormation::Stack',
    ...(reason === undefined ? {} : { reason }),
  });
}
