import { LEDGER, PREPARE, SERVICE, STOP } from './action-sets.js';
import type { FunctionActions } from './function-actions.js';

/** What the functions may do that change one stack, or begin and end the step of one. */
export const STACK_ACTIONS = {
  'deploy-environment': PREPARE,
  'deploy-env-addon': PREPARE,
  'deploy-service': [...PREPARE, 'cloudwatch:DescribeAlarms'],
  'inspect-change-set': [
    ...LEDGER,
    'cloudformation:DeleteChangeSet',
    'cloudformation:DescribeChangeSet',
    'cloudformation:DescribeEvents',
    'cloudformation:GetTemplate',
  ],
  'execute-change-set': [
    ...LEDGER,
    // Stops at once what was cancelled in the moment of its start.
    ...STOP,
    'cloudformation:ContinueUpdateRollback',
    'cloudformation:DescribeChangeSet',
    'cloudformation:ExecuteChangeSet',
    'states:SendTaskSuccess',
  ],
  'delete-stack': [
    ...LEDGER,
    'cloudformation:DeleteStack',
    'cloudformation:DescribeStackEvents',
    'cloudformation:DescribeStacks',
    'states:SendTaskSuccess',
  ],
  'stop-in-flight': [...LEDGER, ...STOP, 'states:SendTaskSuccess'],
  'await-predecessors': [...LEDGER, 'states:SendTaskSuccess'],
  'record-step': [
    ...LEDGER,
    ...SERVICE,
    'cloudformation:DeleteChangeSet',
    'cloudformation:DeleteStack',
    'cloudformation:DescribeStackEvents',
    'cloudformation:DescribeStacks',
    'states:SendTaskSuccess',
  ],
} satisfies Partial<FunctionActions>;
