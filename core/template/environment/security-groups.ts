import type { CfnObject, CfnValue, Resource, Template } from '../cloudformation.js';
import { join, ref } from '../cloudformation.js';
import { describeResource } from '../description.js';
import { type EnvironmentSettings, nameTag, type SecurityRule, vpcId } from './settings.js';

type Resources = Template['Resources'];

/** The group that every container of the environment is in, and who may talk to it. */
export function renderEnvironmentSecurityGroup(settings: EnvironmentSettings): Resources {
  return {
    EnvironmentSecurityGroup: describeResource(
      'A security group that lets your containers talk to each other',
      {
        Type: 'AWS::EC2::SecurityGroup',
        Properties: {
          GroupDescription: join('', [
            ref('AppName'),
            '-',
            ref('EnvironmentName'),
            'EnvironmentSecurityGroup',
          ]),
          VpcId: vpcId(settings.vpc),
          Tags: nameTag('-env'),
          ...ruleList('SecurityGroupIngress', settings.ingressRules),
          ...ruleList('SecurityGroupEgress', settings.egressRules),
        },
      },
    ),
    EnvironmentHTTPSecurityGroupIngressFromPublicALB: allowGroup({
      description: 'HTTP ingress from the public ALB',
      condition: 'CreateALB',
      from: 'PublicHTTPLoadBalancerSecurityGroup',
    }),
    EnvironmentHTTPSSecurityGroupIngressFromPublicALB: allowGroup({
      description: 'HTTPS ingress from the public ALB',
      condition: 'ExportHTTPSListener',
      from: 'PublicHTTPSLoadBalancerSecurityGroup',
    }),
    EnvironmentSecurityGroupIngressFromInternalALB: allowGroup({
      description: 'Ingress from the internal ALB',
      condition: 'CreateInternalALB',
      from: 'InternalLoadBalancerSecurityGroup',
    }),
    EnvironmentSecurityGroupIngressFromSelf: allowGroup({
      description: 'Ingress from other containers in the same security group',
      from: 'EnvironmentSecurityGroup',
    }),
  };
}

export type GroupRule = {
  readonly description: string;
  readonly from: string;
  readonly to?: string;
  readonly condition?: string;
};

/** All traffic from one security group of the stack to another, by default to the environment's own. */
export function allowGroup(rule: GroupRule): Resource {
  return {
    Type: 'AWS::EC2::SecurityGroupIngress',
    ...(rule.condition === undefined ? {} : { Condition: rule.condition }),
    Properties: {
      Description: rule.description,
      GroupId: ref(rule.to ?? 'EnvironmentSecurityGroup'),
      IpProtocol: -1,
      SourceSecurityGroupId: ref(rule.from),
    },
  };
}

function ruleList(
  property: string,
  rules: readonly SecurityRule[],
): { [property: string]: CfnValue } {
  return rules.length === 0 ? {} : { [property]: rules.map(renderRule) };
}

function renderRule(rule: SecurityRule): CfnObject {
  return {
    IpProtocol: rule.protocol,
    FromPort: rule.fromPort,
    ToPort: rule.toPort,
    CidrIp: rule.cidr,
  };
}
