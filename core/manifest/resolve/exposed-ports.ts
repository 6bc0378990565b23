import type { HttpOrBoolean, RoutingRule } from '../schema/http.js';
import type { Nlb, NlbListener } from '../schema/nlb.js';
import type { Sidecars } from '../schema/sidecars.js';
import { findHttp, resolveNlbListeners, resolveRoutingRules } from './load-balancers.js';
import { parsePortMapping } from './port-mapping.js';

type ExposedPort = {
  readonly container: string;
  readonly port: number;
  /** Lower case: `tcp` or `udp`. */
  readonly protocol: string;
  /** Named by `image.port` or the sidecar's own `port`, not only by a load balancer's target. */
  readonly isOwn: boolean;
};

/** Every port that a container of the task must publish. Sorted by port. */
export type ExposedPorts = {
  /** Name of the workload, which is the name of its main container. */
  readonly workload: string;
  readonly ports: readonly ExposedPort[];
};

/** What the ports of a task follow from; a manifest of any ECS type fits. */
export type PortSources = {
  readonly name: string;
  /** `build` is named so that images of types without a port fit too. */
  readonly image?: { readonly port?: number | undefined; readonly build?: unknown };
  readonly http?: HttpOrBoolean | undefined;
  readonly nlb?: Nlb | undefined;
  readonly sidecars?: Sidecars | undefined;
};

type PortTable = Map<number, ExposedPort>;

function exposeSidecars(table: PortTable, sidecars: Sidecars): void {
  for (const name of Object.keys(sidecars).sort()) {
    const text = sidecars[name]?.port;
    if (text === undefined) continue;
    const { port, protocol = 'tcp' } = parsePortMapping(text);
    table.set(port, { container: name, port, protocol, isOwn: true });
  }
}

function exposeRule(table: PortTable, rule: RoutingRule, workload: string): void {
  const port = rule.target_port;
  if (port === undefined || table.has(port)) return;
  const container = rule.target_container ?? workload;
  table.set(port, { container, port, protocol: 'tcp', isOwn: false });
}

function exposeListener(table: PortTable, listener: NlbListener, workload: string): void {
  const mapping = parsePortMapping(listener.port);
  const port = listener.target_port ?? mapping.port;
  // TLS ends at the load balancer.
  const protocol =
    mapping.protocol === undefined || mapping.protocol === 'tls' ? 'tcp' : mapping.protocol;
  if (table.get(port)?.protocol === protocol) return;
  const container = listener.target_container ?? workload;
  table.set(port, { container, port, protocol, isOwn: false });
}

/**
 * Ports of all containers. Order matters: a port first seen from a sidecar stays with that sidecar, then come the
 * targets of `http`, of `nlb`, and last the main container's own port. Source: Copilot's ExposedPorts.
 */
export function resolveExposedPorts(source: PortSources): ExposedPorts {
  const table: PortTable = new Map();
  exposeSidecars(table, source.sidecars ?? {});
  for (const rule of resolveRoutingRules(source.http)) exposeRule(table, rule, source.name);
  for (const listener of resolveNlbListeners(source.nlb)) {
    exposeListener(table, listener, source.name);
  }
  const port = source.image?.port;
  if (port !== undefined) {
    const known = table.get(port) ?? { container: source.name, port, protocol: 'tcp' };
    table.set(port, { ...known, isOwn: true });
  }
  return {
    workload: source.name,
    ports: [...table.values()].sort((one, other) => one.port - other.port),
  };
}

function findOwnPort(exposed: ExposedPorts, container: string): ExposedPort | undefined {
  return exposed.ports.find((item) => item.container === container && item.isOwn);
}

/** Container and port that traffic goes to; the port is undefined where nothing is exposed. */
export type TrafficTarget = { readonly container: string; readonly port: number | undefined };

function findExplicitTarget(
  target: {
    readonly target_container?: string | undefined;
    readonly target_port?: number | undefined;
  },
  exposed: ExposedPorts,
): TrafficTarget | undefined {
  const { target_container: container, target_port: port } = target;
  if (port !== undefined) {
    const exposing = exposed.ports.find((item) => item.port === port)?.container;
    return { container: container ?? exposing ?? exposed.workload, port };
  }
  if (container === undefined || container === exposed.workload) return undefined;
  return { container, port: findOwnPort(exposed, container)?.port };
}

/** Target of a load balancer rule: the main container and its port where the rule names none. */
export function resolveRuleTarget(rule: RoutingRule, exposed: ExposedPorts): TrafficTarget {
  return (
    findExplicitTarget(rule, exposed) ?? {
      container: exposed.workload,
      port: findOwnPort(exposed, exposed.workload)?.port,
    }
  );
}

/** Target of a network load balancer's listener: the listener's own port on the main container where it names none. */
export function resolveListenerTarget(listener: NlbListener, exposed: ExposedPorts): TrafficTarget {
  const { port } = parsePortMapping(listener.port);
  const explicit = findExplicitTarget(listener, exposed);
  if (explicit === undefined) return { container: exposed.workload, port };
  return { container: explicit.container, port: explicit.port ?? port };
}

/** Where Service Connect sends to: the main rule's target, else the main container; undefined over UDP. */
export function findServiceConnectTarget(
  source: PortSources,
  exposed: ExposedPorts,
): TrafficTarget | undefined {
  const http = findHttp(source.http);
  const target = http && findExplicitTarget(http, exposed);
  if (target) return target;
  const own = findOwnPort(exposed, exposed.workload);
  if (own?.protocol === 'udp') return undefined;
  return { container: exposed.workload, port: own?.port };
}
