import { type PortSources, resolveExposedPorts } from '../resolve/exposed-ports.js';
import { resolveHttpHealthCheck } from '../resolve/health-checks.js';
import { resolveNlbListeners, resolveRoutingRules } from '../resolve/load-balancers.js';
import { parsePortMapping } from '../resolve/port-mapping.js';
import { errorAt, type Finding, quoteFound } from '../text/finding.js';
import type { Path } from '../text/path.js';

/** Targets of load balancers, containers that want the same port, health checks over UDP. */
export function* findPortMistakes(source: PortSources): Iterable<Finding> {
  yield* findTargetMistakes(source);
  yield* findPortConflicts(source);
  yield* findHealthCheckPortMistakes(source);
}

/** Rules and listeners with their paths in the manifest. */
function listTargets(source: PortSources) {
  const rules = resolveRoutingRules(source.http).map((rule, i) => ({
    path: i === 0 ? ['http'] : ['http', 'additional_rules', i - 1],
    container: rule.target_container,
    port: rule.target_port,
    protocol: 'tcp',
    healthCheckPort:
      resolveHttpHealthCheck(rule.healthcheck).port ?? rule.target_port ?? source.image?.port,
  }));
  const listeners = resolveNlbListeners(source.nlb).map((listener, i) => {
    const { port, protocol } = parsePortMapping(listener.port);
    return {
      path: i === 0 ? ['nlb'] : ['nlb', 'additional_listeners', i - 1],
      container: listener.target_container,
      port: listener.target_port ?? port,
      // TLS ends at the load balancer.
      protocol: protocol === undefined || protocol === 'tls' ? 'tcp' : protocol,
      healthCheckPort: listener.healthcheck?.port ?? listener.target_port ?? port,
    };
  });
  return [...rules, ...listeners];
}

function* findTargetMistakes(source: PortSources): Iterable<Finding> {
  const main: [string, number | undefined] = [source.name, source.image?.port];
  const ports = new Map([...listSidecarPorts(source), main]);
  for (const { path, container } of listTargets(source)) {
    if (container === undefined) continue;
    const at = [...path, 'target_container'];
    const name = `target container ${quoteFound(container)}`;
    if (!ports.has(container)) {
      yield errorAt(at, `${name} doesn't exist`, `containers are ${[...ports.keys()].join(', ')}`);
    } else if (ports.get(container) === undefined) {
      const field = container === source.name ? 'image.port' : `sidecars.${container}.port`;
      yield errorAt(at, `${name} doesn't expose a port`, `add ${field}`);
    }
  }
}

function listSidecarPorts({ sidecars = {} }: PortSources): [string, number | undefined][] {
  return Object.entries(sidecars).map(([name, { port }]) => [
    name,
    port === undefined ? undefined : parsePortMapping(port).port,
  ]);
}

type Claim = { readonly container: string; readonly protocol: string };

class PortClaims {
  readonly findings: Finding[] = [];
  readonly #claims = new Map<number, Claim>();

  find(port: number): Claim | undefined {
    return this.#claims.get(port);
  }

  add(port: number, claim: Claim, path: Path): void {
    const other = this.#claims.get(port);
    if (other === undefined) {
      this.#claims.set(port, claim);
    } else if (other.container !== claim.container) {
      const names = `${quoteFound(claim.container)} and ${quoteFound(other.container)}`;
      const message = `containers ${names} are exposing the same port ${port}`;
      this.findings.push(
        errorAt(path, message, 'containers of one task share its network: use another port'),
      );
    } else if (other.protocol !== claim.protocol) {
      const protocols = `${claim.protocol} and ${other.protocol}`;
      const message = `container ${quoteFound(claim.container)} is exposing the same port ${port} with protocol ${protocols}`;
      this.findings.push(errorAt(path, message));
    }
  }
}

function findPortConflicts(source: PortSources): readonly Finding[] {
  const claims = new PortClaims();
  for (const [container, sidecar] of Object.entries(source.sidecars ?? {})) {
    if (sidecar.port === undefined) continue;
    const { port, protocol = 'tcp' } = parsePortMapping(sidecar.port);
    claims.add(port, { container, protocol }, ['sidecars', container, 'port']);
  }
  for (const target of listTargets(source)) {
    if (target.port === undefined) continue;
    const container = target.container ?? claims.find(target.port)?.container ?? source.name;
    const key = target.path[0] === 'http' ? 'target_port' : 'port';
    claims.add(target.port, { container, protocol: target.protocol }, [...target.path, key]);
  }
  const port = source.image?.port;
  if (port !== undefined) {
    const protocol = claims.find(port)?.protocol ?? 'tcp';
    claims.add(port, { container: source.name, protocol }, ['image', 'port']);
  }
  return claims.findings;
}

function* findHealthCheckPortMistakes(source: PortSources): Iterable<Finding> {
  const { ports } = resolveExposedPorts(source);
  for (const { path, healthCheckPort } of listTargets(source)) {
    const exposed = ports.find((item) => item.port === healthCheckPort);
    if (exposed?.protocol !== 'udp') continue;
    const message = `container ${quoteFound(exposed.container)} exposes port ${exposed.port} using protocol ${exposed.protocol}, which health checks cannot use`;
    yield errorAt(
      [...path, 'healthcheck'],
      message,
      'set healthcheck.port to a port that is exposed over tcp',
    );
  }
}
