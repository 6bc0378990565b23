import type { CfnObject, CfnValue, Resource, Template } from '../cloudformation.js';
import { getAtt, ref, sub, when } from '../cloudformation.js';
import type { RenderContext } from '../context.js';
import { customResourceFunction } from '../custom-resource-function.js';
import { describeResource } from '../description.js';
import { awsManagedPolicy, iamRole, trustService } from '../iam.js';
import type { CdnSettings, EnvironmentSettings, StaticAssets } from './settings.js';

type Resources = Template['Resources'];

// Managed policies, the same in every account:
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
const CACHING_DISABLED = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';
const CACHING_OPTIMIZED = '658327ea-f89d-4fab-a63d-7e88639e58f6';
const ALL_VIEWER = '216adef6-5c7f-47e4-b989-5492eafa07d3';

const ALL_METHODS = ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'];
const LOAD_BALANCER_ORIGIN = sub('copilot-${AppName}-${EnvironmentName}-origin');
const BUCKET_ORIGIN = sub('copilot-${AppName}-${EnvironmentName}-s3');
const withLoadBalancer = { Condition: 'CreateALB' };

/** `cdn`: a CloudFront distribution before the public load balancer. */
export function renderCdn(
  settings: EnvironmentSettings,
  cdn: CdnSettings,
  context: RenderContext,
): Resources {
  const hasDomain = cdn.certificate !== undefined || settings.delegatesDns;
  const replicates = cdn.certificate === undefined && settings.publicHttp.certificates.length === 0;
  return {
    ...(hasDomain ? renderUniqueAliases(settings, cdn, context) : {}),
    ...(cdn.staticAssets === undefined ? {} : { CloudFrontOriginAccessControl: accessControl }),
    CloudFrontDistribution: describeResource('A CloudFront distribution for your services', {
      Type: 'AWS::CloudFront::Distribution',
      ...withLoadBalancer,
      Properties: {
        DistributionConfig: {
          ...(hasDomain ? { Aliases: getAtt('UniqueAliasesAction', 'UniqueValues') } : {}),
          ...renderDistribution(cdn),
          ...renderViewerCertificate(cdn, replicates),
        },
      },
    }),
    ...(replicates ? renderCertificateReplicator(context) : {}),
  };
}

function renderDistribution(cdn: CdnSettings): CfnObject {
  const { staticAssets, terminatesTls } = cdn;
  return {
    DefaultCacheBehavior: {
      AllowedMethods: ALL_METHODS,
      CachePolicyId: CACHING_DISABLED,
      TargetOriginId: LOAD_BALANCER_ORIGIN,
      OriginRequestPolicyId: ALL_VIEWER,
      ViewerProtocolPolicy: terminatesTls ? 'redirect-to-https' : 'allow-all',
    },
    Enabled: true,
    IPV6Enabled: true,
    Origins: [
      {
        Id: LOAD_BALANCER_ORIGIN,
        DomainName: getAtt('PublicLoadBalancer', 'DNSName'),
        CustomOriginConfig: {
          OriginProtocolPolicy: terminatesTls ? 'http-only' : 'match-viewer',
        },
      },
      ...(staticAssets === undefined ? [] : [renderBucketOrigin(staticAssets)]),
    ],
    ...(staticAssets === undefined ? {} : { CacheBehaviors: [renderAssetBehavior(staticAssets)] }),
  };
}

function renderBucketOrigin(assets: StaticAssets): CfnObject {
  return {
    Id: BUCKET_ORIGIN,
    DomainName: assets.location,
    OriginAccessControlId: ref('CloudFrontOriginAccessControl'),
    // CloudFront asks for this of every S3 origin, although access control has replaced access identities.
    S3OriginConfig: { OriginAccessIdentity: '' },
  };
}

function renderAssetBehavior(assets: StaticAssets): CfnObject {
  return {
    AllowedMethods: ALL_METHODS,
    ViewerProtocolPolicy: 'allow-all',
    CachePolicyId: CACHING_OPTIMIZED,
    TargetOriginId: BUCKET_ORIGIN,
    PathPattern: assets.path,
  };
}

function renderViewerCertificate(cdn: CdnSettings, replicates: boolean): CfnObject {
  const certificate = (arn: CfnValue): CfnObject => ({
    AcmCertificateArn: arn,
    MinimumProtocolVersion: 'TLSv1',
    SslSupportMethod: 'sni-only',
  });
  if (cdn.certificate !== undefined) {
    return { ViewerCertificate: certificate(cdn.certificate) };
  }
  return replicates
    ? { ViewerCertificate: when('DelegateDNS', certificate(ref('CertificateReplicator'))) }
    : {};
}

function renderUniqueAliases(
  settings: EnvironmentSettings,
  cdn: CdnSettings,
  context: RenderContext,
): Resources {
  return {
    UniqueJSONValuesFunctionRole: {
      ...describeResource(
        'A role for the function that collects aliases',
        iamRole({
          trust: trustService('lambda.amazonaws.com'),
          boundary: settings.permissionsBoundary,
          path: '/',
          managed: [awsManagedPolicy('service-role/AWSLambdaBasicExecutionRole')],
        }),
      ),
      ...withLoadBalancer,
    },
    UniqueJSONValuesFunction: customResourceFunction(context, {
      code: 'UniqueJSONValuesFunction',
      role: 'UniqueJSONValuesFunctionRole',
      timeout: 600,
      condition: 'CreateALB',
    }),
    UniqueAliasesAction: describeResource('The aliases of the services in the environment, once', {
      Type: 'Custom::UniqueJSONValuesFunction',
      ...withLoadBalancer,
      Properties: {
        ServiceToken: getAtt('UniqueJSONValuesFunction', 'Arn'),
        Aliases: ref('Aliases'),
        ...(cdn.staticAssets === undefined ? {} : { AdditionalStrings: [cdn.staticAssets.alias] }),
        FilterFor: ref('ALBWorkloads'),
      },
    }),
  };
}

function renderCertificateReplicator(context: RenderContext): Resources {
  return {
    CertificateReplicatorFunction: customResourceFunction(context, {
      code: 'CertificateReplicatorFunction',
      role: 'CustomResourceRole',
      handler: 'index.certificateReplicateHandler',
      condition: 'DelegateDNS',
    }),
    CertificateReplicator: describeResource('A copy of the certificate in us-east-1', {
      Type: 'Custom::CertificateReplicatorFunction',
      Condition: 'DelegateDNS',
      Properties: {
        ServiceToken: getAtt('CertificateReplicatorFunction', 'Arn'),
        AppName: ref('AppName'),
        EnvName: ref('EnvironmentName'),
        TargetRegion: 'us-east-1',
        EnvRegion: ref('AWS::Region'),
        CertificateArn: ref('HTTPSCert'),
      },
    }),
  };
}

const accessControl: Resource = describeResource(
  'Access control: the bucket of static assets is readable through CloudFront only',
  {
    Type: 'AWS::CloudFront::OriginAccessControl',
    Properties: {
      OriginAccessControlConfig: {
        Description: 'Access control for static s3 origin',
        Name: sub('copilot-${AppName}-${EnvironmentName}-origin-access-control'),
        OriginAccessControlOriginType: 's3',
        SigningBehavior: 'always',
        SigningProtocol: 'sigv4',
      },
    },
  },
);
