import { LEDGER, PAUSES, READ, SERVICE, STOP, STREAM } from './action-sets.js';
import type { FunctionActions } from './function-actions.js';

/** What the functions may do that events, the clock and the stream of the ledger start. */
export const EVENT_ACTIONS = {
  wake: [
    ...LEDGER,
    ...READ,
    ...STOP,
    'cloudwatch:DescribeAlarms',
    'states:DescribeExecution',
    'states:SendTaskSuccess',
    'states:StartExecution',
  ],
  'notice-pauses': [
    ...LEDGER,
    ...PAUSES,
    'cloudformation:DescribeStacks',
    'cloudformation:ListStackResources',
    'states:SendTaskFailure',
    'states:SendTaskSuccess',
  ],
  'gather-evidence': [...LEDGER, ...SERVICE, 'elasticloadbalancing:DescribeTargetHealth'],
  janitor: [
    ...LEDGER,
    ...READ,
    // A deployment that is past its deadline has its stacks stopped.
    ...STOP,
    'cloudwatch:DescribeAlarms',
    'states:DescribeExecution',
    'states:SendTaskHeartbeat',
    'states:SendTaskSuccess',
    'states:StartExecution',
    'states:StopExecution',
  ],
  announce: [...LEDGER, ...STREAM, 'events:PutEvents'],
} satisfies Partial<FunctionActions>;
