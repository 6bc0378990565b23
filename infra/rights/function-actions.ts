import type { FunctionName } from '../../functions/support/triggers.js';
import type { Action } from './action-rights.js';

const LEDGER: readonly Action[] = [
  'dynamodb:GetItem',
  'dynamodb:PutItem',
  'dynamodb:DeleteItem',
  'dynamodb:Query',
];

/** Prepares a stack: CloudFormation reads the template with the caller's rights, and gets Copilot's role passed. */
const PREPARE: readonly Action[] = [
  ...LEDGER,
  's3:GetObject',
  'cloudformation:CreateChangeSet',
  'cloudformation:DescribeChangeSet',
  'cloudformation:DescribeStacks',
  'cloudformation:GetTemplate',
  'iam:PassRole',
];

/**
 * What each function may do: what its code calls, and nothing else. A test reads the calls out of the bundles and holds
 * the two together.
 */
export const FUNCTION_ACTIONS: { readonly [name in FunctionName]: readonly Action[] } = {
  api: [...LEDGER, 's3:GetObject', 's3:PutObject', 'states:StartExecution'],
  approvals: [...LEDGER, 'states:SendTaskSuccess'],
  'await-predecessors': [...LEDGER, 'states:SendTaskSuccess'],
  'delete-stack': [
    ...LEDGER,
    'cloudformation:DescribeStacks',
    'cloudformation:DeleteStack',
    'states:SendTaskSuccess',
  ],
  'deploy-env-addon': PREPARE,
  'deploy-environment': PREPARE,
  'deploy-service': [...PREPARE, 'cloudwatch:DescribeAlarms'],
  'execute-change-set': [
    ...LEDGER,
    'cloudformation:DescribeStacks',
    'cloudformation:DescribeChangeSet',
    'cloudformation:ExecuteChangeSet',
    'states:SendTaskSuccess',
  ],
  'inspect-change-set': [
    ...LEDGER,
    'cloudformation:DescribeChangeSet',
    'cloudformation:DeleteChangeSet',
  ],
  janitor: [...LEDGER, 'states:DescribeExecution', 'states:SendTaskSuccess'],
  lease: [...LEDGER, 'states:DescribeExecution', 'states:SendTaskSuccess'],
  'plan-delete': [...LEDGER],
  record: [...LEDGER],
  render: [...LEDGER, 's3:GetObject', 's3:ListBucket', 's3:PutObject'],
  rollback: [...LEDGER],
  'stop-in-flight': [...LEDGER],
  verify: [...LEDGER],
  wake: [...LEDGER],
  'watch-alarms': [...LEDGER, 'cloudwatch:DescribeAlarms'],
};
