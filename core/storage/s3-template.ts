import { outputVariableName } from '../addons/addon-outputs.js';
import { type Lifecycle, logicalId } from './storage-request.js';
import { ENVIRONMENT_PARAMETERS, indent, WORKLOAD_PARAMETERS } from './template-text.js';

/** A bucket with the stack of one workload, and the policy that lets the workload use it. */
export function renderWorkloadBucket(name: string): string {
  const id = logicalId(name);
  return `${WORKLOAD_PARAMETERS}
Resources:
${renderBucket(name, 'workload')}
  ${id}AccessPolicy:
    Metadata:
      'aws:copilot:description': 'An IAM policy for your service to use the bucket ${name}'
    Type: AWS::IAM::ManagedPolicy
    Properties:
      Description: !Sub Grants CRUD access to the S3 bucket \${${id}Bucket}
      PolicyDocument:
${indent(renderStatements(`!GetAtt ${id}Bucket.Arn`, `!Sub \${${id}Bucket.Arn}/*`), 8)}
Outputs:
  ${id}Name: # Injected into your containers as the environment variable ${outputVariableName(`${id}Name`)}.
    Description: The name of the bucket.
    Value: !Ref ${id}Bucket
  ${id}AccessPolicy: # Attached to the task role.
    Description: The policy to attach to the task role.
    Value: !Ref ${id}AccessPolicy
`;
}

/** A bucket with the stack of the environment; workloads find it through its exports. */
export function renderEnvironmentBucket(name: string): string {
  const id = logicalId(name);
  return `${ENVIRONMENT_PARAMETERS}
Resources:
${renderBucket(name, 'environment')}
Outputs:
  ${id}Name:
    Description: The name of the bucket.
    Value: !Ref ${id}Bucket
    Export:
      Name: !Sub \${App}-\${Env}-${id}BucketName
  ${id}BucketARN:
    Description: The ARN of the bucket.
    Value: !GetAtt ${id}Bucket.Arn
    Export:
      Name: !Sub \${App}-\${Env}-${id}BucketARN
`;
}

/** Lets one workload use a bucket of its environment. */
export function renderBucketAccess(name: string): string {
  const id = logicalId(name);
  const bucketName = `!ImportValue {'Fn::Sub': '\${App}-\${Env}-${id}BucketName'}`;
  const bucketArn = `!ImportValue {'Fn::Sub': '\${App}-\${Env}-${id}BucketARN'}`;
  return `${WORKLOAD_PARAMETERS}
Resources:
  ${id}BucketAccessPolicy:
    Metadata:
      'aws:copilot:description': 'An IAM policy for your service to use the bucket ${name} of the environment'
    Type: AWS::IAM::ManagedPolicy
    Properties:
      Description: !Sub
        - Grants CRUD access to the S3 bucket \${Bucket}
        - Bucket: ${bucketName}
      PolicyDocument:
${indent(renderStatements(bucketArn, `!Sub ['\${Bucket}/*', {Bucket: ${bucketArn}}]`), 8)}
Outputs:
  ${id}NameBucketName: # Injected into your containers as the environment variable ${outputVariableName(`${id}NameBucketName`)}.
    Description: The name of the bucket.
    Value: ${bucketName}
  ${id}BucketAccessPolicy: # Attached to the task role.
    Description: The policy to attach to the task role.
    Value: !Ref ${id}BucketAccessPolicy
`;
}

function renderBucket(name: string, lifecycle: Lifecycle): string {
  const id = logicalId(name);
  return `  ${id}Bucket:
    Metadata:
      'aws:copilot:description': 'An Amazon S3 bucket to store and retrieve objects for ${name}'
    Type: AWS::S3::Bucket
    # The bucket outlives its stack, so that its objects are not lost when the ${lifecycle} or this file is deleted.
    DeletionPolicy: RetainExceptOnCreate
    UpdateReplacePolicy: Retain
    Properties:
      AccessControl: Private
      BucketEncryption:
        ServerSideEncryptionConfiguration:
          - ServerSideEncryptionByDefault:
              SSEAlgorithm: AES256
      PublicAccessBlockConfiguration:
        BlockPublicAcls: true
        BlockPublicPolicy: true
        IgnorePublicAcls: true
        RestrictPublicBuckets: true
      OwnershipControls:
        Rules:
          - ObjectOwnership: BucketOwnerEnforced
      # A deleted or overwritten object can be had back for 30 days.
      VersioningConfiguration:
        Status: Enabled
      LifecycleConfiguration:
        Rules:
          - Id: ExpireNonCurrentObjects
            Status: Enabled
            NoncurrentVersionExpirationInDays: 30
            AbortIncompleteMultipartUpload:
              DaysAfterInitiation: 1

  ${id}BucketPolicy:
    Metadata:
      'aws:copilot:description': 'A bucket policy that refuses connections without TLS'
    Type: AWS::S3::BucketPolicy
    DeletionPolicy: Retain
    Properties:
      Bucket: !Ref ${id}Bucket
      PolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Sid: ForceHTTPS
            Effect: Deny
            Principal: '*'
            Action: 's3:*'
            Resource:
              - !Sub \${${id}Bucket.Arn}/*
              - !GetAtt ${id}Bucket.Arn
            Condition:
              Bool:
                'aws:SecureTransport': false
`;
}

function renderStatements(bucketArn: string, objectsArn: string): string {
  return `Version: '2012-10-17'
Statement:
  - Sid: S3ObjectActions
    Effect: Allow
    Action:
      - s3:GetObject
      - s3:PutObject
      - s3:PutObjectACL
      - s3:PutObjectTagging
      - s3:DeleteObject
      - s3:RestoreObject
    Resource: ${objectsArn}
  - Sid: S3ListAction
    Effect: Allow
    Action: s3:ListBucket
    Resource: ${bucketArn}
`;
}
