import { CLOSED_TO_THE_PUBLIC } from '../bucket-settings.js';
import type { CfnValue, Resource, Template } from '../cloudformation.js';
import { getAtt, ref, sub } from '../cloudformation.js';
import { describeResource } from '../description.js';
import { policyStatement } from '../iam.js';
import { KEY_ADMINISTRATION, KEY_USE } from '../kms.js';

/** Principals: the stack's own account and those of the environments. */
export function accountRoots(accounts: readonly string[]): readonly CfnValue[] {
  return [
    sub('arn:${AWS::Partition}:iam::${AWS::AccountId}:root'),
    ...accounts.map((account) => sub(`arn:\${AWS::Partition}:iam::${account}:root`)),
  ];
}

/** Artifacts of deployments and pipelines, encrypted with a key that all accounts of the application may use. */
export function renderArtifactBucket(accounts: readonly string[]): Template['Resources'] {
  return {
    KMSKey: renderKey(accounts),
    PipelineBuiltArtifactBucketPolicy: renderBucketPolicy(accounts),
    PipelineBuiltArtifactBucket: bucket,
  };
}

const USE = [...KEY_USE, 'kms:DescribeKey'];

function renderKey(accounts: readonly string[]): Resource {
  const anyResource = { resources: ['*'] };
  return describeResource('The KMS key that encrypts artifacts', {
    Type: 'AWS::KMS::Key',
    Properties: {
      EnableKeyRotation: true,
      KeyPolicy: {
        Version: '2012-10-17',
        Id: ref('AWS::StackName'),
        Statement: [
          policyStatement({
            principal: { AWS: sub('arn:${AWS::Partition}:iam::${AWS::AccountId}:root') },
            actions: KEY_ADMINISTRATION,
            ...anyResource,
          }),
          policyStatement({
            principal: { AWS: accountRoots(accounts) },
            actions: USE,
            ...anyResource,
          }),
        ],
      },
    },
  });
}

const bucketArn = (suffix = ''): CfnValue =>
  sub(`arn:\${AWS::Partition}:s3:::\${PipelineBuiltArtifactBucket}${suffix}`);

function renderBucketPolicy(accounts: readonly string[]): Resource {
  return describeResource('Who may use the artifact bucket', {
    Type: 'AWS::S3::BucketPolicy',
    DependsOn: 'PipelineBuiltArtifactBucket',
    Properties: {
      Bucket: ref('PipelineBuiltArtifactBucket'),
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          policyStatement({
            principal: { AWS: accountRoots(accounts) },
            actions: ['s3:*'],
            resources: [bucketArn(), bucketArn('/*')],
          }),
          policyStatement({
            effect: 'Deny',
            principal: '*',
            actions: ['s3:PutObject'],
            resources: [bucketArn('/*')],
            condition: {
              StringNotEqualsIfExists: { 's3:x-amz-server-side-encryption': 'aws:kms' },
              Null: { 's3:x-amz-server-side-encryption': false },
            },
          }),
          policyStatement({
            sid: 'ForceHTTPS',
            effect: 'Deny',
            principal: '*',
            actions: ['s3:*'],
            resources: [
              sub('${PipelineBuiltArtifactBucket.Arn}'),
              sub('${PipelineBuiltArtifactBucket.Arn}/*'),
            ],
            condition: { Bool: { 'aws:SecureTransport': false } },
          }),
        ],
      },
    },
  });
}

const bucket: Resource = {
  Type: 'AWS::S3::Bucket',
  Properties: {
    VersioningConfiguration: { Status: 'Enabled' },
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [
        {
          ServerSideEncryptionByDefault: {
            SSEAlgorithm: 'aws:kms',
            KMSMasterKeyID: getAtt('KMSKey', 'Arn'),
          },
          BucketKeyEnabled: true,
        },
      ],
    },
    PublicAccessBlockConfiguration: CLOSED_TO_THE_PUBLIC,
    OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
    LifecycleConfiguration: {
      Rules: [
        {
          Id: 'ExpireLocalAssets',
          Status: 'Enabled',
          Prefix: 'local-assets',
          ExpirationInDays: 30,
          NoncurrentVersionExpirationInDays: 1,
          AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
        },
      ],
    },
  },
};
