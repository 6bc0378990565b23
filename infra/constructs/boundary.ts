import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { acknowledge } from './rights.js';

/** What state machines, logs and traces need beside the functions' own actions. */
const PLATFORM_ACTIONS = [
  'events:DescribeRule',
  'events:InvokeApiDestination',
  'events:PutRule',
  'events:PutTargets',
  'lambda:InvokeFunction',
  'logs:CreateLogDelivery',
  'logs:CreateLogStream',
  'logs:DeleteLogDelivery',
  'logs:DescribeLogGroups',
  'logs:DescribeResourcePolicies',
  'logs:GetLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutLogEvents',
  'logs:PutResourcePolicy',
  'logs:UpdateLogDelivery',
  'sqs:GetQueueAttributes',
  'sqs:GetQueueUrl',
  'sqs:SendMessage',
  'states:RedriveExecution',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
];

/**
 * The most that any role of Autoland can ever do, whatever is attached to it later: it cannot make roles or policies,
 * read secrets, or touch a service itself. Only CloudFormation can, acting as Copilot's execution role.
 */
export function makeBoundary(
  scope: Construct,
  managedPolicyName: string,
  actions: readonly string[],
): ManagedPolicy {
  const boundary = new ManagedPolicy(scope, 'Boundary', {
    managedPolicyName,
    description: 'The most that a role of Autoland can do',
    statements: [
      new PolicyStatement({
        actions: [...new Set([...PLATFORM_ACTIONS, ...actions])].sort(),
        resources: ['*'],
      }),
    ],
  });
  acknowledge(boundary, {
    'AwsSolutions-IAM5[Resource::*]':
      'a permissions boundary allows nothing by itself: the roles say on which resources',
  });
  return boundary;
}
