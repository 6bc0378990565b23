import { FACTS, LEDGER, PAUSES, PREPARE, READ, WAY_BACK } from './action-sets.js';
import type { FunctionActions } from './function-actions.js';

/** What the functions may do that bring a release in, or take it back, from the lease to the verdict. */
export const RELEASE_ACTIONS = {
  lease: [
    ...LEDGER,
    ...READ,
    'cloudformation:DescribeStacks',
    'states:DescribeExecution',
    'states:SendTaskSuccess',
  ],
  render: [
    ...LEDGER,
    ...READ,
    ...FACTS,
    ...WAY_BACK,
    's3:ListBucket',
    's3:PutObject',
    'kms:GenerateDataKey',
  ],
  plan: [
    ...LEDGER,
    ...READ,
    ...FACTS,
    ...WAY_BACK,
    'cloudformation:CreateChangeSet',
    'cloudformation:DeleteChangeSet',
    // The shell that a CREATE change set leaves of a stack that does not exist.
    'cloudformation:DeleteStack',
    'cloudformation:DescribeChangeSet',
    'cloudformation:DescribeEvents',
    'cloudformation:ListChangeSets',
    'iam:PassRole',
    's3:ListBucket',
    's3:PutObject',
    'kms:GenerateDataKey',
  ],
  'watch-alarms': [...LEDGER, ...READ, 'cloudwatch:DescribeAlarms', 'states:SendTaskSuccess'],
  approvals: [...LEDGER, ...READ, 'cloudwatch:DescribeAlarms', 'states:SendTaskSuccess'],
  'answer-pause': [
    ...LEDGER,
    ...PAUSES,
    'cloudformation:DescribeStacks',
    'states:SendTaskFailure',
    'states:SendTaskSuccess',
  ],
  verify: [
    ...LEDGER,
    ...READ,
    'cloudformation:DescribeStacks',
    'cloudformation:GetTemplate',
    'cloudformation:ListStackResources',
    'ecs:DescribeServices',
  ],
  // Begins the way back: takes the lease, and makes the first change sets.
  rollback: [
    ...PREPARE,
    // What is to run again may be gone.
    'ecr:DescribeImages',
    's3:ListBucket',
    'states:DescribeExecution',
    'states:SendTaskSuccess',
  ],
  record: [...LEDGER, ...READ, 'cloudformation:DescribeStacks', 'states:SendTaskSuccess'],
} satisfies Partial<FunctionActions>;
