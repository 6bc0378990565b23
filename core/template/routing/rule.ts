import { resolveAliases } from '../../manifest/resolve/aliases.js';
import { resolveExposedPorts, resolveRuleTarget } from '../../manifest/resolve/exposed-ports.js';
import { parseGoDuration } from '../../manifest/resolve/go-duration.js';
import { resolveHttpHealthCheck } from '../../manifest/resolve/health-checks.js';
import type { BackendService } from '../../manifest/schema/backend-service.js';
import type { RoutingRule } from '../../manifest/schema/http.js';
import type { LoadBalancedWebService } from '../../manifest/schema/load-balanced-web-service.js';

/** Seconds. */
export const DEFAULT_DEREGISTRATION_DELAY = 60;

/** Times in seconds; what is undefined is left to Elastic Load Balancing. */
type RuleHealthCheck = {
  readonly path: string;
  readonly port: number | undefined;
  readonly successCodes: string | undefined;
  readonly healthyThreshold: number | undefined;
  readonly unhealthyThreshold: number | undefined;
  readonly interval: number | undefined;
  readonly timeout: number | undefined;
};

/** A listener rule and its target group. */
export type ResolvedRule = {
  /** `''` for the main rule, then `1`, `2`, …: suffix of all its logical ids. */
  readonly suffix: string;
  /** Begins with a slash. */
  readonly path: string;
  readonly container: string;
  /** Undefined where nothing exposes a port. */
  readonly port: number | undefined;
  /** Host names; without HTTPS there are none. */
  readonly aliases: readonly string[];
  readonly sourceIps: readonly string[];
  readonly isSticky: boolean;
  /** `GRPC`, `HTTP1` or `HTTP2`. */
  readonly version: string | undefined;
  /** Whether plain HTTP is redirected; means something with HTTPS only. */
  readonly redirectsToHttps: boolean;
  readonly deregistrationDelay: number;
  readonly healthCheck: RuleHealthCheck;
};

/** A slash in front; the empty text is the root. */
function rootedPath(path: string | undefined): string {
  if (path === undefined || path === '') return '/';
  return path.startsWith('/') ? path : `/${path}`;
}

/** Whole seconds of a duration: the fraction falls away, as in Copilot. */
export function wholeSeconds(duration: string | undefined): number | undefined {
  return duration === undefined ? undefined : Math.trunc(parseGoDuration(duration));
}

function resolveHealthCheck(rule: RoutingRule): RuleHealthCheck {
  const check = resolveHttpHealthCheck(rule.healthcheck);
  return {
    path: rootedPath(check.path),
    port: check.port,
    successCodes: check.success_codes === '' ? undefined : check.success_codes,
    healthyThreshold: check.healthy_threshold,
    unhealthyThreshold: check.unhealthy_threshold,
    interval: wholeSeconds(check.interval),
    timeout: wholeSeconds(check.timeout),
  };
}

export type RuleOwner = {
  readonly workload: LoadBalancedWebService | BackendService;
  readonly isHttps: boolean;
  /** Only on public load balancers can a rule keep plain HTTP. */
  readonly isPublic: boolean;
};

export function resolveRule(rule: RoutingRule, index: number, owner: RuleOwner): ResolvedRule {
  const { workload, isHttps, isPublic } = owner;
  const target = resolveRuleTarget(rule, resolveExposedPorts(workload));
  return {
    suffix: index === 0 ? '' : String(index),
    path: rootedPath(rule.path),
    container: target.container,
    port: target.port,
    aliases: isHttps ? resolveAliases(rule.alias).map(({ name }) => name) : [],
    sourceIps: rule.allowed_source_ips ?? [],
    isSticky: rule.stickiness ?? false,
    version: rule.version?.toUpperCase(),
    redirectsToHttps: isPublic ? (rule.redirect_to_https ?? true) : isHttps,
    deregistrationDelay: wholeSeconds(rule.deregistration_delay) ?? DEFAULT_DEREGISTRATION_DELAY,
    healthCheck: resolveHealthCheck(rule),
  };
}
