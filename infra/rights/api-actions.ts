import { FACTS, LEDGER, PLAN_DELETE, READ, STOP } from './action-sets.js';
import type { FunctionActions } from './function-actions.js';

/** What the functions of the HTTP API may do. */
export const API_ACTIONS = {
  api: [
    ...LEDGER,
    ...READ,
    ...PLAN_DELETE,
    'ssm:GetParameter',
    'lambda:InvokeFunction',
    // A deployment that is cancelled has its stacks stopped at once.
    ...STOP,
    's3:ListBucket',
    's3:PutObject',
    'kms:GenerateDataKey',
    'states:SendTaskSuccess',
    'states:StartExecution',
  ],
  'environment-api': [
    ...LEDGER,
    ...READ,
    // Are the images still there that a rollback would run?
    'ecr:DescribeImages',
    'ecr:GetLifecyclePolicy',
    's3:ListBucket',
    // The release of a workload that goes back alone.
    's3:PutObject',
    'kms:GenerateDataKey',
    'states:StartExecution',
  ],
  'status-api': [
    ...LEDGER,
    ...READ,
    'apprunner:DescribeService',
    'cloudformation:DescribeStacks',
    'cloudformation:ListStackResources',
    'cloudwatch:DescribeAlarms',
    'ecs:DescribeServiceDeployments',
    'ecs:DescribeServiceRevisions',
    'ecs:DescribeServices',
    'ecs:ListServiceDeployments',
    's3:ListBucket',
    'ssm:GetParameter',
  ],
  'check-workspace': [...LEDGER, ...READ, ...FACTS],
} satisfies Partial<FunctionActions>;
