import { resolveAliases } from '../../manifest/resolve/aliases.js';
import { findHttp } from '../../manifest/resolve/load-balancers.js';
import type { RoutingRule } from '../../manifest/schema/http.js';
import type { LoadBalancedWebService } from '../../manifest/schema/load-balanced-web-service.js';
import { errorAt, type Finding } from '../../manifest/text/finding.js';
import type { Path } from '../../manifest/text/path.js';
import type { RenderContext } from '../../template/context.js';
import { isHttpsEnabled } from '../../template/routing/load-balancer.js';
import {
  describeMissingDomain,
  findDomainAliasMistakes,
  findUnmanagedAliases,
} from './alias-findings.js';
import { findUncoveredAliases } from './certificate-findings.js';

type RuleAt = { readonly rule: RoutingRule; readonly path: Path };

/** The main rule and the additional ones with their paths in the manifest. */
export function rulesWithPaths(
  http: LoadBalancedWebService['http'] | undefined,
): readonly RuleAt[] {
  const map = findHttp(http);
  if (map === undefined) return [];
  const additional = (map.additional_rules ?? []).map((rule, index) => ({
    rule,
    path: ['http', 'additional_rules', index],
  }));
  return [{ rule: map, path: ['http'] }, ...additional];
}

function hasImportedCertificates({ traits }: RenderContext): boolean {
  return traits.publicCertificates.length > 0 || traits.cdnCertificate !== undefined;
}

function* findRedirectMistakes({ rule, path }: RuleAt, context: RenderContext): Iterable<Finding> {
  const { facts, environment, traits } = context;
  const canServeHttps = Boolean(facts.application.domain) || hasImportedCertificates(context);
  if (rule.redirect_to_https !== undefined && !canServeHttps) {
    yield errorAt(
      [...path, 'redirect_to_https'],
      `cannot configure http to https redirect without having a domain associated with the app "${facts.application.name}" or importing any certificates in env "${environment}"`,
      'remove it: without a certificate there is no HTTPS to redirect to',
    );
  }
  if (traits.cdnTerminatesTls && rule.redirect_to_https !== false) {
    yield errorAt(
      [...path, 'redirect_to_https'],
      `the CDN of env "${environment}" ends TLS and asks for plain HTTP, which this rule redirects: requests would go in circles`,
      'write redirect_to_https: false',
    );
  }
}

function* findZoneMistakes({ rule, path }: RuleAt, context: RenderContext): Iterable<Finding> {
  const zones = resolveAliases(rule.alias).flatMap(({ hostedZone }) => hostedZone ?? []);
  if (zones.length === 0) return;
  const at = [...path, 'alias'];
  if (!hasImportedCertificates(context)) {
    yield errorAt(
      at,
      `cannot specify alias hosted zones ${zones.join(', ')} when no certificates are imported in environment "${context.environment}"`,
      'import certificates in the environment, or remove hosted_zone',
    );
  } else if (context.traits.cdnEnabled) {
    yield errorAt(
      at,
      `cannot specify alias hosted zones when cdn is enabled in environment "${context.environment}"`,
      'the records must point to the CDN: make them by hand and remove hosted_zone',
    );
  }
}

function* findAliasMistakes(
  { rule, path }: RuleAt,
  service: LoadBalancedWebService,
  context: RenderContext,
): Iterable<Finding> {
  const { environment, facts } = context;
  const at = [...path, 'alias'];
  if (resolveAliases(rule.alias).length === 0) {
    const isImported = findHttp(service.http)?.alb !== undefined;
    if (!hasImportedCertificates(context) || isImported) return;
    yield errorAt(
      at,
      `cannot deploy service ${service.name} without "alias" to environment ${environment} with certificate imported`,
      'write the host names that the certificates are for',
    );
    return;
  }
  if (rule.alias === undefined) return;
  if (hasImportedCertificates(context)) {
    const { publicCertificates, cdnCertificate } = context.traits;
    const aliases = { alias: rule.alias, path: at };
    yield* findUncoveredAliases(aliases, publicCertificates, context);
    if (cdnCertificate !== undefined)
      yield* findUncoveredAliases(aliases, [cdnCertificate], context);
    return;
  }
  if (facts.application.domain) yield* findUnmanagedAliases(rule.alias, at, context);
  else yield describeMissingDomain(at, environment);
}

/** What the rules of a public load balancer need of domain, certificates and CDN. Source: Copilot's validateALBRuntime. */
export function* findPublicRuleMistakes(
  service: LoadBalancedWebService,
  context: RenderContext,
): Iterable<Finding> {
  for (const at of rulesWithPaths(service.http)) {
    if (isHttpsEnabled(service, context) || at.rule.redirect_to_https !== undefined) {
      yield* findRedirectMistakes(at, context);
    }
    yield* findZoneMistakes(at, context);
    yield* findAliasMistakes(at, service, context);
  }
}

/** What `nlb` needs: its records and certificates are made in the application's domain only. */
export function* findNetworkLoadBalancerMistakes(
  { nlb }: LoadBalancedWebService,
  context: RenderContext,
): Iterable<Finding> {
  if (nlb === undefined) return;
  if (nlb.alias !== undefined && context.traits.publicCertificates.length > 0) {
    const message = `cannot specify nlb.alias when env ${context.environment} imports one or more certificates`;
    yield errorAt(['nlb', 'alias'], message, 'remove nlb.alias');
  } else yield* findDomainAliasMistakes(nlb.alias, ['nlb', 'alias'], context);
  const listeners = [
    { listener: nlb, path: ['nlb'] },
    ...(nlb.additional_listeners ?? []).map((listener, index) => ({
      listener,
      path: ['nlb', 'additional_listeners', index],
    })),
  ];
  const hasDomain =
    Boolean(context.facts.application.domain) && context.traits.publicCertificates.length === 0;
  for (const { listener, path } of listeners) {
    if (hasDomain || !/\/tls$/i.test(listener.port)) continue;
    const message = `a TLS listener needs a certificate, which is made for the application's domain only: "${listener.port}"`;
    const hint = 'associate a domain with the application, or listen on tcp';
    yield errorAt([...path, 'port'], message, hint);
  }
}
