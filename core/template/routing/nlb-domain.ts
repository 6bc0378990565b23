import type { CfnObject, CfnValue, Resource } from '../cloudformation.js';
import { getAtt, join, ref, sub } from '../cloudformation.js';
import type { RenderContext } from '../context.js';
import { customResourceFunction } from '../custom-resource-function.js';
import { describeResource } from '../description.js';
import { environmentOutput } from '../environment-export.js';
import type { Statement } from '../iam.js';
import { awsManagedPolicy, iamRole, policyDocument, trustService } from '../iam.js';
import { findPartition } from '../partition.js';
import { roleDescription } from '../role-description.js';
import { isDnsDelegated } from './load-balancer.js';
import type { NetworkLoadBalancer } from './nlb.js';

const LOAD_BALANCER = 'PublicNetworkLoadBalancerV2';
const CONDITION = 'HasAssociatedDomain';

/** `<service>-nlb.<env>.<app>.<domain>`, where the manifest names no host. */
function renderDefaultRecord(): Resource {
  const name = join('.', [
    sub('${WorkloadName}-nlb'),
    environmentOutput('EnvironmentSubdomain'),
    '',
  ]);
  return describeResource('The default alias record for the network load balancer', {
    Type: 'AWS::Route53::RecordSetGroup',
    Condition: CONDITION,
    Properties: {
      HostedZoneId: environmentOutput('EnvironmentHostedZone'),
      Comment: sub('Default NetworkLoadBalancer alias for service ${WorkloadName}'),
      RecordSets: [
        {
          Name: name,
          Type: 'A',
          AliasTarget: {
            HostedZoneId: getAtt(LOAD_BALANCER, 'CanonicalHostedZoneID'),
            DNSName: getAtt(LOAD_BALANCER, 'DNSName'),
          },
        },
      ],
    },
  });
}

/** What Copilot writes where there is no domain. Nobody reads it: the condition of the resource does not hold then. */
const NO_DOMAIN = '<nil>';

/** Role of the application's account that may write into the zones of the domain. */
function dnsDelegationRole(context: RenderContext): string {
  const { application, facts } = context;
  const { accountId } = facts.application;
  if (!isDnsDelegated(context)) return NO_DOMAIN;
  if (accountId === undefined) return '';
  const partition = findPartition(facts.environment?.region);
  return `arn:${partition}:iam::${accountId}:role/${application}-DNSDelegationRole`;
}

/** What both custom resources are told beside where the load balancer is. */
function domainProperties(nlb: NetworkLoadBalancer, context: RenderContext): CfnObject {
  return {
    EnvHostedZoneId: environmentOutput('EnvironmentHostedZone'),
    EnvName: ref('EnvName'),
    AppName: ref('AppName'),
    ServiceName: ref('WorkloadName'),
    RootDNSRole: dnsDelegationRole(context),
    DomainName: isDnsDelegated(context) ? (context.facts.application.domain ?? '') : NO_DOMAIN,
    Aliases: nlb.aliases,
  };
}

const hostedZoneArn = (): CfnValue =>
  sub('arn:${AWS::Partition}:route53:::hostedzone/${EnvHostedZone}', {
    EnvHostedZone: environmentOutput('EnvironmentHostedZone'),
  });

const DNS_STATEMENTS: readonly Statement[] = [
  { sid: 'AllowAssumeRole', actions: ['sts:AssumeRole'], resources: ['*'] },
  {
    sid: 'EnvHostedZoneUpdateAndWait',
    actions: ['route53:ChangeResourceRecordSets'],
    resources: [hostedZoneArn()],
  },
  {
    sid: 'EnvHostedZoneRead',
    actions: ['route53:ListResourceRecordSets', 'route53:GetChange'],
    resources: ['*'],
  },
];

const OWN_CERTIFICATE: CfnObject = {
  StringEquals: {
    'aws:ResourceTag/copilot-application': sub('${AppName}'),
    'aws:ResourceTag/copilot-environment': sub('${EnvName}'),
    'aws:ResourceTag/copilot-service': sub('${WorkloadName}'),
  },
};

const CERTIFICATE_STATEMENTS: readonly Statement[] = [
  {
    sid: 'ServiceCertificateDelete',
    actions: ['acm:DeleteCertificate'],
    resources: ['*'],
    condition: OWN_CERTIFICATE,
  },
  { sid: 'TaggedResourcesRead', actions: ['tag:GetResources'], resources: ['*'] },
  {
    sid: 'ServiceCertificateCreate',
    actions: ['acm:RequestCertificate', 'acm:AddTagsToCertificate'],
    resources: ['*'],
    condition: OWN_CERTIFICATE,
  },
  { sid: 'CertificateRead', actions: ['acm:DescribeCertificate'], resources: ['*'] },
];

function renderRole(
  policyName: string,
  statements: readonly Statement[],
  purpose: string,
  boundary: string | undefined,
): Resource {
  const role = iamRole({
    trust: trustService('lambda.amazonaws.com'),
    boundary,
    path: '/',
    policies: [{ PolicyName: policyName, PolicyDocument: policyDocument(statements) }],
    managed: [awsManagedPolicy('service-role/AWSLambdaBasicExecutionRole')],
  });
  return describeResource(roleDescription('An IAM role', boundary, purpose), role);
}

/** Records for `nlb.alias`, made by a function because their zones may lie in the application's account. */
function renderCustomDomain(
  nlb: NetworkLoadBalancer,
  context: RenderContext,
): { readonly [id: string]: Resource } {
  const boundary = context.facts.application.permissionsBoundary;
  const role = 'NLBCustomDomainRole';
  const purpose = 'to update the environment Route 53 hosted zone';
  return {
    NLBCustomDomainAction: describeResource(
      'Add A-records for your Network Load Balancer aliases',
      {
        Type: 'Custom::NLBCustomDomainFunction',
        Condition: CONDITION,
        Properties: {
          ServiceToken: getAtt('NLBCustomDomainFunction', 'Arn'),
          PublicAccessHostedZoneID: getAtt(LOAD_BALANCER, 'CanonicalHostedZoneID'),
          PublicAccessDNS: getAtt(LOAD_BALANCER, 'DNSName'),
          ...domainProperties(nlb, context),
        },
      },
    ),
    NLBCustomDomainFunction: customResourceFunction(context, {
      code: 'NLBCustomDomainFunction',
      role,
      condition: CONDITION,
    }),
    [role]: renderRole('NLBCustomDomainPolicy', DNS_STATEMENTS, purpose, boundary),
  };
}

/** The certificate of a TLS listener. */
function renderCertificate(
  nlb: NetworkLoadBalancer,
  context: RenderContext,
): { readonly [id: string]: Resource } {
  const boundary = context.facts.application.permissionsBoundary;
  const role = 'NLBCertValidatorRole';
  const statements = [...DNS_STATEMENTS, ...CERTIFICATE_STATEMENTS];
  const purpose = 'to request and validate a certificate for your service';
  return {
    NLBCertValidatorAction: describeResource(
      'Request and validate the certificate for your Network Load Balancer',
      {
        Type: 'Custom::NLBCertValidatorFunction',
        Condition: CONDITION,
        Properties: {
          ServiceToken: getAtt('NLBCertValidatorFunction', 'Arn'),
          LoadBalancerDNS: getAtt(LOAD_BALANCER, 'DNSName'),
          ...domainProperties(nlb, context),
        },
      },
    ),
    NLBCertValidatorFunction: customResourceFunction(context, {
      code: 'NLBCertValidatorFunction',
      role,
      condition: CONDITION,
    }),
    [role]: renderRole('NLBCertValidatorPolicy', statements, purpose, boundary),
  };
}

/** Names and certificate of the network load balancer. */
export function renderNetworkDomain(
  nlb: NetworkLoadBalancer,
  context: RenderContext,
): { readonly [id: string]: Resource } {
  return {
    ...(nlb.aliases.length === 0
      ? { NLBDNSAlias: renderDefaultRecord() }
      : renderCustomDomain(nlb, context)),
    ...(nlb.needsCertificate ? renderCertificate(nlb, context) : {}),
  };
}
