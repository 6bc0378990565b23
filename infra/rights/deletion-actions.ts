import { LEDGER, PLAN_DELETE, READ } from './action-sets.js';
import type { FunctionActions } from './function-actions.js';

/** What the functions may do that plan a deletion, and clean up what stacks do not hold. */
export const DELETION_ACTIONS = {
  'plan-delete': [...LEDGER, ...READ, ...PLAN_DELETE, 'ssm:GetParameter'],
  'delete-infrastructure': [
    ...LEDGER,
    'cloudformation:DeleteStackInstances',
    'cloudformation:DeleteStackSet',
    'cloudformation:DescribeStackSetOperation',
    'cloudformation:ListStackInstances',
    'cloudformation:ListStackResources',
    'ecr:BatchDeleteImage',
    'ecr:ListImages',
    's3:DeleteObject',
    's3:DeleteObjectVersion',
    's3:ListBucketVersions',
  ],
  'clean-up': [
    ...LEDGER,
    'cloudformation:DescribeStacks',
    'cloudformation:ListStackInstances',
    'cloudformation:ListStacks',
    'ecr:BatchDeleteImage',
    'ecr:ListImages',
    'ssm:DeleteParameters',
  ],
} satisfies Partial<FunctionActions>;
