import type { Statement } from '../template/iam.js';
import { findPartition } from '../template/partition.js';
import { type Elsewhere, placeBucketName } from './place.js';

/**
 * What an installation may do in the place of one environment: what its functions may do to an environment beside them
 * (infra/rights), and to this one only.
 */
export function listPlaceRights(place: Elsewhere): readonly Statement[] {
  const { account, region, application, environment } = place;
  const partition = findPartition(region);
  const name = `${application}-${environment}`;
  const arn = (service: string, resource: string): string =>
    `arn:${partition}:${service}:${region}:${account}:${resource}`;
  const bucket = `arn:${partition}:s3:::${placeBucketName(place)}`;
  const stacks = [
    arn('cloudformation', `stack/${name}/*`),
    arn('cloudformation', `stack/${name}-*/*`),
  ];
  const ecs = (resource: string, tail: string) => arn('ecs', `${resource}/${name}-${tail}`);
  const executionRole = executionRoleArn(place);
  const onlyWithRole = { 'cloudformation:RoleArn': executionRole };
  return [
    { sid: 'Stacks', actions: STACK_ACTIONS, resources: stacks },
    {
      sid: 'ChangeSets',
      actions: ['cloudformation:CreateChangeSet'],
      resources: stacks,
      condition: {
        ArnEquals: onlyWithRole,
        StringLike: { 'cloudformation:TemplateUrl': `https://${placeBucketName(place)}.s3.*` },
      },
    },
    {
      sid: 'Deletions',
      actions: ['cloudformation:ContinueUpdateRollback', 'cloudformation:DeleteStack'],
      resources: stacks,
      // Without a role in the call CloudFormation takes the one that the stack was made with.
      condition: { ArnEqualsIfExists: onlyWithRole },
    },
    {
      sid: 'ExecutionRole',
      actions: ['iam:PassRole'],
      resources: [executionRole],
      condition: { StringEquals: { 'iam:PassedToService': 'cloudformation.amazonaws.com' } },
    },
    {
      sid: 'Services',
      actions: SERVICE_ACTIONS,
      resources: ['service', 'service-deployment', 'service-revision', 'task'].map((resource) =>
        ecs(resource, '*'),
      ),
    },
    {
      sid: 'Tasks',
      actions: ['ecs:ListServices', 'ecs:ListTasks'],
      resources: ['*'],
      condition: { ArnLike: { 'ecs:cluster': ecs('cluster', '*') } },
    },
    {
      sid: 'AppRunner',
      actions: ['apprunner:DescribeService'],
      resources: [arn('apprunner', `service/${name}-*/*`)],
    },
    {
      sid: 'Certificates',
      actions: ['acm:DescribeCertificate'],
      resources: [`arn:${partition}:acm:*:${account}:certificate/*`],
    },
    { sid: 'Look', actions: LOOKING_ACTIONS, resources: ['*'] },
    { sid: 'Artifacts', actions: ['s3:GetObject', 's3:PutObject'], resources: [`${bucket}/*`] },
    { sid: 'ArtifactList', actions: ['s3:ListBucket'], resources: [bucket] },
  ];
}

const STACK_ACTIONS = [
  'CancelUpdateStack',
  'DeleteChangeSet',
  'DescribeChangeSet',
  'DescribeEvents',
  'DescribeStackEvents',
  'DescribeStacks',
  'ExecuteChangeSet',
  'GetTemplate',
  'ListChangeSets',
  'ListStackResources',
].map((action) => `cloudformation:${action}`);

const SERVICE_ACTIONS = [
  'ContinueServiceDeployment',
  'DescribeServiceDeployments',
  'DescribeServiceRevisions',
  'DescribeServices',
  'DescribeTasks',
  'ListServiceDeployments',
  'StopServiceDeployment',
].map((action) => `ecs:${action}`);

/** Actions that know no resources, and alarms, which carry any name. */
const LOOKING_ACTIONS = [
  'cloudformation:ListExports',
  'cloudformation:ListImports',
  'cloudformation:ListStacks',
  'cloudwatch:DescribeAlarms',
  'ec2:DescribeManagedPrefixLists',
  'ec2:DescribeSubnets',
  'elasticloadbalancing:DescribeListeners',
  'elasticloadbalancing:DescribeLoadBalancers',
  'elasticloadbalancing:DescribeRules',
  'elasticloadbalancing:DescribeTargetHealth',
];

/** Copilot's role of the environment, as which CloudFormation acts there. */
export function executionRoleArn({ account, region, application, environment }: Elsewhere): string {
  return `arn:${findPartition(region)}:iam::${account}:role/${application}-${environment}-CFNExecutionRole`;
}
