import type { CfnObject } from '../cloudformation.js';
import { ref } from '../cloudformation.js';
import type { RenderContext } from '../context.js';
import type { NetworkLoadBalancer, ResolvedListener } from './nlb.js';
import { listenerId, networkTargetGroupId } from './nlb.js';
import { renderNetworkDomain } from './nlb-domain.js';
import { renderNetworkLoadBalancer, renderNetworkTargetGroups } from './nlb-listeners.js';
import type { TrafficSide } from './rule-traffic.js';
import { advancedConfiguration } from './traffic-shift.js';

function attachment(listener: ResolvedListener, shifts: boolean): CfnObject {
  const group = networkTargetGroupId(listener);
  return {
    ContainerName: listener.container,
    ContainerPort: listener.targetPort ?? '',
    TargetGroupArn: ref(group),
    // Network load balancers have no rules: the listener itself carries the traffic.
    ...(shifts
      ? { AdvancedConfiguration: advancedConfiguration(group, ref(listenerId(listener))) }
      : {}),
  };
}

/** The service's own network load balancer with all that belongs to it. */
export function renderNetworkTraffic(
  nlb: NetworkLoadBalancer,
  context: RenderContext,
  shifts: boolean,
): TrafficSide {
  return {
    targetGroups: renderNetworkTargetGroups(nlb),
    resources: { ...renderNetworkLoadBalancer(nlb), ...renderNetworkDomain(nlb, context) },
    loadBalancers: nlb.listeners.map((listener) => attachment(listener, shifts)),
    dependsOn: nlb.listeners.map(listenerId),
  };
}
