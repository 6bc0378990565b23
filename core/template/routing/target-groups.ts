import type { CfnObject, Resource } from '../cloudformation.js';
import { describeResource } from '../description.js';
import { environmentOutput } from '../environment-export.js';
import { properties } from '../properties.js';
import type { LoadBalancer } from './load-balancer.js';
import type { ResolvedRule } from './rule.js';

export function targetGroupId(loadBalancer: LoadBalancer, rule: ResolvedRule): string {
  const imported = loadBalancer.placement === 'imported' ? 'ForImportedALB' : '';
  return `TargetGroup${imported}${rule.suffix}`;
}

/**
 * Protocol of health checks; left out where it follows the target's own. A target on 443 is checked with HTTPS, but
 * with HTTP where its checks go to another port.
 */
function healthCheckProtocol(rule: ResolvedRule): string | undefined {
  const { port } = rule.healthCheck;
  if (port === 443) return 'HTTPS';
  if (rule.port !== 443) return undefined;
  return port === undefined ? 'HTTPS' : 'HTTP';
}

function healthCheckProperties({ healthCheck }: ResolvedRule): CfnObject {
  const { path, port, successCodes, healthyThreshold, unhealthyThreshold } = healthCheck;
  return properties({
    HealthCheckPath: path,
    HealthCheckPort: port,
    Matcher: successCodes === undefined ? undefined : { HttpCode: successCodes },
    HealthyThresholdCount: healthyThreshold,
    UnhealthyThresholdCount: unhealthyThreshold,
    HealthCheckIntervalSeconds: healthCheck.interval,
    HealthCheckTimeoutSeconds: healthCheck.timeout,
  });
}

function renderTargetGroup(rule: ResolvedRule): Resource {
  const port = rule.port ?? '';
  return describeResource(
    `A target group to connect the load balancer to your service on port ${port}`,
    {
      Type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
      Properties: {
        ...healthCheckProperties(rule),
        ...properties({ HealthCheckProtocol: healthCheckProtocol(rule) }),
        Port: port,
        Protocol: rule.port === 443 ? 'HTTPS' : 'HTTP',
        ...properties({ ProtocolVersion: rule.version }),
        TargetGroupAttributes: [
          {
            Key: 'deregistration_delay.timeout_seconds',
            Value: String(rule.deregistrationDelay),
          },
          { Key: 'stickiness.enabled', Value: String(rule.isSticky) },
        ],
        TargetType: 'ip',
        VpcId: environmentOutput('VpcId'),
      },
    },
  );
}

/** One target group for each rule. */
export function renderTargetGroups(loadBalancer: LoadBalancer): {
  readonly [id: string]: Resource;
} {
  return Object.fromEntries(
    loadBalancer.rules.map((rule): [string, Resource] => [
      targetGroupId(loadBalancer, rule),
      renderTargetGroup(rule),
    ]),
  );
}
