import * as z from 'zod';
import { Alias } from './http.js';
import type { Immutable } from './immutable.js';
import { mergeRules } from './merge-rules.js';
import { Duration, PortMapping, Uint16 } from './values.js';

export const NlbHealthCheck = z.object({
  port: Uint16.optional(),
  healthy_threshold: z.number().int().optional(),
  unhealthy_threshold: z.number().int().optional(),
  timeout: Duration.optional(),
  interval: Duration.optional(),
  grace_period: Duration.optional(),
});
export type NlbHealthCheck = Immutable<z.infer<typeof NlbHealthCheck>>;

const listenerFields = {
  /** `443/tls`, `53/udp`, `80`. */
  port: PortMapping,
  healthcheck: NlbHealthCheck.optional(),
  target_container: z.string().optional(),
  target_port: Uint16.optional(),
  ssl_policy: z.string().optional(),
  stickiness: z.boolean().optional(),
  deregistration_delay: Duration.optional(),
};

export const NlbListener = z.object(listenerFields);
export type NlbListener = Immutable<z.infer<typeof NlbListener>>;

/** The main listener's fields lie beside `alias` and `additional_listeners`. */
export const Nlb = z
  .object({
    ...listenerFields,
    alias: Alias.optional(),
    additional_listeners: z.array(NlbListener).optional(),
  })
  .register(mergeRules, { isAbsentWhenEmpty: true });
export type Nlb = Immutable<z.infer<typeof Nlb>>;
