import type { BackendService } from '../../manifest/schema/backend-service.js';
import type { RenderedStack } from '../../release/release.js';
import type { Resource } from '../cloudformation.js';
import { getAtt, NO_VALUE, ref, when } from '../cloudformation.js';
import type { RenderContext } from '../context.js';
import { findLoadBalancer } from '../routing/load-balancer.js';
import { wholeSeconds } from '../routing/rule.js';
import type { TrafficSide } from '../routing/rule-traffic.js';
import { renderRuleTraffic } from '../routing/rule-traffic.js';
import { renderTrafficShift } from '../routing/traffic-shift.js';
import { findStrategy } from '../service/deployment-configuration.js';
import { renderDiscoveryService } from '../service/discovery-service.js';
import { guardAlarms } from '../service/rollback-alarms.js';
import { renderEcsStack } from './ecs-stack.js';
import { loadBalancerValues, targetValues } from './parameter-values.js';
import { DEFAULT_GRACE_PERIOD } from './render-load-balanced-web-service.js';
import { DISCOVERY_OUTPUT, renderServiceResources } from './service-parts.js';
import {
  EXPOSE_PORT,
  IS_GOV_CLOUD,
  LOAD_BALANCER_PARAMETERS,
  TARGET_PARAMETERS,
} from './template-parameters.js';

const NO_TRAFFIC: TrafficSide = {
  targetGroups: {},
  resources: {},
  loadBalancers: [],
  dependsOn: [],
};

/** Only a load balancer checks tasks from outside. */
function gracePeriod(service: BackendService): number | undefined {
  if (service.http === undefined) return undefined;
  const check = service.http.healthcheck;
  const period = typeof check === 'object' ? check.grace_period : undefined;
  return wholeSeconds(period) ?? DEFAULT_GRACE_PERIOD;
}

function renderResources(
  service: BackendService,
  context: RenderContext,
  side: TrafficSide,
): { readonly [id: string]: Resource } {
  const boundary = context.facts.application.permissionsBoundary;
  const registry = { RegistryArn: getAtt('DiscoveryService', 'Arn'), Port: ref('TargetPort') };
  const shifts = findStrategy(service) !== undefined;
  return {
    DiscoveryService: renderDiscoveryService(),
    ...renderServiceResources(service, context, {
      dependsOn: side.dependsOn,
      loadBalancers: side.loadBalancers,
      gracePeriod: gracePeriod(service),
      serviceRegistries: when('ExposePort', [registry], NO_VALUE),
    }),
    ...side.targetGroups,
    ...(shifts ? renderTrafficShift(side.targetGroups, boundary) : {}),
    ...side.resources,
  };
}

/** The stack of a Backend Service: reached by service discovery, Service Connect or the internal load balancer. */
export function renderBackendService(
  service: BackendService,
  context: RenderContext,
): RenderedStack {
  const alb = findLoadBalancer(service, context);
  const shifts = findStrategy(service) !== undefined;
  const side =
    alb === undefined ? NO_TRAFFIC : renderRuleTraffic(service.name, alb, context, shifts);
  return renderEcsStack(service, context, {
    description: 'A backend service on Amazon ECS.',
    parameters: {
      ...TARGET_PARAMETERS,
      ...(alb === undefined ? {} : LOAD_BALANCER_PARAMETERS),
    },
    values: { ...targetValues(service), ...loadBalancerValues(service, context) },
    conditions: { ...IS_GOV_CLOUD, ...EXPOSE_PORT },
    resources: renderResources(service, context, side),
    outputs: DISCOVERY_OUTPUT,
    alarms: guardAlarms(service, context),
    after: [],
  });
}
