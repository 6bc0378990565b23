import { resolveAliases } from '../../manifest/resolve/aliases.js';
import {
  resolveExposedPorts,
  resolveListenerTarget,
} from '../../manifest/resolve/exposed-ports.js';
import { resolveNlbListeners } from '../../manifest/resolve/load-balancers.js';
import { parsePortMapping } from '../../manifest/resolve/port-mapping.js';
import type { LoadBalancedWebService } from '../../manifest/schema/load-balanced-web-service.js';
import type { NlbHealthCheck, NlbListener } from '../../manifest/schema/nlb.js';
import { DEFAULT_DEREGISTRATION_DELAY, wholeSeconds } from './rule.js';

export type ResolvedListener = {
  /** `''` for the main listener, then `1`, `2`, …: suffix of all its logical ids. */
  readonly suffix: string;
  readonly port: number;
  /** Upper case: `TCP`, `UDP` or `TLS`. */
  readonly protocol: string;
  readonly container: string;
  readonly targetPort: number | undefined;
  readonly sslPolicy: string | undefined;
  /** Means nothing with TLS. */
  readonly stickiness: boolean | undefined;
  readonly deregistrationDelay: number;
  readonly healthCheck: NlbHealthCheck;
};

export type NetworkLoadBalancer = {
  readonly listeners: readonly ResolvedListener[];
  readonly aliases: readonly string[];
  /** Whether a listener ends TLS, for which a certificate of the application's domain is made. */
  readonly needsCertificate: boolean;
};

function resolveListener(
  listener: NlbListener,
  index: number,
  workload: LoadBalancedWebService,
): ResolvedListener {
  const { port, protocol = 'tcp' } = parsePortMapping(listener.port);
  const target = resolveListenerTarget(listener, resolveExposedPorts(workload));
  return {
    suffix: index === 0 ? '' : String(index),
    port,
    protocol: protocol.toUpperCase(),
    container: target.container,
    targetPort: target.port,
    sslPolicy: listener.ssl_policy,
    stickiness: listener.stickiness,
    deregistrationDelay:
      wholeSeconds(listener.deregistration_delay) ?? DEFAULT_DEREGISTRATION_DELAY,
    healthCheck: listener.healthcheck ?? {},
  };
}

/** The service's own network load balancer; undefined where the manifest has no `nlb`. */
export function findNetworkLoadBalancer(
  workload: LoadBalancedWebService,
): NetworkLoadBalancer | undefined {
  if (workload.nlb === undefined) return undefined;
  const listeners = resolveNlbListeners(workload.nlb).map((listener, index) =>
    resolveListener(listener, index, workload),
  );
  return {
    listeners,
    aliases: resolveAliases(workload.nlb.alias).map(({ name }) => name),
    needsCertificate: listeners.some(({ protocol }) => protocol === 'TLS'),
  };
}

export const listenerId = ({ suffix }: ResolvedListener): string => `NLBListener${suffix}`;

export const networkTargetGroupId = ({ suffix }: ResolvedListener): string =>
  `NetworkLoadBalancerTargetGroup${suffix}`;
