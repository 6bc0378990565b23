import { findHttp } from '../../manifest/resolve/load-balancers.js';
import type { LoadBalancedWebService } from '../../manifest/schema/load-balanced-web-service.js';
import type { RenderedStack } from '../../release/release.js';
import type { Output, Resource } from '../cloudformation.js';
import { getAtt, ref, sub } from '../cloudformation.js';
import type { RenderContext } from '../context.js';
import { environmentOutput } from '../environment-export.js';
import type { ImportedLoadBalancer, LoadBalancer } from '../routing/load-balancer.js';
import { findLoadBalancer } from '../routing/load-balancer.js';
import type { NetworkLoadBalancer } from '../routing/nlb.js';
import { findNetworkLoadBalancer } from '../routing/nlb.js';
import { renderNetworkTraffic } from '../routing/nlb-traffic.js';
import { wholeSeconds } from '../routing/rule.js';
import type { TrafficSide } from '../routing/rule-traffic.js';
import { renderRuleTraffic } from '../routing/rule-traffic.js';
import { renderTrafficShift } from '../routing/traffic-shift.js';
import { findStrategy } from '../service/deployment-configuration.js';
import { renderDiscoveryService } from '../service/discovery-service.js';
import { guardAlarms } from '../service/rollback-alarms.js';
import { renderEcsStack } from './ecs-stack.js';
import {
  domainValues,
  loadBalancerValues,
  networkLoadBalancerValues,
  targetValues,
} from './parameter-values.js';
import { DISCOVERY_OUTPUT, renderServiceResources } from './service-parts.js';
import {
  DOMAIN_PARAMETERS,
  HAS_ASSOCIATED_DOMAIN,
  IS_GOV_CLOUD,
  LOAD_BALANCER_PARAMETERS,
  NETWORK_LOAD_BALANCER_PARAMETERS,
  TARGET_PARAMETERS,
} from './template-parameters.js';

/** Seconds that ECS ignores failing checks of a new task. */
export const DEFAULT_GRACE_PERIOD = 60;

function gracePeriod(service: LoadBalancedWebService): number {
  const check = findHttp(service.http)?.healthcheck;
  const ofRule = typeof check === 'object' ? check.grace_period : undefined;
  return wholeSeconds(ofRule ?? service.nlb?.healthcheck?.grace_period) ?? DEFAULT_GRACE_PERIOD;
}

/** The tasks must let in each security group of the imported load balancer. */
function renderImportedIngress(imported: ImportedLoadBalancer | undefined): {
  readonly [id: string]: Resource;
} {
  const groups = imported?.securityGroups ?? [];
  return Object.fromEntries(
    groups.map((group, index): [string, Resource] => [
      `EnvironmentSecurityGroupIngressFromImportedALB${index === 0 ? '' : index}`,
      {
        Type: 'AWS::EC2::SecurityGroupIngress',
        Properties: {
          GroupId: environmentOutput('EnvironmentSecurityGroup'),
          Description: 'Ingress from the imported ALB',
          SourceSecurityGroupId: group,
          IpProtocol: '-1',
        },
      },
    ]),
  );
}

const NETWORK_OUTPUT: { readonly [name: string]: Output } = {
  PublicNetworkLoadBalancerDNSName: {
    Value: getAtt('PublicNetworkLoadBalancerV2', 'DNSName'),
    Export: { Name: sub('${AWS::StackName}-PublicNetworkLoadBalancerDNSName') },
  },
};

function trafficSides(
  service: LoadBalancedWebService,
  context: RenderContext,
  balancers: {
    readonly alb: LoadBalancer | undefined;
    readonly nlb: NetworkLoadBalancer | undefined;
  },
): readonly TrafficSide[] {
  const shifts = findStrategy(service) !== undefined;
  const { alb, nlb } = balancers;
  return [
    ...(alb === undefined ? [] : [renderRuleTraffic(service.name, alb, context, shifts)]),
    ...(nlb === undefined ? [] : [renderNetworkTraffic(nlb, context, shifts)]),
  ];
}

function renderResources(
  service: LoadBalancedWebService,
  context: RenderContext,
  sides: readonly TrafficSide[],
): { readonly [id: string]: Resource } {
  const boundary = context.facts.application.permissionsBoundary;
  const targetGroups = Object.assign({}, ...sides.map((side) => side.targetGroups));
  const traffic = {
    dependsOn: sides.flatMap(({ dependsOn }) => dependsOn),
    loadBalancers: sides.flatMap(({ loadBalancers }) => loadBalancers),
    gracePeriod: gracePeriod(service),
    serviceRegistries: [
      { RegistryArn: getAtt('DiscoveryService', 'Arn'), Port: ref('TargetPort') },
    ],
  };
  return {
    DiscoveryService: renderDiscoveryService(),
    ...renderServiceResources(service, context, traffic),
    ...targetGroups,
    ...(findStrategy(service) === undefined ? {} : renderTrafficShift(targetGroups, boundary)),
    ...Object.assign({}, ...sides.map(({ resources }) => resources)),
  };
}

/** The stack of a Load Balanced Web Service: a service behind a public load balancer, or two. */
export function renderLoadBalancedWebService(
  service: LoadBalancedWebService,
  context: RenderContext,
): RenderedStack {
  const alb = findLoadBalancer(service, context);
  const nlb = findNetworkLoadBalancer(service);
  return renderEcsStack(service, context, {
    description: 'A load balanced web service on Amazon ECS.',
    parameters: {
      ...TARGET_PARAMETERS,
      ...DOMAIN_PARAMETERS,
      ...(nlb === undefined ? {} : NETWORK_LOAD_BALANCER_PARAMETERS),
      ...(alb === undefined ? {} : LOAD_BALANCER_PARAMETERS),
    },
    values: {
      ...targetValues(service),
      ...domainValues(context),
      ...loadBalancerValues(service, context),
      ...networkLoadBalancerValues(service),
    },
    conditions: { ...IS_GOV_CLOUD, ...HAS_ASSOCIATED_DOMAIN },
    resources: {
      ...renderResources(service, context, trafficSides(service, context, { alb, nlb })),
      ...renderImportedIngress(alb?.imported),
    },
    outputs: { ...DISCOVERY_OUTPUT, ...(nlb === undefined ? {} : NETWORK_OUTPUT) },
    alarms: guardAlarms(service, context),
    after: [],
  });
}
