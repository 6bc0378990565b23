import type { CfnObject, CfnValue, Resource, Template } from '../cloudformation.js';
import { getAtt, ref, when } from '../cloudformation.js';
import { describeResource } from '../description.js';
import { PUBLIC, renderListeners } from './listeners.js';
import { type EnvironmentSettings, nameTag, publicSubnets, vpcId } from './settings.js';

/** The load balancer that Load Balanced Web Services share, made while one asks for it. */
export function renderPublicLoadBalancer(settings: EnvironmentSettings): Template['Resources'] {
  const { vpc, publicHttp } = settings;
  const [main, ...further] = publicHttp.certificates;
  return {
    PublicHTTPLoadBalancerSecurityGroup: renderSecurityGroup(settings, 'http'),
    PublicHTTPSLoadBalancerSecurityGroup: renderSecurityGroup(settings, 'https'),
    PublicLoadBalancer: renderLoadBalancer(settings),
    ...renderListeners(PUBLIC, vpc, {
      main: main ?? ref('HTTPSCert'),
      further,
      sslPolicy: publicHttp.sslPolicy,
    }),
  };
}

function renderSecurityGroup(settings: EnvironmentSettings, protocol: 'http' | 'https'): Resource {
  const isHttps = protocol === 'https';
  return describeResource(
    `A security group that lets ${protocol.toUpperCase()} into the load balancer`,
    {
      Type: 'AWS::EC2::SecurityGroup',
      Condition: isHttps ? PUBLIC.httpsCondition : PUBLIC.condition,
      Properties: {
        GroupDescription: `${protocol.toUpperCase()} access to the public facing load balancer`,
        SecurityGroupIngress: renderIngress(settings, isHttps ? 443 : 80),
        VpcId: vpcId(settings.vpc),
        Tags: nameTag(`-lb-${protocol}`),
      },
    },
  );
}

function renderIngress(settings: EnvironmentSettings, port: number): readonly CfnObject[] {
  const { prefixLists, sourceIps } = settings.publicHttp.ingress;
  const rule = (source: CfnObject, description: string): CfnObject => ({
    ...source,
    Description: description,
    FromPort: port,
    IpProtocol: 'tcp',
    ToPort: port,
  });
  if (prefixLists.length === 0 && sourceIps.length === 0) {
    return [rule({ CidrIp: '0.0.0.0/0' }, `Allow from anyone on port ${port}`)];
  }
  return [
    ...prefixLists.map((id) =>
      rule({ SourcePrefixListId: id }, `Allow ingress from prefix list ${id} on port ${port}`),
    ),
    ...sourceIps.map((cidr) =>
      rule({ CidrIp: cidr }, `Allow ingress from source IP ${cidr} on port ${port}`),
    ),
  ];
}

function renderLoadBalancer(settings: EnvironmentSettings): Resource {
  const logs = settings.publicHttp.accessLogs;
  const ownsBucket = logs !== undefined && logs.bucket === undefined;
  return describeResource('An Application Load Balancer for public traffic to your services', {
    Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
    Condition: PUBLIC.condition,
    // Load balancing writes a test object when logging is switched on, so the policy must be there first.
    ...(ownsBucket ? { DependsOn: 'ELBAccessLogsBucketPolicy' } : {}),
    Properties: {
      LoadBalancerAttributes: renderAttributes(logs),
      Scheme: 'internet-facing',
      SecurityGroups: [
        getAtt('PublicHTTPLoadBalancerSecurityGroup', 'GroupId'),
        when(PUBLIC.httpsCondition, getAtt('PublicHTTPSLoadBalancerSecurityGroup', 'GroupId')),
      ],
      Subnets: publicSubnets(settings.vpc),
      Type: 'application',
    },
  });
}

function renderAttributes(
  logs: EnvironmentSettings['publicHttp']['accessLogs'],
): readonly CfnObject[] {
  const attribute = (key: string, value: CfnValue): CfnObject => ({ Key: key, Value: value });
  if (logs === undefined) {
    return [attribute('access_logs.s3.enabled', 'false')];
  }
  return [
    attribute('access_logs.s3.enabled', 'true'),
    ...(logs.prefix === undefined ? [] : [attribute('access_logs.s3.prefix', logs.prefix)]),
    attribute('access_logs.s3.bucket', logs.bucket ?? ref('ELBAccessLogsBucket')),
  ];
}
