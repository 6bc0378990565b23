import { findHttp } from '../../manifest/resolve/load-balancers.js';
import type { LoadBalancedWebService } from '../../manifest/schema/load-balanced-web-service.js';
import { errorAt, type Finding } from '../../manifest/text/finding.js';
import type { RenderContext } from '../../template/context.js';

/** `http.alb` must be known, with one listener, or with one for HTTP and one for HTTPS. */
export function* findImportedLoadBalancerMistakes(
  service: LoadBalancedWebService,
  context: RenderContext,
): Iterable<Finding> {
  const name = findHttp(service.http)?.alb;
  if (name === undefined) return;
  const path = ['http', 'alb'];
  const found = context.facts.loadBalancers?.[name];
  if (found === undefined) {
    const hint = 'check name or ARN, and that it is in the account and region of the environment';
    yield errorAt(path, `load balancer "${name}" is not known`, hint);
    return;
  }
  const protocols = found.listeners.map(({ protocol }) => protocol);
  if (protocols.length < 1 || protocols.length > 2) {
    const message = `imported ALB "${found.arn}" must have either one or two listeners, found ${protocols.length}`;
    yield errorAt(path, message);
  } else if (protocols.length === 2 && new Set(protocols).size < 2) {
    const message = `imported ALB must have listeners of protocol HTTP and HTTPS, found ${protocols.join(' and ')}`;
    yield errorAt(path, message);
  }
}
