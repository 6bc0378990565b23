import type { EcsService } from '../../manifest/schema/workload.js';
import { errorAt, type Finding, warningAt } from '../../manifest/text/finding.js';
import type { RenderContext } from '../../template/context.js';
import { findLoadBalancer } from '../../template/routing/load-balancer.js';
import { findStrategy } from '../../template/service/deployment-configuration.js';
import { hasServiceConnect } from '../../template/service/service-connect.js';
import { rulesWithPaths } from './public-rule-findings.js';

function hasManagedTraffic(service: EcsService, context: RenderContext): boolean {
  const hasNetworkLoadBalancer =
    service.type === 'Load Balanced Web Service' && service.nlb !== undefined;
  return (
    hasNetworkLoadBalancer ||
    findLoadBalancer(service, context) !== undefined ||
    (service.type !== 'Worker Service' && hasServiceConnect(service))
  );
}

/** ECS shifts the traffic of one rule per target group, so plain HTTP and HTTPS cannot both forward. */
function* findTwoProductionRules(service: EcsService, context: RenderContext): Iterable<Finding> {
  if (service.type !== 'Load Balanced Web Service') return;
  if (!findLoadBalancer(service, context)?.isHttps) return;
  for (const { rule, path } of rulesWithPaths(service.http)) {
    if (rule.redirect_to_https !== false) continue;
    yield errorAt(
      [...path, 'redirect_to_https'],
      `with strategy ${service.deployment?.strategy} only one listener can forward, but both HTTP and HTTPS would`,
      'remove redirect_to_https: false, or use strategy: rolling',
    );
  }
}

/** What ECS asks of a service whose traffic it shifts. */
export function* findStrategyMistakes(
  service: EcsService,
  context: RenderContext,
): Iterable<Finding> {
  const strategy = findStrategy(service);
  if (strategy === undefined) return;
  if (strategy !== 'BLUE_GREEN' && !hasManagedTraffic(service, context)) {
    yield errorAt(
      ['deployment', 'strategy'],
      `${service.deployment?.strategy} has no traffic to shift: the service has neither a load balancer nor Service Connect`,
      'use blue_green or rolling',
    );
  }
  yield* findTwoProductionRules(service, context);
  const { count } = service;
  if (typeof count === 'number') return;
  for (const metric of ['requests', 'response_time'] as const) {
    if (count[metric] === undefined) continue;
    const message = `counts one of two target groups only, and they change roles with every ${service.deployment?.strategy} deployment`;
    yield warningAt(['count', metric], message, 'scale on cpu_percentage or memory_percentage');
  }
}
