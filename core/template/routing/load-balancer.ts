import type { Facts } from '../../facts/facts.js';
import { resolveAliases } from '../../manifest/resolve/aliases.js';
import { findHttp, resolveRoutingRules } from '../../manifest/resolve/load-balancers.js';
import type { BackendService } from '../../manifest/schema/backend-service.js';
import type { Http } from '../../manifest/schema/http.js';
import type { LoadBalancedWebService } from '../../manifest/schema/load-balanced-web-service.js';
import type { EcsWorkload } from '../../manifest/schema/workload.js';
import type { CfnValue } from '../cloudformation.js';
import type { RenderContext } from '../context.js';
import { environmentOutput } from '../environment-export.js';
import type { ResolvedRule } from './rule.js';
import { resolveRule } from './rule.js';

export type ImportedLoadBalancer = NonNullable<Facts['loadBalancers']>[string];

export type AliasesOfZone = { readonly hostedZone: string; readonly aliases: readonly string[] };

/** The application load balancer that a service is behind, and what it is to do there. */
export type LoadBalancer = {
  /** Whose it is: the environment's public or internal one, or one that exists outside. */
  readonly placement: 'public' | 'internal' | 'imported';
  readonly imported: ImportedLoadBalancer | undefined;
  readonly isHttps: boolean;
  /** The main rule and then the additional ones. Never empty. */
  readonly rules: readonly ResolvedRule[];
  /** Records to make in hosted zones of the user. Sorted by zone. */
  readonly zones: readonly AliasesOfZone[];
};

/**
 * Aliases by hosted zone: those of an alias itself, else the rule's. Only the main rule counts, as in Copilot, whose
 * loop over the rules overwrites its result.
 */
function groupAliases(http: Http): readonly AliasesOfZone[] {
  const zones = new Map<string, string[]>();
  for (const { name, hostedZone = http.hosted_zone } of resolveAliases(http.alias)) {
    if (hostedZone === undefined) continue;
    const aliases = zones.get(hostedZone) ?? [];
    if (!aliases.includes(name)) aliases.push(name);
    zones.set(hostedZone, aliases);
  }
  return [...zones]
    .map(([hostedZone, aliases]) => ({ hostedZone, aliases }))
    .sort((one, other) => (one.hostedZone < other.hostedZone ? -1 : 1));
}

/** Whether the service serves HTTPS: with a domain of the application or certificates of the environment. */
export function isHttpsEnabled(
  workload: LoadBalancedWebService | BackendService,
  context: RenderContext,
): boolean {
  const { facts, traits } = context;
  if (workload.type === 'Backend Service') {
    return workload.http !== undefined && traits.privateCertificates.length > 0;
  }
  if (workload.http === false) return false;
  return Boolean(facts.application.domain) || traits.publicCertificates.length > 0;
}

/** Whether the application's domain, and not certificates of the user, gives the environment its host names. */
export function isDnsDelegated(context: RenderContext): boolean {
  return (
    Boolean(context.facts.application.domain) && context.traits.publicCertificates.length === 0
  );
}

const NO_LOAD_BALANCER: ImportedLoadBalancer = {
  arn: '',
  dnsName: '',
  hostedZoneId: '',
  listeners: [],
  securityGroups: [],
};

/** The load balancer of `http.alb` as the facts know it; one without listeners where they do not. */
function findImported(http: Http, context: RenderContext): ImportedLoadBalancer | undefined {
  if (http.alb === undefined) return undefined;
  return context.facts.loadBalancers?.[http.alb] ?? NO_LOAD_BALANCER;
}

/** The application load balancer of a workload; undefined where it has none. */
export function findLoadBalancer(
  workload: EcsWorkload,
  context: RenderContext,
): LoadBalancer | undefined {
  if (workload.type !== 'Load Balanced Web Service' && workload.type !== 'Backend Service') {
    return undefined;
  }
  const http = findHttp(workload.http);
  if (http === undefined) return undefined;
  const isHttps = isHttpsEnabled(workload, context);
  const isPublic = workload.type === 'Load Balanced Web Service';
  const imported = isPublic ? findImported(http, context) : undefined;
  const own = isPublic ? 'public' : 'internal';
  return {
    placement: imported === undefined ? own : 'imported',
    imported,
    isHttps,
    rules: resolveRoutingRules(http).map((rule, index) =>
      resolveRule(rule, index, { workload, isHttps, isPublic }),
    ),
    zones: groupAliases(http),
  };
}

/** DNS name that containers find in COPILOT_LB_DNS. */
export function loadBalancerDnsName(
  workload: EcsWorkload,
  context: RenderContext,
): CfnValue | undefined {
  const loadBalancer = findLoadBalancer(workload, context);
  if (loadBalancer === undefined) return undefined;
  if (loadBalancer.imported) return loadBalancer.imported.dnsName;
  return loadBalancer.placement === 'public'
    ? environmentOutput('PublicLoadBalancerDNSName')
    : environmentOutput('InternalLoadBalancerDNSName');
}

/** Value of the dimension LoadBalancer of its metrics. */
export function loadBalancerFullName(loadBalancer: LoadBalancer): CfnValue {
  if (loadBalancer.imported) return loadBalancer.imported.name ?? '';
  return loadBalancer.placement === 'public'
    ? environmentOutput('PublicLoadBalancerFullName')
    : environmentOutput('InternalLoadBalancerFullName');
}

/** All host names that the rules answer to, each once, in the order of the rules. */
export function aliasesOf(loadBalancer: LoadBalancer): readonly string[] {
  return [...new Set(loadBalancer.rules.flatMap((rule) => rule.aliases))];
}

/** ARN of the imported load balancer's listener of a protocol; its port does not matter. */
export function findImportedListener(
  imported: ImportedLoadBalancer,
  protocol: 'HTTP' | 'HTTPS',
): string | undefined {
  return imported.listeners.find((listener) => listener.protocol === protocol)?.arn || undefined;
}
