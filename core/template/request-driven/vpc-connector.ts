import type { RequestDrivenWebService } from '../../manifest/schema/request-driven-web-service.js';
import type { CfnValue, Template } from '../cloudformation.js';
import { join, ref, split, sub } from '../cloudformation.js';
import { describeResource } from '../description.js';
import { environmentOutput } from '../environment-export.js';
import type { ConnectorPlacement } from './placement.js';
import { renderServiceTags } from './service-tags.js';

/** The way of outgoing traffic into the VPC, with a security group of its own for addons to allow. */
export function renderVpcConnector(
  manifest: RequestDrivenWebService,
  placement: ConnectorPlacement,
): Template['Resources'] {
  return {
    ServiceSecurityGroup: describeResource(
      'A security group by which your addons let the service in',
      {
        Type: 'AWS::EC2::SecurityGroup',
        Properties: {
          GroupDescription: join('', [ref('AppName'), '-', ref('EnvName'), ref('WorkloadName')]),
          VpcId: environmentOutput('VpcId'),
          Tags: [{ Key: 'Name', Value: sub('copilot-${AppName}-${EnvName}-${WorkloadName}') }],
        },
      },
    ),
    EnvironmentSecurityGroupIngressFromServiceSecurityGroup: describeResource(
      'A rule that lets the service reach the services of your environment',
      {
        Type: 'AWS::EC2::SecurityGroupIngress',
        Properties: {
          GroupId: environmentOutput('EnvironmentSecurityGroup'),
          IpProtocol: -1,
          SourceSecurityGroupId: ref('ServiceSecurityGroup'),
        },
      },
    ),
    VpcConnector: describeResource('A VPC connector to the subnets of your environment', {
      Type: 'AWS::AppRunner::VpcConnector',
      Properties: {
        Subnets: findSubnets(placement),
        SecurityGroups: [
          ref('ServiceSecurityGroup'),
          environmentOutput('EnvironmentSecurityGroup'),
        ],
        Tags: renderServiceTags(manifest.tags),
      },
    }),
  };
}

function findSubnets(placement: ConnectorPlacement): CfnValue {
  return placement.kind === 'subnets'
    ? placement.ids
    : split(',', environmentOutput('PrivateSubnets'));
}
