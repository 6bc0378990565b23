import { parseGoDuration } from '../../manifest/resolve/go-duration.js';
import type { Cooldown, ScalingDuration, ScalingNumber } from '../../manifest/schema/count.js';
import type { EcsService } from '../../manifest/schema/workload.js';
import type { CfnObject, CfnValue, Resource } from '../cloudformation.js';
import { getAtt, join, ref } from '../cloudformation.js';
import type { RenderContext } from '../context.js';
import { describeResource } from '../description.js';
import { environmentOutput } from '../environment-export.js';
import { awsManagedPolicy, iamRole, trustService } from '../iam.js';
import { roleDescription } from '../role-description.js';
import { findLoadBalancer, loadBalancerFullName } from '../routing/load-balancer.js';
import { targetGroupId } from '../routing/target-groups.js';
import type { Autoscaling } from './capacity.js';

/** Seconds. */
const SCALE_IN_COOLDOWN = 120;
const SCALE_OUT_COOLDOWN = 60;

const seconds = (duration: string | undefined): number | undefined =>
  duration === undefined ? undefined : parseGoDuration(duration);

/** The metric's own cooldown, else the general one, else Copilot's. */
export function cooldownProperties(
  own: Cooldown | undefined,
  general: Cooldown | undefined,
): CfnObject {
  return {
    ScaleInCooldown: seconds(own?.in ?? general?.in) ?? SCALE_IN_COOLDOWN,
    ScaleOutCooldown: seconds(own?.out ?? general?.out) ?? SCALE_OUT_COOLDOWN,
  };
}

type Target = { readonly value: number; readonly cooldown: Cooldown | undefined };

function findTarget(metric: ScalingNumber | undefined): Target | undefined {
  if (metric === undefined) return undefined;
  if (typeof metric === 'number') return { value: metric, cooldown: undefined };
  return metric.value === undefined
    ? undefined
    : { value: metric.value, cooldown: metric.cooldown };
}

/** Seconds. */
function findDurationTarget(metric: ScalingDuration | undefined): Target | undefined {
  if (metric === undefined) return undefined;
  const { value, cooldown } =
    typeof metric === 'string' ? { value: metric, cooldown: undefined } : metric;
  return value === undefined ? undefined : { value: parseGoDuration(value), cooldown };
}

export function scalingPolicy(name: CfnValue, tracking: CfnObject): Resource {
  return {
    Type: 'AWS::ApplicationAutoScaling::ScalingPolicy',
    Properties: {
      PolicyName: name,
      PolicyType: 'TargetTrackingScaling',
      ScalingTargetId: ref('AutoScalingTarget'),
      TargetTrackingScalingPolicyConfiguration: tracking,
    },
  };
}

const policyName = (metric: string): CfnValue =>
  join('-', [ref('WorkloadName'), metric, 'ScalingPolicy']);

function utilizationPolicy(metric: string, target: Target, scaling: Autoscaling): Resource {
  return scalingPolicy(policyName(metric), {
    PredefinedMetricSpecification: { PredefinedMetricType: metric },
    ...cooldownProperties(target.cooldown, scaling.count.cooldown),
    TargetValue: target.value,
  });
}

type LoadBalancerMetric = {
  readonly policy: string;
  readonly metric: string;
  readonly statistic: string;
};

const REQUESTS: LoadBalancerMetric = {
  policy: 'ALBSumRequestCountPerTarget',
  metric: 'RequestCountPerTarget',
  statistic: 'Sum',
};

const RESPONSE_TIME: LoadBalancerMetric = {
  policy: 'ALBAverageResponseTime',
  metric: 'TargetResponseTime',
  statistic: 'Average',
};

/** Metrics of the main rule's target group, also where the load balancer is imported. */
function loadBalancerDimensions(service: EcsService, context: RenderContext): readonly CfnObject[] {
  const loadBalancer = findLoadBalancer(service, context);
  const [main] = loadBalancer?.rules ?? [];
  if (loadBalancer === undefined || main === undefined) return [];
  const group = targetGroupId(loadBalancer, main);
  return [
    { Name: 'LoadBalancer', Value: loadBalancerFullName(loadBalancer) },
    { Name: 'TargetGroup', Value: getAtt(group, 'TargetGroupFullName') },
  ];
}

function loadBalancerPolicy(
  kind: LoadBalancerMetric,
  dimensions: readonly CfnObject[],
  target: Target,
  scaling: Autoscaling,
): Resource {
  return scalingPolicy(policyName(kind.policy), {
    CustomizedMetricSpecification: {
      Dimensions: dimensions,
      MetricName: kind.metric,
      Namespace: 'AWS/ApplicationELB',
      Statistic: kind.statistic,
    },
    ...cooldownProperties(target.cooldown, scaling.count.cooldown),
    TargetValue: target.value,
  });
}

/** One target-tracking policy for each metric of `count` that ECS and the load balancer know. */
function renderMetricPolicies(
  service: EcsService,
  scaling: Autoscaling,
  context: RenderContext,
): { readonly [id: string]: Resource } {
  const { count } = scaling;
  const resources: { [id: string]: Resource } = {};
  const cpu = findTarget(count.cpu_percentage);
  const memory = findTarget(count.memory_percentage);
  const requests = findTarget(count.requests);
  const responseTime = findDurationTarget(count.response_time);
  const dimensions = loadBalancerDimensions(service, context);
  const utilization = (metric: string, target: Target) => {
    resources[`AutoScalingPolicy${metric}`] = utilizationPolicy(metric, target, scaling);
  };
  const balancer = (kind: LoadBalancerMetric, target: Target) => {
    resources[`AutoScalingPolicy${kind.policy}`] = loadBalancerPolicy(
      kind,
      dimensions,
      target,
      scaling,
    );
  };
  if (cpu) utilization('ECSServiceAverageCPUUtilization', cpu);
  if (memory) utilization('ECSServiceAverageMemoryUtilization', memory);
  if (requests) balancer(REQUESTS, requests);
  if (responseTime) balancer(RESPONSE_TIME, responseTime);
  return resources;
}

function renderScalingRole(boundary: string | undefined): Resource {
  const role = iamRole({
    // Copilot's trust, kept: Application Auto Scaling uses its own service-linked role in any case.
    trust: trustService('ecs-tasks.amazonaws.com'),
    boundary,
    managed: [awsManagedPolicy('service-role/AmazonEC2ContainerServiceAutoscaleRole')],
  });
  return describeResource(
    roleDescription('An IAM role', boundary, 'for container auto scaling'),
    role,
  );
}

function renderScalingTarget({ min, max }: Autoscaling): Resource {
  return describeResource("An autoscaling target to scale your service's desired count", {
    Type: 'AWS::ApplicationAutoScaling::ScalableTarget',
    Properties: {
      MinCapacity: min,
      MaxCapacity: max,
      ResourceId: join('/', ['service', environmentOutput('ClusterId'), getAtt('Service', 'Name')]),
      ScalableDimension: 'ecs:service:DesiredCount',
      ServiceNamespace: 'ecs',
      RoleARN: getAtt('AutoScalingRole', 'Arn'),
    },
  });
}

/** Everything that `count` as a range makes, but for the scaling on queues (backlog.ts). */
export function renderAutoscaling(
  service: EcsService,
  scaling: Autoscaling,
  context: RenderContext,
): { readonly [id: string]: Resource } {
  return {
    AutoScalingRole: renderScalingRole(context.facts.application.permissionsBoundary),
    AutoScalingTarget: renderScalingTarget(scaling),
    ...renderMetricPolicies(service, scaling, context),
  };
}
