import type { CfnObject, Resource } from '../cloudformation.js';
import { ref } from '../cloudformation.js';
import type { RenderContext } from '../context.js';
import { renderDnsRecords } from './dns-records.js';
import { listenerRuleIds, productionRuleId, renderListenerRules } from './listener-rules.js';
import type { LoadBalancer } from './load-balancer.js';
import { renderTargetGroups, targetGroupId } from './target-groups.js';
import { advancedConfiguration, forwardToBoth } from './traffic-shift.js';

/** One side of a service's traffic: what it makes, and what the service must know of it. */
export type TrafficSide = {
  readonly targetGroups: { readonly [id: string]: Resource };
  /** Beside the target groups. */
  readonly resources: { readonly [id: string]: Resource };
  readonly loadBalancers: readonly CfnObject[];
  readonly dependsOn: readonly string[];
};

/**
 * Rules, target groups and records on the application load balancer. `shifts`: ECS moves the traffic between two
 * target groups itself.
 */
export function renderRuleTraffic(
  workload: string,
  loadBalancer: LoadBalancer,
  context: RenderContext,
  shifts: boolean,
): TrafficSide {
  const internalName = `${workload}.${context.environment}.${context.application}.internal`;
  const attachments = loadBalancer.rules.map((rule): CfnObject => {
    const group = targetGroupId(loadBalancer, rule);
    return {
      ContainerName: rule.container,
      ContainerPort: rule.port ?? '',
      TargetGroupArn: ref(group),
      ...(shifts
        ? {
            AdvancedConfiguration: advancedConfiguration(
              group,
              ref(productionRuleId(loadBalancer, rule)),
            ),
          }
        : {}),
    };
  });
  const forward = shifts ? forwardToBoth : undefined;
  return {
    targetGroups: renderTargetGroups(loadBalancer),
    resources: {
      ...renderDnsRecords(loadBalancer, internalName),
      ...renderListenerRules(workload, loadBalancer, context, forward),
    },
    loadBalancers: attachments,
    dependsOn: listenerRuleIds(loadBalancer),
  };
}
