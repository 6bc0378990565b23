import type { Template } from '../cloudformation.js';
import { getAtt } from '../cloudformation.js';
import type { RenderContext } from '../context.js';
import { customResourceFunction } from '../custom-resource-function.js';
import { describeResource } from '../description.js';
import { findDelegationRole } from '../environment/parameter-values.js';
import { awsManagedPolicy, iamRole, inlinePolicy, trustService } from '../iam.js';
import { roleDescription } from '../role-description.js';

/** `http.alias`: a custom resource associates the domain with the service and writes its records. */
export function renderCustomDomain(alias: string, context: RenderContext): Template['Resources'] {
  const { domain, permissionsBoundary: boundary } = context.facts.application;
  return {
    CustomDomainFunction: customResourceFunction(context, {
      code: 'AppRunnerCustomDomainFunction',
      role: 'CustomResourceRole',
    }),
    CustomDomainAction: {
      ...describeResource('The domain of the service, with its records', {
        Type: 'Custom::CustomDomainFunction',
        DependsOn: 'CustomDomainFunction',
        Properties: {
          ServiceToken: getAtt('CustomDomainFunction', 'Arn'),
          ServiceARN: getAtt('Service', 'ServiceArn'),
          CustomDomain: alias,
          AppDNSRole: findDelegationRole(context) ?? '',
          AppDNSName: domain ?? '',
        },
      }),
    },
    CustomResourceRole: describeResource(
      roleDescription('An IAM role', boundary, 'to associate the domain with the service'),
      iamRole({
        trust: trustService('lambda.amazonaws.com'),
        boundary,
        path: '/',
        managed: [awsManagedPolicy('service-role/AWSLambdaBasicExecutionRole')],
        policies: [domainPolicy],
      }),
    ),
  };
}

const domainPolicy = inlinePolicy('DNSandACMAccess', [
  {
    actions: [
      'apprunner:AssociateCustomDomain',
      'apprunner:DisassociateCustomDomain',
      'apprunner:DescribeCustomDomains',
      'sts:AssumeRole',
      'route53:ChangeResourceRecordSets',
      'route53:ListHostedZonesByName',
    ],
    resources: ['*'],
  },
]);
