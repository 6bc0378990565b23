import type { CfnValue, Resource, Template } from '../cloudformation.js';
import { getAtt, ref, sub } from '../cloudformation.js';
import { describeResource } from '../description.js';
import { INTERNAL, renderListeners } from './listeners.js';
import { allowGroup } from './security-groups.js';
import { type EnvironmentSettings, nameTag, privateSubnets, vpcId } from './settings.js';

type Resources = Template['Resources'];

/** The load balancer that Backend Services with `http` share, made while one asks for it. */
export function renderInternalLoadBalancer(settings: EnvironmentSettings): Resources {
  const { vpc, internalHttp } = settings;
  const [main, ...further] = internalHttp.certificates;
  return {
    InternalLoadBalancerSecurityGroup: renderSecurityGroup(settings),
    InternalALBIngressFromEnvironmentSecurityGroup: allowGroup({
      description: 'Ingress from the env security group',
      condition: INTERNAL.condition,
      from: 'EnvironmentSecurityGroup',
      to: 'InternalLoadBalancerSecurityGroup',
    }),
    ...(internalHttp.allowsVpcIngress ? renderVpcIngress() : {}),
    InternalLoadBalancer: renderLoadBalancer(settings),
    ...renderListeners(INTERNAL, vpc, { main, further, sslPolicy: internalHttp.sslPolicy }),
    ...(internalHttp.certificates.length === 0 ? renderHostedZone(settings) : {}),
  };
}

function renderSecurityGroup(settings: EnvironmentSettings): Resource {
  return describeResource('A security group for the internal load balancer', {
    Type: 'AWS::EC2::SecurityGroup',
    Condition: INTERNAL.condition,
    Properties: {
      GroupDescription: 'Access to the internal load balancer',
      VpcId: vpcId(settings.vpc),
      Tags: nameTag('-internal-lb'),
    },
  });
}

function renderVpcIngress(): Resources {
  const rule = (port: number, condition: string): Resource =>
    describeResource(`A rule that lets the VPC reach the internal load balancer on port ${port}`, {
      Type: 'AWS::EC2::SecurityGroupIngress',
      Condition: condition,
      Properties: {
        Description: `Allow from within the VPC on port ${port}`,
        CidrIp: '0.0.0.0/0',
        FromPort: port,
        ToPort: port,
        IpProtocol: 'tcp',
        GroupId: ref('InternalLoadBalancerSecurityGroup'),
      },
    });
  return {
    InternalLoadBalancerSecurityGroupIngressFromHttp: rule(80, INTERNAL.condition),
    InternalLoadBalancerSecurityGroupIngressFromHttps: rule(443, INTERNAL.httpsCondition),
  };
}

function renderLoadBalancer(settings: EnvironmentSettings): Resource {
  const chosen: readonly CfnValue[] = settings.internalHttp.subnets;
  return describeResource('An Application Load Balancer for traffic inside the VPC', {
    Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
    Condition: INTERNAL.condition,
    Properties: {
      Scheme: 'internal',
      SecurityGroups: [getAtt('InternalLoadBalancerSecurityGroup', 'GroupId')],
      Subnets: chosen.length > 0 ? chosen : privateSubnets(settings.vpc),
      Type: 'application',
    },
  });
}

function renderHostedZone(settings: EnvironmentSettings): Resources {
  const { application, environment, vpc } = settings;
  return {
    InternalWorkloadsHostedZone: describeResource(
      `A hosted zone ${environment}.${application}.internal for what is behind the internal load balancer`,
      {
        Type: 'AWS::Route53::HostedZone',
        Condition: INTERNAL.condition,
        Properties: {
          Name: sub('${EnvironmentName}.${AppName}.internal'),
          VPCs: [{ VPCId: vpcId(vpc), VPCRegion: ref('AWS::Region') }],
        },
      },
    ),
  };
}
