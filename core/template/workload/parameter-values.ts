import { resolveDesiredCount } from '../../manifest/resolve/counts.js';
import { resolveExposedPorts, resolveRuleTarget } from '../../manifest/resolve/exposed-ports.js';
import { findHttp } from '../../manifest/resolve/load-balancers.js';
import type { BackendService } from '../../manifest/schema/backend-service.js';
import type { LoadBalancedWebService } from '../../manifest/schema/load-balanced-web-service.js';
import type { EcsWorkload } from '../../manifest/schema/workload.js';
import { addonsTemplateUrl } from '../addons-stack.js';
import { mainImage } from '../containers/images.js';
import type { RenderContext } from '../context.js';
import { isDnsDelegated, isHttpsEnabled } from '../routing/load-balancer.js';
import { findNetworkLoadBalancer } from '../routing/nlb.js';
import { envFileArns } from './env-files.js';

export type ParameterValues = { readonly [name: string]: string };

/** Days. */
const DEFAULT_LOG_RETENTION = 30;

/** Copilot's mark of a container without a port. */
const NO_PORT = '-1';

export function commonValues(workload: EcsWorkload, context: RenderContext): ParameterValues {
  return {
    AppName: context.application,
    EnvName: context.environment,
    WorkloadName: workload.name,
    ContainerImage: mainImage(workload, context),
    AddonsTemplateURL: addonsTemplateUrl(context),
    ArtifactKeyARN: context.facts.environment?.artifactKeyArn ?? '',
    TaskCPU: String(workload.cpu),
    TaskMemory: String(workload.memory),
    TaskCount: String(resolveDesiredCount(workload.count)),
    LogRetention: String(workload.logging?.retention ?? DEFAULT_LOG_RETENTION),
    ...envFileArns(workload, context),
  };
}

/** Where the main rule sends traffic, or where service discovery finds the main container. */
export function targetValues(workload: LoadBalancedWebService | BackendService): ParameterValues {
  const exposed = resolveExposedPorts(workload);
  const rule = findHttp(workload.http) ?? { path: '/' };
  const { container, port } = resolveRuleTarget(rule, exposed);
  const own = workload.image.port === undefined ? NO_PORT : String(workload.image.port);
  const none = workload.type === 'Backend Service' ? own : '';
  return {
    ContainerPort: own,
    TargetContainer: container,
    TargetPort: port === undefined ? none : String(port),
  };
}

/** Declared and sent only with a listener rule: `http: true` makes none. */
export function loadBalancerValues(
  workload: LoadBalancedWebService | BackendService,
  context: RenderContext,
): ParameterValues {
  const http = findHttp(workload.http);
  if (http === undefined) return {};
  return { RulePath: http.path, HTTPSEnabled: String(isHttpsEnabled(workload, context)) };
}

export function domainValues(context: RenderContext): ParameterValues {
  return { DNSDelegated: String(isDnsDelegated(context)) };
}

export function networkLoadBalancerValues(workload: LoadBalancedWebService): ParameterValues {
  const nlb = findNetworkLoadBalancer(workload);
  if (nlb === undefined) return {};
  return { NLBAliases: nlb.aliases.join(','), NLBPort: String(nlb.listeners[0]?.port ?? '') };
}
