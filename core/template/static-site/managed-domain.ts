import type { CfnObject, Template } from '../cloudformation.js';
import { getAtt, ref, sub } from '../cloudformation.js';
import type { RenderContext } from '../context.js';
import { customResourceFunction } from '../custom-resource-function.js';
import { describeResource } from '../description.js';
import { CLOUDFRONT_HOSTED_ZONE } from '../environment/delegated-dns.js';
import { environmentOutput } from '../environment-export.js';
import { awsManagedPolicy, iamRole, inlinePolicy, type Statement, trustService } from '../iam.js';
import { roleDescription } from '../role-description.js';
import type { SiteSettings } from './settings.js';

type Resources = Template['Resources'];

/** Certificate and records of an alias in the application's domain. */
export function renderManagedDomain(
  settings: SiteSettings,
  alias: string,
  context: RenderContext,
): Resources {
  return {
    ...renderRecords(settings, alias, context),
    ...renderCertificate(settings, alias, context),
  };
}

function renderRecords(settings: SiteSettings, alias: string, context: RenderContext): Resources {
  return {
    CustomDomainAction: describeResource('The records of the alias', {
      Type: 'Custom::CustomDomainFunction',
      Properties: {
        ServiceToken: getAtt('CustomDomainFunction', 'Arn'),
        PublicAccessHostedZoneID: CLOUDFRONT_HOSTED_ZONE,
        PublicAccessDNS: getAtt('CloudFrontDistribution', 'DomainName'),
        ...renderDomain(settings, alias),
      },
    }),
    CustomDomainFunction: customResourceFunction(context, {
      code: 'NLBCustomDomainFunction',
      role: 'CustomDomainRole',
    }),
    CustomDomainRole: describeResource(
      roleDescription('An IAM role', settings.permissionsBoundary, 'to update the hosted zone'),
      renderRole(settings, 'CustomDomainPolicy', [
        assumeDelegationRole(settings),
        {
          sid: 'HostedZoneAccess',
          actions: [
            'route53:ChangeResourceRecordSets',
            'route53:Get*',
            'route53:Describe*',
            'route53:ListResourceRecordSets',
            'route53:ListHostedZonesByName',
          ],
          resources: ['*'],
        },
      ]),
    ),
  };
}

function renderCertificate(
  settings: SiteSettings,
  alias: string,
  context: RenderContext,
): Resources {
  return {
    CertificateValidatorAction: describeResource('The certificate of the alias, validated', {
      Type: 'Custom::CertificateValidationFunction',
      Properties: {
        ServiceToken: getAtt('CertificateValidationFunction', 'Arn'),
        IsCloudFrontCertificate: true,
        ...renderDomain(settings, alias),
      },
    }),
    CertificateValidationFunction: customResourceFunction(context, {
      code: 'NLBCertValidatorFunction',
      role: 'CertificateValidatorRole',
    }),
    CertificateValidatorRole: describeResource(
      roleDescription('An IAM role', settings.permissionsBoundary, 'to validate a certificate'),
      renderRole(settings, 'CertValidatorPolicy', [
        assumeDelegationRole(settings),
        ...certificateStatements,
      ]),
    ),
  };
}

function renderDomain(settings: SiteSettings, alias: string): CfnObject {
  return {
    EnvHostedZoneId: environmentOutput('EnvironmentHostedZone'),
    EnvName: ref('EnvName'),
    AppName: ref('AppName'),
    ServiceName: ref('WorkloadName'),
    RootDNSRole: settings.delegationRole,
    DomainName: settings.domain,
    Aliases: [alias],
  };
}

function renderRole(settings: SiteSettings, policy: string, statements: readonly Statement[]) {
  return iamRole({
    trust: trustService('lambda.amazonaws.com'),
    boundary: settings.permissionsBoundary,
    path: '/',
    policies: [inlinePolicy(policy, statements)],
    managed: [awsManagedPolicy('service-role/AWSLambdaBasicExecutionRole')],
  });
}

function assumeDelegationRole(settings: SiteSettings): Statement {
  return {
    sid: 'AllowAssumeRole',
    actions: ['sts:AssumeRole'],
    resources: [settings.delegationRole],
  };
}

const ownedByService: CfnObject = {
  StringEquals: {
    'aws:ResourceTag/copilot-application': sub('${AppName}'),
    'aws:ResourceTag/copilot-environment': sub('${EnvName}'),
    'aws:ResourceTag/copilot-service': sub('${WorkloadName}'),
  },
};

const certificateStatements: readonly Statement[] = [
  {
    sid: 'HostedZoneUpdateAndWait',
    actions: ['route53:ChangeResourceRecordSets'],
    resources: ['*'],
  },
  {
    sid: 'HostedZoneRead',
    actions: ['route53:ListResourceRecordSets', 'route53:GetChange'],
    resources: ['*'],
  },
  {
    sid: 'ServiceCertificateDelete',
    actions: ['acm:DeleteCertificate'],
    resources: ['*'],
    condition: ownedByService,
  },
  { sid: 'TaggedResourcesRead', actions: ['tag:GetResources'], resources: ['*'] },
  {
    sid: 'ServiceCertificateCreate',
    actions: ['acm:RequestCertificate', 'acm:AddTagsToCertificate'],
    resources: ['*'],
    condition: ownedByService,
  },
  { sid: 'CertificateRead', actions: ['acm:DescribeCertificate'], resources: ['*'] },
];
