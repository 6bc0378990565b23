import type { CfnObject, Template } from '../cloudformation.js';
import { getAtt, ref, sub } from '../cloudformation.js';
import { describeResource } from '../description.js';
import { boundName } from './bounded-name.js';
import type { SiteSettings } from './settings.js';

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html */
const CACHING_OPTIMIZED = '658327ea-f89d-4fab-a63d-7e88639e58f6';
const ORIGIN = sub('copilot-${AppName}-${EnvName}-${WorkloadName}');

// A path without a dot is a folder. The text is the one of live stacks: another one would publish the function anew.
const REWRITE =
  "function handler(event){var request=event.request;var uri=request.uri;if(uri.endsWith('/')){request.uri+='index.html'}else if(!uri.includes('.')){request.uri+='/index.html'}return request}\n";

/** CloudFront before the bucket: access control, the rewrite of folders to their index, the distribution. */
export function renderDistribution(settings: SiteSettings): Template['Resources'] {
  const { application, environment, name } = settings;
  const bounded = boundName(`${application}-${environment}-${name}`);
  return {
    CloudFrontOriginAccessControl: describeResource(
      'Access control: the bucket is readable through CloudFront only',
      {
        Type: 'AWS::CloudFront::OriginAccessControl',
        Properties: {
          OriginAccessControlConfig: {
            Description: sub(
              'Access control for static s3 origin for ${AppName}-${EnvName}-${WorkloadName}',
            ),
            Name: bounded,
            OriginAccessControlOriginType: 's3',
            SigningBehavior: 'always',
            SigningProtocol: 'sigv4',
          },
        },
      },
    ),
    CloudFrontViewerRequestRewriteFunction: describeResource(
      'A CloudFront function that serves index.html for folders',
      {
        Type: 'AWS::CloudFront::Function',
        Properties: {
          AutoPublish: true,
          FunctionCode: REWRITE,
          FunctionConfig: {
            Comment: 'CloudFront Function to rewrite viewer request to index.html',
            Runtime: 'cloudfront-js-1.0',
          },
          Name: bounded,
        },
      },
    ),
    CloudFrontDistribution: describeResource('A CloudFront distribution that serves the site', {
      Type: 'AWS::CloudFront::Distribution',
      Properties: {
        DistributionConfig: {
          ...(settings.alias === undefined ? {} : { Aliases: [settings.alias] }),
          DefaultCacheBehavior: cacheBehavior,
          Enabled: true,
          IPV6Enabled: true,
          Origins: [origin],
          ...renderViewerCertificate(settings),
        },
      },
    }),
  };
}

const cacheBehavior: CfnObject = {
  Compress: true,
  AllowedMethods: ['GET', 'HEAD'],
  FunctionAssociations: [
    {
      EventType: 'viewer-request',
      FunctionARN: getAtt('CloudFrontViewerRequestRewriteFunction', 'FunctionARN'),
    },
  ],
  ViewerProtocolPolicy: 'redirect-to-https',
  CachePolicyId: CACHING_OPTIMIZED,
  TargetOriginId: ORIGIN,
};

const origin: CfnObject = {
  Id: ORIGIN,
  DomainName: getAtt('Bucket', 'RegionalDomainName'),
  OriginAccessControlId: ref('CloudFrontOriginAccessControl'),
  // CloudFront asks for this of every S3 origin, although access control has replaced access identities.
  S3OriginConfig: { OriginAccessIdentity: '' },
};

function renderViewerCertificate({ alias, certificate }: SiteSettings): CfnObject {
  if (alias === undefined) return {};
  return {
    ViewerCertificate: {
      AcmCertificateArn: certificate ?? ref('CertificateValidatorAction'),
      MinimumProtocolVersion: 'TLSv1',
      SslSupportMethod: 'sni-only',
    },
  };
}
