import type { CfnObject, CfnValue } from '../cloudformation.js';
import { join, ref } from '../cloudformation.js';
import { environmentOutput } from '../environment-export.js';
import type { LoadBalancer } from './load-balancer.js';
import type { ResolvedRule } from './rule.js';

const sourceIpCondition = (cidrs: readonly string[]): CfnObject => ({
  Field: 'source-ip',
  SourceIpConfig: { Values: cidrs },
});

const hostCondition = (hosts: readonly CfnValue[]): CfnObject => ({
  Field: 'host-header',
  HostHeaderConfig: { Values: hosts },
});

/** The root matches everything, another path itself and what lies below. */
function pathCondition(path: string): CfnObject {
  const patterns = path === '/' ? ['/*'] : [path, `${path}/*`];
  return { Field: 'path-pattern', PathPatternConfig: { Values: patterns } };
}

/** Host name of a service below the environment's private hosted zone. */
export const internalHostName = (): CfnValue =>
  join('.', [ref('WorkloadName'), environmentOutput('InternalWorkloadsHostedZoneName')]);

const publicHostName = (): CfnValue =>
  join('.', [ref('WorkloadName'), environmentOutput('EnvironmentSubdomain')]);

/** Hosts that a rule answers to; undefined: to all. */
function findHosts(
  loadBalancer: LoadBalancer,
  rule: ResolvedRule,
): readonly CfnValue[] | undefined {
  if (loadBalancer.placement === 'imported') {
    return rule.aliases.length === 0 ? undefined : rule.aliases;
  }
  if (loadBalancer.isHttps) return rule.aliases.length === 0 ? [publicHostName()] : rule.aliases;
  return loadBalancer.placement === 'internal'
    ? [environmentOutput('InternalLoadBalancerDNSName'), internalHostName()]
    : undefined;
}

/** `Conditions` of every listener rule that is made of this rule. */
export function ruleConditions(
  loadBalancer: LoadBalancer,
  rule: ResolvedRule,
): readonly CfnObject[] {
  const hosts = findHosts(loadBalancer, rule);
  return [
    ...(rule.sourceIps.length === 0 ? [] : [sourceIpCondition(rule.sourceIps)]),
    ...(hosts === undefined ? [] : [hostCondition(hosts)]),
    pathCondition(rule.path),
  ];
}
