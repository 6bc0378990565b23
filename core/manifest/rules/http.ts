import { resolveAliases } from '../resolve/aliases.js';
import { resolveHttpHealthCheck } from '../resolve/health-checks.js';
import type { HttpOrBoolean, RoutingRule } from '../schema/http.js';
import { errorAt, type Finding, quoteFound, warningAt } from '../text/finding.js';
import type { Path } from '../text/path.js';
import { isCidr } from './cidr.js';

export function* findHttpMistakes(http: HttpOrBoolean | undefined): Iterable<Finding> {
  if (http === undefined || http === false) return;
  if (http === true) {
    const hint = 'write http.path, for instance "/"';
    yield warningAt(['http'], 'http: true routes no traffic to the service', hint);
    return;
  }
  yield* findRuleMistakes(http, ['http']);
  for (const [index, rule] of (http.additional_rules ?? []).entries()) {
    const path = ['http', 'additional_rules', index];
    yield* findRuleMistakes(rule, path);
    if (resolveHttpHealthCheck(rule.healthcheck).grace_period === undefined) continue;
    const hint = 'write it under http.healthcheck: a service has one grace period';
    yield errorAt(
      [...path, 'healthcheck', 'grace_period'],
      '"grace_period" in an additional rule',
      hint,
    );
  }
}

const VERSIONS = ['GRPC', 'HTTP1', 'HTTP2'];
/** A listener rule takes five condition values, the path among them. Source: quotas of Elastic Load Balancing. */
const MAX_CONDITION_VALUES = 5;

function* findRuleMistakes(rule: RoutingRule, path: Path): Iterable<Finding> {
  if (rule.version !== undefined && !VERSIONS.includes(rule.version.toUpperCase())) {
    const message = `must be one of ${VERSIONS.join(', ')}, found ${quoteFound(rule.version)}`;
    yield errorAt([...path, 'version'], message);
  }
  const sources = rule.allowed_source_ips ?? [];
  for (const [index, source] of sources.entries()) {
    if (isCidr(source)) continue;
    const message = `${quoteFound(source)} is no address range`;
    const hint = 'write an address with its prefix length, for instance 192.0.2.7/32';
    yield errorAt([...path, 'allowed_source_ips', index], message, hint);
  }
  const aliases = resolveAliases(rule.alias);
  if (rule.hosted_zone !== undefined && aliases.length === 0) {
    const message = '"alias" must be specified if "hosted_zone" is specified';
    yield errorAt([...path, 'hosted_zone'], message);
  }
  if (aliases.length + sources.length >= MAX_CONDITION_VALUES) {
    const found = `${aliases.length} aliases and ${sources.length} source ranges`;
    const message = `a listener rule takes at most four aliases and source ranges together, found ${found}`;
    const key = rule.alias === undefined ? 'allowed_source_ips' : 'alias';
    yield errorAt([...path, key], message, 'split them over additional_rules with the same path');
  }
}
