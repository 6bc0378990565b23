import {
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  type DescribeRulesCommandInput,
  type DescribeRulesCommandOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import pMap from 'p-map';
import type { Facts } from '../../../core/facts/facts.js';
import { elb } from '../aws/elb.js';
import { WIDTH } from './width.js';

type LoadBalancers = NonNullable<Facts['loadBalancers']>;
type Listeners = LoadBalancers[string]['listeners'];

/** Load balancers by name or ARN, as they are asked for. One that does not exist is left out, which rendering tells. */
export async function findLoadBalancers(namesOrArns: readonly string[]): Promise<LoadBalancers> {
  const found = await pMap(
    namesOrArns,
    async (nameOrArn) => [nameOrArn, await findLoadBalancer(nameOrArn)] as const,
    { concurrency: WIDTH },
  );
  return Object.fromEntries(found.flatMap(([name, one]) => (one ? [[name, one] as const] : [])));
}

/** That there is none by this name, or that the text can be no ARN of one. */
const UNKNOWN = new Set([
  'LoadBalancerNotFoundException',
  'LoadBalancerNotFound',
  'ValidationError',
]);

async function findLoadBalancer(nameOrArn: string): Promise<LoadBalancers[string] | undefined> {
  const isArn = nameOrArn.startsWith('arn:');
  try {
    const { LoadBalancers: [found] = [] } = await elb.send(
      new DescribeLoadBalancersCommand(
        isArn ? { LoadBalancerArns: [nameOrArn] } : { Names: [nameOrArn] },
      ),
    );
    const { LoadBalancerArn: arn } = found ?? {};
    if (!found || !arn) return undefined;
    return {
      arn,
      // The value of CloudWatch's dimension LoadBalancer: app/<name>/<id>.
      name: arn.split(':loadbalancer/')[1] ?? '',
      dnsName: found.DNSName ?? '',
      hostedZoneId: found.CanonicalHostedZoneId ?? '',
      listeners: await listListeners(arn),
      securityGroups: found.SecurityGroups ?? [],
    };
  } catch (error) {
    if (error instanceof Error && UNKNOWN.has(error.name)) return undefined;
    throw error;
  }
}

async function listListeners(LoadBalancerArn: string): Promise<Listeners> {
  const found: Listeners = [];
  let marker: string | undefined;
  do {
    const page = await elb.send(
      new DescribeListenersCommand({ LoadBalancerArn, ...(marker ? { Marker: marker } : {}) }),
    );
    for (const { ListenerArn = '', Port = 0, Protocol = '' } of page.Listeners ?? [])
      found.push({ arn: ListenerArn, port: Port, protocol: Protocol });
    marker = page.NextMarker;
  } while (marker);
  return found;
}

/** A rule of a listener; the default rule has no priority and is none. */
export type LiveRule = { readonly arn: string; readonly priority: number };

/** Every rule of the listener, whoever made it; none where the listener is gone. */
export async function listRules(ListenerArn: string): Promise<readonly LiveRule[]> {
  const found: LiveRule[] = [];
  let marker: string | undefined;
  do {
    const page = await findRules({ ListenerArn, ...(marker ? { Marker: marker } : {}) });
    for (const { RuleArn = '', Priority = '', IsDefault } of page?.Rules ?? [])
      if (!IsDefault) found.push({ arn: RuleArn, priority: Number(Priority) });
    marker = page?.NextMarker;
  } while (marker);
  return found;
}

const NO_LISTENER = new Set(['ListenerNotFoundException', 'ListenerNotFound']);

async function findRules(
  input: DescribeRulesCommandInput,
): Promise<DescribeRulesCommandOutput | undefined> {
  try {
    return await elb.send(new DescribeRulesCommand(input));
  } catch (error) {
    if (error instanceof Error && NO_LISTENER.has(error.name)) return undefined;
    throw error;
  }
}
