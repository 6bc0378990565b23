import { CLOSED_TO_THE_PUBLIC, ENCRYPTED_BY_S3 } from '../bucket-settings.js';
import type { CfnValue, Resource, Template } from '../cloudformation.js';
import { getAtt, join, ref, sub } from '../cloudformation.js';
import type { RenderContext } from '../context.js';
import { customResourceFunction } from '../custom-resource-function.js';
import { describeResource } from '../description.js';
import { awsManagedPolicy, iamRole, inlinePolicy, policyDocument, trustService } from '../iam.js';
import { hasElbAccount } from './elb-accounts.js';
import type { EnvironmentSettings } from './settings.js';

/** The bucket for `http.public.access_logs` without `bucket_name`; a custom resource empties it before it is deleted. */
export function renderAccessLogsBucket(
  settings: EnvironmentSettings,
  prefix: string | undefined,
  context: RenderContext,
): Template['Resources'] {
  return {
    ELBAccessLogsBucketPolicy: renderPolicy(prefix, context.facts.environment?.region),
    ELBAccessLogsBucket: bucket,
    ELBAccessLogsBucketCleanerAction: describeResource('An action that empties the log bucket', {
      Type: 'Custom::BucketCleanerFunction',
      Properties: {
        ServiceToken: getAtt('BucketCleanerFunction', 'Arn'),
        BucketName: ref('ELBAccessLogsBucket'),
      },
    }),
    BucketCleanerFunction: customResourceFunction(context, {
      code: 'BucketCleanerFunction',
      role: 'ELBAccessLogsBucketCleanerRole',
    }),
    ELBAccessLogsBucketCleanerRole: describeResource(
      'A role with which the log bucket is emptied',
      iamRole({
        trust: trustService('lambda.amazonaws.com'),
        boundary: settings.permissionsBoundary,
        path: '/',
        policies: [cleanPolicy],
        managed: [awsManagedPolicy('service-role/AWSLambdaBasicExecutionRole')],
      }),
    ),
  };
}

function renderPolicy(prefix: string | undefined, region: string | undefined): Resource {
  return {
    Type: 'AWS::S3::BucketPolicy',
    Condition: 'CreateALB',
    DependsOn: 'ELBAccessLogsBucket',
    Properties: {
      Bucket: ref('ELBAccessLogsBucket'),
      PolicyDocument: policyDocument([
        {
          actions: ['s3:PutObject'],
          resources: [renderLogObjects(prefix)],
          principal: renderLogWriter(region),
        },
      ]),
    },
  };
}

function renderLogObjects(prefix: string | undefined): CfnValue {
  const folder = prefix === undefined ? [] : ['/', prefix];
  return join('', [
    'arn:',
    ref('AWS::Partition'),
    ':s3:::',
    ref('ELBAccessLogsBucket'),
    ...folder,
    '/AWSLogs/',
    ref('AWS::AccountId'),
    '/*',
  ]);
}

function renderLogWriter(region: string | undefined): CfnValue {
  if (region !== undefined && region !== '' && !hasElbAccount(region)) {
    return { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' };
  }
  const account = { 'Fn::FindInMap': ['RegionalConfigs', ref('AWS::Region'), 'ElbAccountId'] };
  return { AWS: join('', [sub('arn:${AWS::Partition}:iam::'), account, ':root']) };
}

const bucket = describeResource('A bucket for the access logs of the load balancer', {
  Type: 'AWS::S3::Bucket',
  Properties: {
    VersioningConfiguration: { Status: 'Enabled' },
    BucketEncryption: ENCRYPTED_BY_S3,
    PublicAccessBlockConfiguration: CLOSED_TO_THE_PUBLIC,
  },
});

const cleanPolicy = inlinePolicy('CleanELBAccessLogs', [
  {
    actions: [
      's3:ListBucket',
      's3:ListBucketVersions',
      's3:DeleteObject',
      's3:DeleteObjectVersion',
    ],
    resources: [
      getAtt('ELBAccessLogsBucket', 'Arn'),
      sub('${BucketARN}/*', { BucketARN: getAtt('ELBAccessLogsBucket', 'Arn') }),
    ],
  },
]);
