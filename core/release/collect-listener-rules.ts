import type { Template } from '../template/cloudformation.js';
import { canonicalJson } from './content-hash.js';
import type { ReleasedRule } from './release.js';

/** Listener rules with a fixed priority, by logical id. */
export function collectListenerRules(template: Template): {
  readonly [logicalId: string]: ReleasedRule;
} {
  return Object.fromEntries(
    Object.entries(template.Resources).flatMap(([id, { Type, Properties = {} }]) => {
      const { Priority: priority, ListenerArn: listener = '' } = Properties;
      if (Type !== 'AWS::ElasticLoadBalancingV2::ListenerRule' || typeof priority !== 'number')
        return [];
      return [[id, { priority, listener: canonicalJson(listener) }] as const];
    }),
  );
}
