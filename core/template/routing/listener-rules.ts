import type { CfnObject, CfnValue, Resource } from '../cloudformation.js';
import { ref } from '../cloudformation.js';
import type { RenderContext } from '../context.js';
import { describeResource } from '../description.js';
import { environmentOutput } from '../environment-export.js';
import type { LoadBalancer } from './load-balancer.js';
import { findImportedListener } from './load-balancer.js';
import type { ResolvedRule } from './rule.js';
import { ruleConditions } from './rule-conditions.js';
import type { ListenerProtocol } from './rule-priorities.js';
import { resolvePriorities } from './rule-priorities.js';
import { targetGroupId } from './target-groups.js';

/** One family of listener rules: the same for each rule of the manifest, on one listener. */
export type RuleFamily = {
  /** Logical id without the rule's suffix. */
  readonly id: string;
  readonly protocol: ListenerProtocol;
  readonly listener: CfnValue;
  readonly redirects: (rule: ResolvedRule) => boolean;
  readonly description: (rule: ResolvedRule) => string;
};

const REDIRECT: CfnObject = {
  Type: 'redirect',
  RedirectConfig: {
    Protocol: 'HTTPS',
    Port: '443',
    Host: '#{host}',
    Path: '/#{path}',
    Query: '#{query}',
    StatusCode: 'HTTP_301',
  },
};

const forwards = (protocol: string) => (rule: ResolvedRule) =>
  `An ${protocol} listener rule for path \`${rule.path}\` that forwards ${protocol} traffic to your tasks`;

const redirects = (rule: ResolvedRule) =>
  `An HTTP listener rule for path \`${rule.path}\` that redirects HTTP to HTTPS`;

const never = () => false;

function importedFamilies(loadBalancer: LoadBalancer): readonly RuleFamily[] {
  const { imported } = loadBalancer;
  if (imported === undefined) return [];
  const https = findImportedListener(imported, 'HTTPS');
  const http = findImportedListener(imported, 'HTTP');
  if (https === undefined) {
    return [
      {
        id: 'HTTPListenerRuleForImportedALB',
        protocol: 'http',
        listener: http ?? '',
        redirects: never,
        description: forwards('HTTP'),
      },
    ];
  }
  const forwarding: RuleFamily = {
    id: 'HTTPSListenerRuleForImportedALB',
    protocol: 'https',
    listener: https,
    redirects: never,
    description: forwards('HTTPS'),
  };
  if (http === undefined) return [forwarding];
  const redirecting: RuleFamily = {
    id: 'HTTPListenerRedirectRuleForImportedALB',
    protocol: 'http',
    listener: http,
    redirects: () => true,
    description: () => 'An HTTP listener rule that redirects HTTP to HTTPS',
  };
  return [forwarding, redirecting];
}

function ownFamilies(loadBalancer: LoadBalancer): readonly RuleFamily[] {
  const isPublic = loadBalancer.placement === 'public';
  const http = environmentOutput(isPublic ? 'HTTPListenerArn' : 'InternalHTTPListenerArn');
  const https = environmentOutput(isPublic ? 'HTTPSListenerArn' : 'InternalHTTPSListenerArn');
  const shared = { protocol: 'http', listener: http } as const;
  if (!loadBalancer.isHttps) {
    return [{ ...shared, id: 'HTTPListenerRule', redirects: never, description: forwards('HTTP') }];
  }
  return [
    {
      ...shared,
      id: 'HTTPListenerRuleWithDomain',
      redirects: (rule) => rule.redirectsToHttps,
      description: (rule) => (rule.redirectsToHttps ? redirects(rule) : forwards('HTTP')(rule)),
    },
    {
      id: 'HTTPSListenerRule',
      protocol: 'https',
      listener: https,
      redirects: never,
      description: forwards('HTTPS'),
    },
  ];
}

/** The families that a service's rules are rendered as, at most one for each protocol. */
export function listRuleFamilies(loadBalancer: LoadBalancer): readonly RuleFamily[] {
  return loadBalancer.placement === 'imported'
    ? importedFamilies(loadBalancer)
    : ownFamilies(loadBalancer);
}

/** Logical ids of all listener rules: the service must wait for them before its tasks can be registered. */
export function listenerRuleIds(loadBalancer: LoadBalancer): readonly string[] {
  return loadBalancer.rules.flatMap((rule) =>
    listRuleFamilies(loadBalancer).map(({ id }) => `${id}${rule.suffix}`),
  );
}

/** Logical id of the rule that carries the production traffic of a target group: HTTPS before HTTP. */
export function productionRuleId(loadBalancer: LoadBalancer, rule: ResolvedRule): string {
  const forwarding = listRuleFamilies(loadBalancer).filter((family) => !family.redirects(rule));
  const family = forwarding.find(({ protocol }) => protocol === 'https') ?? forwarding[0];
  return `${family?.id ?? 'HTTPListenerRule'}${rule.suffix}`;
}

export type ForwardAction = (targetGroup: string) => CfnObject;

const forwardTo: ForwardAction = (targetGroup) => ({
  TargetGroupArn: ref(targetGroup),
  Type: 'forward',
});

/** Listener rules of all families; `forward` is another action where ECS shifts the traffic itself. */
export function renderListenerRules(
  workload: string,
  loadBalancer: LoadBalancer,
  context: RenderContext,
  forward: ForwardAction = forwardTo,
): { readonly [id: string]: Resource } {
  const entries = listRuleFamilies(loadBalancer).flatMap((family) => {
    const { id, protocol, listener, description } = family;
    const priorities = resolvePriorities(workload, loadBalancer.rules, protocol, context);
    return loadBalancer.rules.map((rule, index): [string, Resource] => [
      `${id}${rule.suffix}`,
      describeResource(description(rule), {
        Type: 'AWS::ElasticLoadBalancingV2::ListenerRule',
        Properties: {
          Actions: [family.redirects(rule) ? REDIRECT : forward(targetGroupId(loadBalancer, rule))],
          Conditions: ruleConditions(loadBalancer, rule),
          ListenerArn: listener,
          Priority: priorities[index] ?? 1,
        },
      }),
    ]);
  });
  return Object.fromEntries(entries);
}
