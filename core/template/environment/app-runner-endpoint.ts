import type { Template } from '../cloudformation.js';
import { ref, sub } from '../cloudformation.js';
import { describeResource } from '../description.js';
import { type EnvironmentSettings, type ManagedVpc, privateSubnets } from './settings.js';

// EC2 limits a group's description and a tag's value to 255 characters.
const LONGEST_TEXT = 255;

/** The door through which private App Runner services are reached, made while one asks for it. Managed VPC only. */
export function renderAppRunnerEndpoint(
  settings: Pick<EnvironmentSettings, 'application' | 'environment'>,
  vpc: ManagedVpc,
): Template['Resources'] {
  const { application, environment } = settings;
  const onDemand = { Condition: 'CreateAppRunnerVPCEndpoint' };
  const group = `${application}-${environment}-AppRunnerVpcEndpointSecurityGroup`;
  const tag = `copilot-${application}-${environment}-app-runner-vpc-endpoint`;
  return {
    AppRunnerVpcEndpointSecurityGroup: describeResource(
      'A security group for private App Runner services',
      {
        Type: 'AWS::EC2::SecurityGroup',
        ...onDemand,
        Properties: {
          GroupDescription: group.slice(0, LONGEST_TEXT),
          VpcId: ref('VPC'),
          Tags: [{ Key: 'Name', Value: tag.slice(0, LONGEST_TEXT) }],
        },
      },
    ),
    AppRunnerVpcEndpointSecurityGroupIngressFromEnvironment: {
      Type: 'AWS::EC2::SecurityGroupIngress',
      ...onDemand,
      Properties: {
        Description: 'Ingress from services in the environment',
        GroupId: ref('AppRunnerVpcEndpointSecurityGroup'),
        IpProtocol: -1,
        SourceSecurityGroupId: ref('EnvironmentSecurityGroup'),
      },
    },
    AppRunnerVpcEndpoint: describeResource(
      'A VPC endpoint from the environment to private App Runner services',
      {
        Type: 'AWS::EC2::VPCEndpoint',
        ...onDemand,
        Properties: {
          VpcEndpointType: 'Interface',
          VpcId: ref('VPC'),
          SecurityGroupIds: [ref('AppRunnerVpcEndpointSecurityGroup')],
          ServiceName: sub('com.amazonaws.${AWS::Region}.apprunner.requests'),
          SubnetIds: privateSubnets(vpc),
        },
      },
    ),
  };
}
