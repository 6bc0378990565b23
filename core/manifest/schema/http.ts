import * as z from 'zod';
import type { Immutable } from './immutable.js';
import { mergeRules } from './merge-rules.js';
import { Duration, Uint16 } from './values.js';

export const HttpHealthCheckArgs = z.object({
  path: z.string().optional(),
  port: Uint16.optional(),
  success_codes: z.string().optional(),
  healthy_threshold: z.number().int().optional(),
  unhealthy_threshold: z.number().int().optional(),
  timeout: Duration.optional(),
  interval: Duration.optional(),
  grace_period: Duration.optional(),
});
export type HttpHealthCheckArgs = Immutable<z.infer<typeof HttpHealthCheckArgs>>;

/** The path alone, or the map. */
export const HttpHealthCheck = z.union([z.string(), HttpHealthCheckArgs]);
export type HttpHealthCheck = Immutable<z.infer<typeof HttpHealthCheck>>;

const AdvancedAlias = z.object({
  name: z.string(),
  hosted_zone: z.string().optional(),
});

export const Alias = z.union([z.string(), z.array(z.union([z.string(), AdvancedAlias]))]);
export type Alias = Immutable<z.infer<typeof Alias>>;

const ruleFields = {
  path: z.string(),
  /** `http1`, `http2` or `grpc`, in any case. */
  version: z.string().optional(),
  healthcheck: HttpHealthCheck.optional(),
  stickiness: z.boolean().optional(),
  alias: Alias.optional(),
  deregistration_delay: Duration.optional(),
  target_container: z.string().optional(),
  target_port: Uint16.optional(),
  allowed_source_ips: z.array(z.string()).optional(),
  hosted_zone: z.string().optional(),
  redirect_to_https: z.boolean().optional(),
};

export const RoutingRule = z.object(ruleFields);
export type RoutingRule = Immutable<z.infer<typeof RoutingRule>>;

/** The main rule's fields lie beside `alb` and `additional_rules`. `targetContainer` has become `target_container`. */
export const Http = z
  .object({
    alb: z.string().optional(),
    ...ruleFields,
    additional_rules: z.array(RoutingRule).optional(),
  })
  .register(mergeRules, {
    renames: { targetContainer: 'target_container' },
    isAbsentWhenEmpty: true,
  });
export type Http = Immutable<z.infer<typeof Http>>;

/** `false` switches the load balancer off; `true` sets no rule at all, as in Copilot (a warning says so). */
export const HttpOrBoolean = z.union([z.boolean(), Http]);
export type HttpOrBoolean = Immutable<z.infer<typeof HttpOrBoolean>>;
