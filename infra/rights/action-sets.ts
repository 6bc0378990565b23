import type { Action } from './action-rights.js';

/** The ledger, read and written. */
export const LEDGER: readonly Action[] = [
  'dynamodb:GetItem',
  'dynamodb:PutItem',
  'dynamodb:DeleteItem',
  'dynamodb:Query',
];

export const READ: readonly Action[] = ['s3:GetObject', 'kms:Decrypt'];

/** Prepares a stack: CloudFormation reads the template with the caller's rights, and gets Copilot's role passed. */
export const PREPARE: readonly Action[] = [
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
export const SERVICE: readonly Action[] = [
  'ecs:DescribeServiceDeployments',
  'ecs:DescribeServices',
  'ecs:DescribeTasks',
  'ecs:ListServiceDeployments',
  'ecs:ListTasks',
];

/** A deployment that ECS holds, and the answer to it. */
export const PAUSES: readonly Action[] = [
  'ecs:ContinueServiceDeployment',
  'ecs:DescribeServiceDeployments',
  'ecs:ListServiceDeployments',
];

/** Stops what a stack is doing: its service goes back first, then all of it; one that is being made goes. */
export const STOP: readonly Action[] = [
  'cloudformation:CancelUpdateStack',
  'cloudformation:DeleteStack',
  'cloudformation:DescribeStacks',
  'cloudformation:ListStackResources',
  'ecs:ListServiceDeployments',
  'ecs:StopServiceDeployment',
];

/** Lambda itself reads the stream, with the function's rights. */
export const STREAM: readonly Action[] = [
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
export const WAY_BACK: readonly Action[] = [
  'cloudformation:ListImports',
  'cloudwatch:DescribeAlarms',
  'ecr:DescribeImages',
  'ecr:GetLifecyclePolicy',
];

/** What the plan of a deletion looks at: everything of the application, and nothing of what is in it. */
export const PLAN_DELETE: readonly Action[] = [
  'cloudformation:DescribeStackSet',
  'cloudformation:DescribeStacks',
  'cloudformation:GetTemplate',
  'cloudformation:ListExports',
  'cloudformation:ListImports',
  'cloudformation:ListStackResources',
  'cloudformation:ListStacks',
  'ssm:GetParametersByPath',
];
