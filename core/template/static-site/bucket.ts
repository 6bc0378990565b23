import { CLOSED_TO_THE_PUBLIC, ENCRYPTED_BY_S3 } from '../bucket-settings.js';
import type { CfnValue, Template } from '../cloudformation.js';
import { ref, sub } from '../cloudformation.js';
import { describeResource } from '../description.js';
import { policyDocument } from '../iam.js';

/** The bucket that serves the site, closed to all but CloudFront; the environment's manager role may empty it. */
export function renderBucket(): Template['Resources'] {
  return {
    Bucket: describeResource('A bucket for the files of the site', {
      Type: 'AWS::S3::Bucket',
      Properties: {
        VersioningConfiguration: { Status: 'Enabled' },
        AccessControl: 'Private',
        BucketEncryption: ENCRYPTED_BY_S3,
        PublicAccessBlockConfiguration: CLOSED_TO_THE_PUBLIC,
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      },
    }),
    BucketPolicyForCloudFront: describeResource('A policy that lets CloudFront read the bucket', {
      Type: 'AWS::S3::BucketPolicy',
      Properties: { Bucket: ref('Bucket'), PolicyDocument: bucketPolicy },
    }),
  };
}

const bucketArn = (suffix: string): CfnValue =>
  sub(`arn:\${AWS::Partition}:s3:::\${bucket}${suffix}`, { bucket: ref('Bucket') });

const bucketPolicy = policyDocument([
  {
    sid: 'ForceHTTPS',
    effect: 'Deny',
    principal: '*',
    actions: ['s3:*'],
    resources: [sub('${Bucket.Arn}'), sub('${Bucket.Arn}/*')],
    condition: { Bool: { 'aws:SecureTransport': false } },
  },
  {
    sid: 'AllowCloudFrontServicePrincipalReadOnly',
    principal: { Service: 'cloudfront.amazonaws.com' },
    actions: ['s3:GetObject'],
    resources: [bucketArn(''), bucketArn('/*')],
    condition: {
      StringEquals: {
        'AWS:SourceArn': sub(
          'arn:${AWS::Partition}:cloudfront::${AWS::AccountId}:distribution/${cfDistributionID}',
          { cfDistributionID: ref('CloudFrontDistribution') },
        ),
      },
    },
  },
]);

export function renderManagerAccess(partition: string): Template['Resources'] {
  return {
    EnvManagerS3Access: describeResource(
      'A policy that lets the environment manager role empty the bucket',
      {
        Type: 'AWS::IAM::Policy',
        Properties: {
          Roles: [sub('${AppName}-${EnvName}-EnvManagerRole')],
          PolicyName: sub('${WorkloadName}-S3Access'),
          PolicyDocument: policyDocument([
            {
              actions: [
                's3:ListBucket',
                's3:ListBucketVersions',
                's3:DeleteObject',
                's3:DeleteObjectVersion',
              ],
              resources: [
                sub(`arn:${partition}:s3:::\${Bucket}`),
                sub(`arn:${partition}:s3:::\${Bucket}/*`),
              ],
            },
          ]),
        },
      },
    ),
  };
}
