import type { CfnObject, Template } from '../cloudformation.js';
import { getAtt, ref, sub } from '../cloudformation.js';
import { describeResource } from '../description.js';
import { iamRole, inlinePolicy, trustService } from '../iam.js';
import type { SiteSettings } from './settings.js';

/** The state machine that copies the site's files from the artifact bucket and empties CloudFront's cache. */
export function renderCopyAssets(settings: SiteSettings): Template['Resources'] {
  return {
    CopyAssetsStateMachine: describeResource('A state machine that copies files to the bucket', {
      Type: 'AWS::StepFunctions::StateMachine',
      Properties: {
        RoleArn: getAtt('CopyAssetsStateMachineRole', 'Arn'),
        StateMachineType: 'EXPRESS',
        Definition: renderDefinition(settings),
      },
    }),
    CopyAssetsStateMachineRole: describeResource(
      'A role with which files are copied to the bucket',
      iamRole({
        trust: trustService('states.amazonaws.com'),
        boundary: settings.permissionsBoundary,
        policies: renderPolicies(settings),
      }),
    ),
  };
}

function renderDefinition({ mapping }: SiteSettings): CfnObject {
  return {
    Comment: 'A state machine that moves source files to the S3 bucket',
    StartAt: 'GetMappingFile',
    States: {
      GetMappingFile: {
        Type: 'Task',
        Resource: 'arn:aws:states:::aws-sdk:s3:getObject',
        Parameters: { Bucket: mapping.bucket, Key: mapping.key },
        ResultSelector: { 'files.$': 'States.StringToJson($.Body)' },
        ResultPath: '$.GetMappingFile',
        Next: 'CopyFiles',
      },
      CopyFiles: {
        Type: 'Map',
        Next: 'InvalidateCache',
        ItemsPath: '$.GetMappingFile.files',
        ItemProcessor: {
          ProcessorConfig: { Mode: 'INLINE' },
          StartAt: 'ContentTypeChoice',
          States: {
            ContentTypeChoice: contentTypeChoice,
            CopyFile: renderCopy(mapping.bucket, {}),
            CopyFileWithContentType: renderCopy(mapping.bucket, {
              'ContentType.$': '$.contentType',
            }),
          },
        },
      },
      InvalidateCache: invalidateCache,
    },
  };
}

const contentTypeChoice: CfnObject = {
  Type: 'Choice',
  Choices: [
    {
      Or: [
        { Variable: '$.contentType', IsPresent: false },
        { Variable: '$.contentType', StringMatches: '' },
      ],
      Next: 'CopyFile',
    },
  ],
  Default: 'CopyFileWithContentType',
};

/** Without the directive S3 keeps the metadata of the source and ignores the content type. */
function renderCopy(bucket: string, contentType: CfnObject): CfnObject {
  return {
    Type: 'Task',
    End: true,
    Resource: 'arn:aws:states:::aws-sdk:s3:copyObject',
    Parameters: {
      'CopySource.$': `States.Format('${bucket}/{}', $.path)`,
      Bucket: ref('Bucket'),
      'Key.$': '$.destPath',
      ...contentType,
      MetadataDirective: 'REPLACE',
    },
  };
}

const invalidateCache: CfnObject = {
  Type: 'Task',
  End: true,
  Resource: 'arn:aws:states:::aws-sdk:cloudfront:createInvalidation',
  Parameters: {
    DistributionId: ref('CloudFrontDistribution'),
    InvalidationBatch: {
      'CallerReference.$': 'States.UUID()',
      Paths: { Quantity: 1, Items: ['/*'] },
    },
  },
};

function renderPolicies({ mapping, partition }: SiteSettings): readonly CfnObject[] {
  const bucketArn = `arn:${partition}:s3:::${mapping.bucket}`;
  return [
    inlinePolicy('ArtifactBucketAccess', [
      {
        actions: ['s3:GetObject'],
        resources: [`${bucketArn}/${mapping.key}`, `${bucketArn}/local-assets/*`],
      },
      {
        actions: ['kms:Decrypt'],
        resources: [ref('ArtifactKeyARN')],
        condition: {
          StringEquals: {
            'kms:EncryptionContext:aws:s3:arn': bucketArn,
            'kms:ViaService': sub('s3.${AWS::Region}.amazonaws.com'),
          },
        },
      },
    ]),
    inlinePolicy('ServiceBucketAccess', [
      { actions: ['s3:PutObject'], resources: [sub(`arn:${partition}:s3:::\${Bucket}/*`)] },
    ]),
    renderInvalidationPolicy(partition),
  ];
}

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/security_iam_id-based-policy-examples.html */
function renderInvalidationPolicy(partition: string): CfnObject {
  return inlinePolicy('CacheInvalidation', [
    {
      actions: [
        'acm:ListCertificates',
        'cloudfront:GetDistribution',
        'cloudfront:GetStreamingDistribution',
        'cloudfront:GetDistributionConfig',
        'cloudfront:ListDistributions',
        'cloudfront:ListCloudFrontOriginAccessIdentities',
        'cloudfront:CreateInvalidation',
        'cloudfront:GetInvalidation',
        'cloudfront:ListInvalidations',
        'elasticloadbalancing:DescribeLoadBalancers',
        'iam:ListServerCertificates',
        'sns:ListSubscriptionsByTopic',
        'sns:ListTopics',
        'waf:GetWebACL',
        'waf:ListWebACLs',
      ],
      resources: ['*'],
      condition: {
        StringEquals: {
          'aws:ResourceTag/copilot-application': sub('${AppName}'),
          'aws:ResourceTag/copilot-environment': sub('${EnvName}'),
          'aws:ResourceTag/copilot-service': sub('${WorkloadName}'),
        },
      },
    },
    { actions: ['s3:ListAllMyBuckets'], resources: [`arn:${partition}:s3:::*`] },
  ]);
}
