import type { CfnObject, Resource } from '../cloudformation.js';
import { getAtt, ref, split, sub } from '../cloudformation.js';
import { describeResource } from '../description.js';
import { environmentOutput } from '../environment-export.js';
import { properties } from '../properties.js';
import type { NetworkLoadBalancer, ResolvedListener } from './nlb.js';
import { listenerId, networkTargetGroupId } from './nlb.js';
import { wholeSeconds } from './rule.js';

const DEFAULT_SSL_POLICY = 'ELBSecurityPolicy-TLS13-1-2-2021-06';

/** TLS ends at the listener: security group and targets see TCP. */
const transport = ({ protocol }: ResolvedListener): string =>
  protocol === 'TLS' ? 'TCP' : protocol;

function renderLoadBalancer(): Resource {
  return describeResource('A Network Load Balancer to distribute public traffic to your service', {
    Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
    Properties: {
      Scheme: 'internet-facing',
      Subnets: split(',', environmentOutput('PublicSubnets')),
      Type: 'network',
      SecurityGroups: [getAtt('NetworkLoadBalancerSecurityGroup', 'GroupId')],
    },
  });
}

function openPort(listener: ResolvedListener): CfnObject {
  return {
    CidrIp: '0.0.0.0/0',
    Description: `Allow ${transport(listener)} traffic from anyone on listener port ${listener.port}`,
    FromPort: listener.port,
    IpProtocol: transport(listener),
    ToPort: listener.port,
  };
}

function renderSecurityGroup(listeners: readonly ResolvedListener[]): Resource {
  return describeResource(
    'A security group for your network load balancer allowing public traffic',
    {
      Type: 'AWS::EC2::SecurityGroup',
      Properties: {
        GroupDescription: 'Allow traffic to the public facing load balancer on listener ports',
        SecurityGroupIngress: listeners.map(openPort),
        VpcId: environmentOutput('VpcId'),
        Tags: [{ Key: 'Name', Value: sub('copilot-${AppName}-${EnvName}-${WorkloadName}-nlb') }],
      },
    },
  );
}

function renderIngress(): Resource {
  return describeResource(
    'Allow ingress from the network load balancer to services in your environment',
    {
      Type: 'AWS::EC2::SecurityGroupIngress',
      Properties: {
        GroupId: environmentOutput('EnvironmentSecurityGroup'),
        IpProtocol: '-1',
        SourceSecurityGroupId: getAtt('NetworkLoadBalancerSecurityGroup', 'GroupId'),
      },
    },
  );
}

function renderListener(listener: ResolvedListener): Resource {
  const { port, protocol } = listener;
  const isTls = protocol === 'TLS';
  return describeResource(
    `A ${protocol} listener on port \`${port}\` that forwards traffic to your tasks`,
    {
      Type: 'AWS::ElasticLoadBalancingV2::Listener',
      Properties: properties({
        DefaultActions: [{ TargetGroupArn: ref(networkTargetGroupId(listener)), Type: 'forward' }],
        LoadBalancerArn: ref('PublicNetworkLoadBalancerV2'),
        Port: port,
        Protocol: protocol,
        Certificates: isTls ? [{ CertificateArn: ref('NLBCertValidatorAction') }] : undefined,
        SslPolicy: isTls ? (listener.sslPolicy ?? DEFAULT_SSL_POLICY) : undefined,
      }),
    },
  );
}

function targetGroupAttributes(listener: ResolvedListener): readonly CfnObject[] {
  const { deregistrationDelay, stickiness, protocol } = listener;
  return [
    { Key: 'deregistration_delay.timeout_seconds', Value: String(deregistrationDelay) },
    ...(stickiness === undefined || protocol === 'TLS'
      ? []
      : [{ Key: 'stickiness.enabled', Value: String(stickiness) }]),
  ];
}

function renderTargetGroup(listener: ResolvedListener): Resource {
  const { healthCheck } = listener;
  const targetPort = listener.targetPort ?? '';
  return describeResource(
    `A target group to connect the network load balancer to your service on port ${targetPort}`,
    {
      Type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
      Properties: properties({
        HealthyThresholdCount: healthCheck.healthy_threshold,
        UnhealthyThresholdCount: healthCheck.unhealthy_threshold,
        HealthCheckIntervalSeconds: wholeSeconds(healthCheck.interval),
        HealthCheckTimeoutSeconds: wholeSeconds(healthCheck.timeout),
        HealthCheckPort: healthCheck.port,
        Port: targetPort,
        Protocol: transport(listener),
        TargetGroupAttributes: targetGroupAttributes(listener),
        TargetType: 'ip',
        VpcId: environmentOutput('VpcId'),
      }),
    },
  );
}

export function renderNetworkTargetGroups(nlb: NetworkLoadBalancer): {
  readonly [id: string]: Resource;
} {
  return Object.fromEntries(
    nlb.listeners.map((listener): [string, Resource] => [
      networkTargetGroupId(listener),
      renderTargetGroup(listener),
    ]),
  );
}

/** The load balancer with its listeners; domain and certificate are in nlb-domain.ts. */
export function renderNetworkLoadBalancer(nlb: NetworkLoadBalancer): {
  readonly [id: string]: Resource;
} {
  return {
    PublicNetworkLoadBalancerV2: renderLoadBalancer(),
    NetworkLoadBalancerSecurityGroup: renderSecurityGroup(nlb.listeners),
    EnvironmentSecurityGroupIngressFromNetworkLoadBalancerSecurityGroup: renderIngress(),
    ...Object.fromEntries(
      nlb.listeners.map((listener): [string, Resource] => [
        listenerId(listener),
        renderListener(listener),
      ]),
    ),
  };
}
