import type { FunctionName } from '../../functions/support/runtime/triggers.js';
import type { Action } from './action-rights.js';

const LEDGER: readonly Action[] = [
  'dynamodb:GetItem',
  'dynamodb:PutItem',
  'dynamodb:DeleteItem',
  'dynamodb:Query',
];

const READ: readonly Action[] = ['s3:GetObject', 'kms:Decrypt'];

/** Prepares a stack: CloudFormation reads the template with the caller's rights, and gets Copilot's role passed. */
const PREPARE: readonly Action[] = [
  ...LEDGER,
  ...READ,
  'cloudformation:CreateChangeSet',
  'cloudformation:DescribeChangeSet',
  'cloudformation:DescribeStackEvents',
  'cloudformation:DescribeStacks',
  'cloudformation:GetTemplate',
  'iam:PassRole',
];

/** What ECS tells of a service: its deployments and its tasks. */
const SERVICE: readonly Action[] = [
  'ecs:DescribeServiceDeployments',
  'ecs:DescribeServices',
  'ecs:DescribeTasks',
  'ecs:ListServiceDeployments',
  'ecs:ListTasks',
];

/** A deployment that ECS holds, and the answer to it. */
const PAUSES: readonly Action[] = [
  'ecs:ContinueServiceDeployment',
  'ecs:DescribeServiceDeployments',
  'ecs:ListServiceDeployments',
];

/** Lambda itself reads the stream, with the function's rights. */
const STREAM: readonly Action[] = [
  'dynamodb:DescribeStream',
  'dynamodb:GetRecords',
  'dynamodb:GetShardIterator',
  'dynamodb:ListStreams',
];

/** What rendering asks AWS (docs/facts.md), for a deployment, for a plan, and when a request is checked. */
export const FACTS: readonly Action[] = [
  'acm:DescribeCertificate',
  'cloudformation:DescribeStacks',
  'cloudformation:GetTemplate',
  'cloudformation:ListExports',
  'cloudformation:ListStackResources',
  'cloudformation:ListStacks',
  'ec2:DescribeManagedPrefixLists',
  'ec2:DescribeSubnets',
  'ecs:DescribeServices',
  'ecs:ListServices',
  'elasticloadbalancing:DescribeListeners',
  'elasticloadbalancing:DescribeLoadBalancers',
  'elasticloadbalancing:DescribeRules',
  'ssm:GetParameter',
];

/** What going back would need, looked at before the first change: images, who imports, alarms. */
const WAY_BACK: readonly Action[] = [
  'cloudformation:ListImports',
  'cloudwatch:DescribeAlarms',
  'ecr:DescribeImages',
  'ecr:GetLifecyclePolicy',
];

/** What the plan of a deletion looks at: everything of the application, and nothing of what is in it. */
const PLAN_DELETE: readonly Action[] = [
  'cloudformation:DescribeStackSet',
  'cloudformation:DescribeStacks',
  'cloudformation:GetTemplate',
  'cloudformation:ListExports',
  'cloudformation:ListImports',
  'cloudformation:ListStackResources',
  'cloudformation:ListStacks',
  'ssm:GetParametersByPath',
];

const CALLS: { readonly [name in FunctionName]: readonly Action[] } = {
  announce: [...LEDGER, ...STREAM, 'events:PutEvents'],
  api: [
    ...LEDGER,
    ...READ,
    ...PLAN_DELETE,
    'ssm:GetParameter',
    'lambda:InvokeFunction',
    // A deployment that is cancelled has its stacks stopped at once.
    'cloudformation:CancelUpdateStack',
    'cloudformation:DeleteStack',
    's3:ListBucket',
    's3:PutObject',
    'kms:GenerateDataKey',
    'states:SendTaskSuccess',
    'states:StartExecution',
  ],
  'answer-pause': [
    ...LEDGER,
    ...PAUSES,
    'cloudformation:DescribeStacks',
    'states:SendTaskFailure',
    'states:SendTaskSuccess',
  ],
  approvals: [...LEDGER, ...READ, 'cloudwatch:DescribeAlarms', 'states:SendTaskSuccess'],
  'await-predecessors': [...LEDGER, 'states:SendTaskSuccess'],
  'check-workspace': [...LEDGER, ...READ, ...FACTS],
  'clean-up': [
    ...LEDGER,
    'cloudformation:DescribeStacks',
    'cloudformation:ListStacks',
    'ecr:BatchDeleteImage',
    'ecr:ListImages',
    'ssm:DeleteParameters',
  ],
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
  'delete-stack': [
    ...LEDGER,
    'cloudformation:DeleteStack',
    'cloudformation:DescribeStackEvents',
    'cloudformation:DescribeStacks',
    'states:SendTaskSuccess',
  ],
  'deploy-env-addon': PREPARE,
  'deploy-environment': PREPARE,
  'deploy-service': [...PREPARE, 'cloudwatch:DescribeAlarms'],
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
  'execute-change-set': [
    ...LEDGER,
    // Stops at once what was cancelled in the moment of its start.
    'cloudformation:CancelUpdateStack',
    'cloudformation:ContinueUpdateRollback',
    'cloudformation:DeleteStack',
    'cloudformation:DescribeChangeSet',
    'cloudformation:DescribeStacks',
    'cloudformation:ExecuteChangeSet',
    'states:SendTaskSuccess',
  ],
  'gather-evidence': [...LEDGER, ...SERVICE, 'elasticloadbalancing:DescribeTargetHealth'],
  'inspect-change-set': [
    ...LEDGER,
    'cloudformation:DeleteChangeSet',
    'cloudformation:DescribeChangeSet',
    'cloudformation:DescribeEvents',
    'cloudformation:GetTemplate',
  ],
  janitor: [
    ...LEDGER,
    ...READ,
    // A deployment that is past its deadline has its stacks stopped.
    'cloudformation:CancelUpdateStack',
    'cloudformation:DeleteStack',
    'cloudformation:DescribeStacks',
    'cloudwatch:DescribeAlarms',
    'states:DescribeExecution',
    'states:SendTaskHeartbeat',
    'states:SendTaskSuccess',
    'states:StartExecution',
    'states:StopExecution',
  ],
  lease: [
    ...LEDGER,
    ...READ,
    'cloudformation:DescribeStacks',
    'states:DescribeExecution',
    'states:SendTaskSuccess',
  ],
  'notice-pauses': [
    ...LEDGER,
    ...PAUSES,
    'cloudformation:DescribeStacks',
    'cloudformation:ListStackResources',
    'states:SendTaskFailure',
    'states:SendTaskSuccess',
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
  'plan-delete': [...LEDGER, ...READ, ...PLAN_DELETE, 'ssm:GetParameter'],
  record: [...LEDGER, ...READ, 'cloudformation:DescribeStacks', 'states:SendTaskSuccess'],
  'record-step': [
    ...LEDGER,
    ...SERVICE,
    'cloudformation:DeleteChangeSet',
    'cloudformation:DeleteStack',
    'cloudformation:DescribeStackEvents',
    'cloudformation:DescribeStacks',
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
  // Begins the way back: takes the lease, and makes the first change sets.
  rollback: [
    ...PREPARE,
    // What is to run again may be gone.
    'ecr:DescribeImages',
    's3:ListBucket',
    'states:DescribeExecution',
    'states:SendTaskSuccess',
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
  'stop-in-flight': [
    ...LEDGER,
    'cloudformation:CancelUpdateStack',
    'cloudformation:DeleteStack',
    'cloudformation:DescribeStacks',
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
  wake: [
    ...LEDGER,
    ...READ,
    'cloudformation:CancelUpdateStack',
    'cloudformation:DeleteStack',
    'cloudformation:DescribeStacks',
    'cloudwatch:DescribeAlarms',
    'states:DescribeExecution',
    'states:SendTaskSuccess',
    'states:StartExecution',
  ],
  'watch-alarms': [...LEDGER, ...READ, 'cloudwatch:DescribeAlarms', 'states:SendTaskSuccess'],
};

/** Services that are asked where the environment is: elsewhere as the role there. */
const PLACED = /^(acm|apprunner|cloudformation|cloudwatch|ec2|ecs|elasticloadbalancing):/;

const withRoles = (actions: readonly Action[]): readonly Action[] =>
  actions.some((action) => PLACED.test(action)) ? [...actions, 'sts:AssumeRole'] : actions;

/**
 * What each function may do: what its code calls, and nothing else. A test reads the calls out of the bundles and holds
 * the two together.
 */
export const FUNCTION_ACTIONS = Object.fromEntries(
  Object.entries(CALLS).map(([name, actions]) => [name, withRoles(actions)]),
) as { readonly [name in FunctionName]: readonly Action[] };
