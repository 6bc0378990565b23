import type { CfnObject, Parameter, Template } from '../cloudformation.js';
import { getAtt, ref, sub } from '../cloudformation.js';
import { describeResource } from '../description.js';
import { iamRole, inlinePolicy, policyDocument, trustService } from '../iam.js';
import { roleDescription } from '../role-description.js';
import { type ApplicationStack, renderApplicationTags } from './application-stack.js';
import { renderDelegation } from './dns-delegation.js';
import { ADMINISTRATOR_ACTIONS } from './execution-role-actions.js';

export type ApplicationRolesInput = {
  readonly application: string;
  readonly accountId: string;
  /** Accounts of environments that may write the application's domain; its own account is always one. */
  readonly delegatedAccounts: readonly string[];
  readonly domain?: string;
  /** Route 53's id of the hosted zone of `domain`. */
  readonly domainHostedZoneId?: string;
  readonly permissionsBoundary?: string;
  readonly templateVersion: string;
  readonly resourceTags?: { readonly [name: string]: string };
};

/**
 * The stack `<app>-infrastructure-roles` in the application's account: the two roles that a StackSet needs and, where
 * there is a domain, its hosted zone and the role by which environments write it.
 */
export function renderApplicationRoles(input: ApplicationRolesInput): ApplicationStack {
  const { application, domain = '', domainHostedZoneId = '' } = input;
  const accounts = [...new Set([...input.delegatedAccounts, input.accountId])];
  return {
    stackName: `${application}-infrastructure-roles`,
    template: {
      AWSTemplateFormatVersion: '2010-09-09',
      Description: 'The roles and the domain of the application.',
      Metadata: { TemplateVersion: input.templateVersion },
      Parameters: PARAMETERS,
      Conditions: { DelegateDNS: { 'Fn::Not': [{ 'Fn::Equals': [ref('AppDomainName'), ''] }] } },
      Resources: {
        ...renderStackSetRoles(input.permissionsBoundary),
        ...renderDelegation(accounts, input.permissionsBoundary),
      },
      Outputs: renderOutputs(input.templateVersion),
    },
    parameters: {
      AdminRoleName: `${application}-adminrole`,
      ExecutionRoleName: `${application}-executionrole`,
      DNSDelegationRoleName: `${application}-DNSDelegationRole`,
      AppDNSDelegatedAccounts: accounts.join(','),
      AppDomainName: domain,
      AppDomainHostedZoneID: domainHostedZoneId,
      AppName: application,
    },
    tags: renderApplicationTags(application, input.resourceTags),
  };
}

const TEXT: Parameter = { Type: 'String' };
const OPTIONAL: Parameter = { Type: 'String', Default: '' };

const PARAMETERS: { readonly [name: string]: Parameter } = {
  AdminRoleName: TEXT,
  ExecutionRoleName: TEXT,
  DNSDelegationRoleName: OPTIONAL,
  AppDNSDelegatedAccounts: { Type: 'CommaDelimitedList', Default: '' },
  AppDomainName: OPTIONAL,
  AppDomainHostedZoneID: OPTIONAL,
  AppName: TEXT,
};

function renderStackSetRoles(boundary: string | undefined): Template['Resources'] {
  return {
    AdministrationRole: describeResource(
      roleDescription('A StackSet admin role', boundary, 'that manages stacks in all regions'),
      iamRole({
        trust: trustService('cloudformation.amazonaws.com'),
        boundary,
        name: ref('AdminRoleName'),
        path: '/',
        policies: [assumeExecutionRole],
      }),
    ),
    ExecutionRole: describeResource(
      roleDescription(
        'An IAM role',
        boundary,
        'with which the admin role makes repositories, keys and buckets',
      ),
      iamRole({
        trust: policyDocument([
          {
            principal: { AWS: getAtt('AdministrationRole', 'Arn') },
            actions: ['sts:AssumeRole'],
          },
        ]),
        boundary,
        name: ref('ExecutionRoleName'),
        path: '/',
        policies: [executionPolicy],
      }),
    ),
  };
}

const assumeExecutionRole = inlinePolicy('AssumeRole-AWSCloudFormationStackSetExecutionRole', [
  {
    actions: ['sts:AssumeRole'],
    resources: [sub('arn:${AWS::Partition}:iam::*:role/${ExecutionRoleName}')],
  },
]);

const executionPolicy: CfnObject = inlinePolicy(
  'ExecutionRolePolicy',
  ADMINISTRATOR_ACTIONS.map(({ sid, actions }) => ({ sid, actions, resources: ['*'] })),
);

function renderOutputs(templateVersion: string): NonNullable<Template['Outputs']> {
  return {
    ExecutionRoleARN: {
      Description: 'The role that makes repositories, keys and buckets.',
      Value: getAtt('ExecutionRole', 'Arn'),
    },
    AdministrationRoleARN: {
      Description: 'The role that manages the StackSet of the application.',
      Value: getAtt('AdministrationRole', 'Arn'),
    },
    TemplateVersion: {
      Description: 'Makes another version of the template a change of the stack.',
      Value: templateVersion,
    },
  };
}
