import type { CfnObject, Template } from '../cloudformation.js';
import { getAtt, ref, sub } from '../cloudformation.js';
import type { RenderContext } from '../context.js';
import { customResourceFunction } from '../custom-resource-function.js';
import { describeResource } from '../description.js';
import { iamRole, inlinePolicy, trustService } from '../iam.js';
import type { EnvironmentSettings } from './settings.js';

type Resources = Template['Resources'];

/** CloudFront's own hosted zone: https://docs.aws.amazon.com/Route53/latest/APIReference/API_AliasTarget.html */
export const CLOUDFRONT_HOSTED_ZONE = 'Z2FDTNDATAQYW2';

const ROLE = 'CustomResourceRole';
const delegated = { Condition: 'DelegateDNS' };

/** Hosted zone, managed certificate and alias records: used where the user brings no public certificates. */
export function renderDelegatedDns(
  settings: EnvironmentSettings,
  context: RenderContext,
): Resources {
  return {
    [ROLE]: {
      ...describeResource(
        'A role to manage certificates and hosted zones',
        iamRole({
          trust: trustService('lambda.amazonaws.com'),
          boundary: settings.permissionsBoundary,
          path: '/',
          policies: [dnsPolicy],
        }),
      ),
      ...delegated,
    },
    EnvironmentHostedZone: describeResource("A hosted zone for the environment's subdomain", {
      Type: 'AWS::Route53::HostedZone',
      ...delegated,
      Properties: {
        HostedZoneConfig: {
          Comment: sub(
            'HostedZone for environment ${EnvironmentName} - ${EnvironmentName}.${AppName}.${AppDNSName}',
          ),
        },
        Name: sub('${EnvironmentName}.${AppName}.${AppDNSName}'),
      },
    }),
    ...renderFunctions(context),
    ...renderActions(settings),
  };
}

function renderFunctions(context: RenderContext): Resources {
  return {
    CertificateValidationFunction: customResourceFunction(context, {
      code: 'CertificateValidationFunction',
      role: ROLE,
      handler: 'index.certificateRequestHandler',
      condition: 'DelegateDNS',
    }),
    CustomDomainFunction: customResourceFunction(context, {
      code: 'CustomDomainFunction',
      role: ROLE,
      timeout: 600,
      condition: 'ManagedAliases',
    }),
    DNSDelegationFunction: customResourceFunction(context, {
      code: 'DNSDelegationFunction',
      role: ROLE,
      handler: 'index.domainDelegationHandler',
      timeout: 600,
      condition: 'DelegateDNS',
    }),
  };
}

function renderActions(settings: EnvironmentSettings): Resources {
  return {
    DelegateDNSAction: describeResource('Delegation of DNS to the subdomain of the environment', {
      Type: 'Custom::DNSDelegationFunction',
      ...delegated,
      DependsOn: ['DNSDelegationFunction', 'EnvironmentHostedZone'],
      Properties: {
        ServiceToken: getAtt('DNSDelegationFunction', 'Arn'),
        DomainName: sub('${AppName}.${AppDNSName}'),
        SubdomainName: sub('${EnvironmentName}.${AppName}.${AppDNSName}'),
        NameServers: getAtt('EnvironmentHostedZone', 'NameServers'),
        RootDNSRole: ref('AppDNSDelegationRole'),
      },
    }),
    HTTPSCert: describeResource('A certificate for your domain, requested and validated', {
      Type: 'Custom::CertificateValidationFunction',
      ...delegated,
      DependsOn: ['CertificateValidationFunction', 'EnvironmentHostedZone', 'DelegateDNSAction'],
      Properties: {
        ServiceToken: getAtt('CertificateValidationFunction', 'Arn'),
        AppName: ref('AppName'),
        EnvName: ref('EnvironmentName'),
        DomainName: ref('AppDNSName'),
        Aliases: ref('Aliases'),
        EnvHostedZoneId: ref('EnvironmentHostedZone'),
        Region: ref('AWS::Region'),
        RootDNSRole: ref('AppDNSDelegationRole'),
      },
    }),
    CustomDomainAction: describeResource('Records for the aliases of your services', {
      Type: 'Custom::CustomDomainFunction',
      Condition: 'ManagedAliases',
      Properties: {
        ServiceToken: getAtt('CustomDomainFunction', 'Arn'),
        AppName: ref('AppName'),
        EnvName: ref('EnvironmentName'),
        Aliases: ref('Aliases'),
        AppDNSRole: ref('AppDNSDelegationRole'),
        DomainName: ref('AppDNSName'),
        ...renderPublicAccess(settings),
      },
    }),
  };
}

function renderPublicAccess(settings: EnvironmentSettings): CfnObject {
  return settings.cdn === undefined
    ? {
        PublicAccessDNS: getAtt('PublicLoadBalancer', 'DNSName'),
        PublicAccessHostedZone: getAtt('PublicLoadBalancer', 'CanonicalHostedZoneID'),
      }
    : {
        PublicAccessDNS: getAtt('CloudFrontDistribution', 'DomainName'),
        PublicAccessHostedZone: CLOUDFRONT_HOSTED_ZONE,
      };
}

const dnsPolicy = inlinePolicy('DNSandACMAccess', [
  {
    actions: [
      'acm:ListCertificates',
      'acm:RequestCertificate',
      'acm:DescribeCertificate',
      'acm:GetCertificate',
      'acm:DeleteCertificate',
      'acm:AddTagsToCertificate',
      'sts:AssumeRole',
      'logs:*',
      'route53:ChangeResourceRecordSets',
      'route53:Get*',
      'route53:Describe*',
      'route53:ListResourceRecordSets',
      'route53:ListHostedZonesByName',
    ],
    resources: ['*'],
  },
]);
