import type { Http, HttpOrBoolean, RoutingRule } from '../schema/http.js';
import type { Nlb, NlbListener } from '../schema/nlb.js';

/** The map form of `http`; undefined where it is off, or `true`, which sets no rule. */
export function findHttp(http: HttpOrBoolean | undefined): Http | undefined {
  return typeof http === 'object' ? http : undefined;
}

/** The main rule and then the additional ones, in their order; empty without a load balancer. */
export function resolveRoutingRules(http: HttpOrBoolean | undefined): readonly RoutingRule[] {
  const rules = findHttp(http);
  if (rules === undefined) return [];
  const { alb: _alb, additional_rules: additional = [], ...main } = rules;
  return [main, ...additional];
}

/** The main listener and then the additional ones, in their order. */
export function resolveNlbListeners(nlb: Nlb | undefined): readonly NlbListener[] {
  if (nlb === undefined) return [];
  const { alias: _alias, additional_listeners: additional = [], ...main } = nlb;
  return [main, ...additional];
}
