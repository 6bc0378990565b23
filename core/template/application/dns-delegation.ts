import type { Template } from '../cloudformation.js';
import { getAtt, ref, sub } from '../cloudformation.js';
import { describeResource } from '../description.js';
import { iamRole, inlinePolicy, policyDocument } from '../iam.js';
import { roleDescription } from '../role-description.js';

const delegated = { Condition: 'DelegateDNS' };

/** The application's part of the domain, and the role by which its environments write records into it. */
export function renderDelegation(
  accounts: readonly string[],
  boundary: string | undefined,
): Template['Resources'] {
  return {
    DNSDelegationRole: {
      ...describeResource(
        roleDescription(
          'A DNS delegation role',
          boundary,
          `by which these accounts manage your domain: ${accounts.join(', ')}`,
        ),
        iamRole({
          trust: trustAccounts(accounts),
          boundary,
          name: ref('DNSDelegationRoleName'),
          path: '/',
          policies: [delegationPolicy],
        }),
      ),
      ...delegated,
    },
    AppHostedZone: describeResource('A hosted zone for the application', {
      Type: 'AWS::Route53::HostedZone',
      ...delegated,
      Properties: {
        HostedZoneConfig: {
          Comment: sub(
            'Hosted zone for copilot application ${AppName}: ${AppName}.${AppDomainName}',
          ),
        },
        Name: sub('${AppName}.${AppDomainName}'),
      },
    }),
    AppDomainDelegationRecordSet: describeResource(
      "Name servers of the application's hosted zone, in the zone of your domain",
      {
        Type: 'AWS::Route53::RecordSet',
        ...delegated,
        Properties: {
          HostedZoneId: sub('${AppDomainHostedZoneID}'),
          Comment: sub('Record for copilot domain delegation for application ${AppDomainName}'),
          Name: sub('${AppName}.${AppDomainName}.'),
          Type: 'NS',
          TTL: '900',
          ResourceRecords: getAtt('AppHostedZone', 'NameServers'),
        },
      },
    ),
  };
}

function trustAccounts(accounts: readonly string[]) {
  return policyDocument([
    {
      principal: { AWS: sub('arn:${AWS::Partition}:iam::${AWS::AccountId}:root') },
      actions: ['sts:AssumeRole'],
    },
    {
      principal: {
        AWS: accounts.map((account) => sub(`arn:\${AWS::Partition}:iam::${account}:root`)),
      },
      actions: ['sts:AssumeRole'],
    },
  ]);
}

const delegationPolicy = inlinePolicy('DNSDelegationPolicy', [
  {
    sid: 'HostedZoneReadRecords',
    actions: ['route53:Get*', 'route53:List*'],
    resources: ['*'],
  },
  {
    sid: 'HostedZoneUpdate',
    actions: ['route53:ChangeResourceRecordSets'],
    resources: [
      sub('arn:${AWS::Partition}:route53:::hostedzone/${AppHostedZone}'),
      sub('arn:${AWS::Partition}:route53:::hostedzone/${AppDomainHostedZoneID}'),
    ],
  },
]);
