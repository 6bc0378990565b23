import type {
  DescribeListenersCommandInput,
  DescribeLoadBalancersCommandInput,
  DescribeRulesCommandInput,
  DescribeTargetGroupsCommandInput,
  DescribeTargetHealthCommandInput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { EcsStore, ServiceRecord, TaskRecord } from '../ecs/ecs-records.js';
import { isAlive } from '../ecs/tasks.js';
import { createHandler } from '../operations.js';
import { findPage } from '../pages.js';
import { ServiceError } from '../service-error.js';
import type { OperationHandler } from '../simulated-account.js';
import type { World } from '../world.js';
import type { ElbKind, ElbRecord, ElbStore } from './elb-store.js';

const PAGE_SIZE = 100;

const NOUNS: { readonly [kind in ElbKind]: string } = {
  'load-balancer': 'LoadBalancer',
  listener: 'Listener',
  rule: 'Rule',
  'target-group': 'TargetGroup',
};

function get(store: ElbStore, kind: ElbKind, arn: string): ElbRecord {
  const found = store.get(arn);
  if (found?.kind === kind) return found;
  const noun = NOUNS[kind];
  throw new ServiceError(
    `${noun}NotFoundException`,
    `One or more ${noun.toLowerCase()}s not found`,
    { code: `${noun}NotFound` },
  );
}

const list = (store: ElbStore, kind: ElbKind): readonly ElbRecord[] =>
  [...store.values()].filter((record) => record.kind === kind);

/** `…:loadbalancer/app/NAME/ID` of a listener or rule. */
const loadBalancerOf = (arn: string): string =>
  arn
    .replace(/:listener(-rule)?\//, ':loadbalancer/')
    .split('/')
    .slice(0, 4)
    .join('/');

function describeLoadBalancer(world: World, { arn, name, properties }: ElbRecord) {
  const type = properties.Type ?? 'application';
  return {
    LoadBalancerArn: arn,
    LoadBalancerName: name,
    DNSName: `${name}.${world.region}.elb.amazonaws.com`.toLowerCase(),
    CanonicalHostedZoneId: 'Z35SXDOTRQ7X7K',
    Scheme: properties.Scheme ?? 'internet-facing',
    Type: type,
    State: { Code: 'active' },
    SecurityGroups: properties.SecurityGroups ?? [],
    IpAddressType: properties.IpAddressType ?? 'ipv4',
  };
}

const describeListener = ({ arn, properties }: ElbRecord) => ({
  ListenerArn: arn,
  LoadBalancerArn: loadBalancerOf(arn),
  Port: Number(properties.Port),
  Protocol: properties.Protocol,
  Certificates: properties.Certificates ?? [],
  DefaultActions: properties.DefaultActions ?? [],
});

const describeRule = ({ arn, properties }: ElbRecord) => ({
  RuleArn: arn,
  Priority: String(properties.Priority),
  Conditions: properties.Conditions ?? [],
  Actions: properties.Actions ?? [],
  IsDefault: false,
});

const defaultRule = (listener: ElbRecord) => ({
  RuleArn: `${listener.arn.replace(':listener/', ':listener-rule/')}/default`,
  Priority: 'default',
  Conditions: [],
  Actions: listener.properties.DefaultActions ?? [],
  IsDefault: true,
});

const describeTargetGroup = (store: ElbStore, { arn, name, properties }: ElbRecord) => ({
  TargetGroupArn: arn,
  TargetGroupName: name,
  Protocol: properties.Protocol ?? 'HTTP',
  Port: Number(properties.Port ?? 80),
  VpcId: properties.VpcId,
  TargetType: properties.TargetType ?? 'instance',
  HealthCheckPath: properties.HealthCheckPath ?? '/',
  LoadBalancerArns: [
    ...new Set(
      [...list(store, 'listener'), ...list(store, 'rule')]
        .filter((record) => JSON.stringify(record.properties).includes(arn))
        .map((record) => loadBalancerOf(record.arn)),
    ),
  ],
});

function describeTarget(task: TaskRecord, index: number) {
  const Target = { Id: `10.0.0.${index + 10}`, Port: 80 };
  if (task.isHealthy) return { Target, TargetHealth: { State: 'healthy' } };
  const isStarting = task.status !== 'RUNNING';
  return {
    Target,
    TargetHealth: isStarting
      ? { State: 'initial', Reason: 'Elb.RegistrationInProgress' }
      : {
          State: 'unhealthy',
          Reason: 'Target.FailedHealthChecks',
          Description: 'Health checks failed',
        },
  };
}

const servesTargetGroup = (service: ServiceRecord, arn: string): boolean =>
  JSON.stringify(service.loadBalancers).includes(arn);

function describeListeners(store: ElbStore, input: DescribeListenersCommandInput) {
  const found =
    input.ListenerArns?.map((arn) => get(store, 'listener', arn)) ??
    list(store, 'listener').filter(({ arn }) => loadBalancerOf(arn) === input.LoadBalancerArn);
  if (input.LoadBalancerArn) get(store, 'load-balancer', input.LoadBalancerArn);
  const page = findPage(found, input.Marker, input.PageSize ?? PAGE_SIZE);
  return {
    Listeners: page.items.map(describeListener),
    ...(page.nextToken ? { NextMarker: page.nextToken } : {}),
  };
}

function describeRules(store: ElbStore, input: DescribeRulesCommandInput) {
  if (input.RuleArns)
    return { Rules: input.RuleArns.map((arn) => describeRule(get(store, 'rule', arn))) };
  const listener = get(store, 'listener', input.ListenerArn ?? '');
  const rules = list(store, 'rule')
    .filter(({ properties }) => properties.ListenerArn === listener.arn)
    .sort((one, other) => Number(one.properties.Priority) - Number(other.properties.Priority));
  const page = findPage(
    [...rules.map(describeRule), defaultRule(listener)],
    input.Marker,
    input.PageSize ?? PAGE_SIZE,
  );
  return { Rules: page.items, ...(page.nextToken ? { NextMarker: page.nextToken } : {}) };
}

export function createElb(world: World, store: ElbStore, ecs: EcsStore): OperationHandler {
  return createHandler('ElasticLoadBalancingV2', {
    DescribeLoadBalancers: (input: DescribeLoadBalancersCommandInput) => {
      const all = list(store, 'load-balancer');
      const byName = input.Names?.map((name) =>
        get(store, 'load-balancer', all.find((one) => one.name === name)?.arn ?? ''),
      );
      const found =
        input.LoadBalancerArns?.map((arn) => get(store, 'load-balancer', arn)) ?? byName ?? all;
      const page = findPage(found, input.Marker, input.PageSize ?? PAGE_SIZE);
      const shown = page.items.map((record) => describeLoadBalancer(world, record));
      return { LoadBalancers: shown, ...(page.nextToken ? { NextMarker: page.nextToken } : {}) };
    },
    DescribeListeners: (input: DescribeListenersCommandInput) => describeListeners(store, input),
    DescribeRules: (input: DescribeRulesCommandInput) => describeRules(store, input),
    DescribeTargetGroups: (input: DescribeTargetGroupsCommandInput) => {
      const found =
        input.TargetGroupArns?.map((arn) => get(store, 'target-group', arn)) ??
        list(store, 'target-group');
      const named = found.filter(({ name }) => !input.Names || input.Names.includes(name));
      const shown = named
        .map((record) => describeTargetGroup(store, record))
        .filter(
          ({ LoadBalancerArns }) =>
            !input.LoadBalancerArn || LoadBalancerArns.includes(input.LoadBalancerArn),
        );
      const page = findPage(shown, input.Marker, input.PageSize ?? PAGE_SIZE);
      return {
        TargetGroups: page.items,
        ...(page.nextToken ? { NextMarker: page.nextToken } : {}),
      };
    },
    DescribeTargetHealth: (input: DescribeTargetHealthCommandInput) => {
      const { arn } = get(store, 'target-group', input.TargetGroupArn ?? '');
      const tasks = [...ecs.services.values()]
        .filter((service) => servesTargetGroup(service, arn))
        .flatMap((service) => service.tasks.filter(isAlive));
      return { TargetHealthDescriptions: tasks.map(describeTarget) };
    },
  });
}
