import { HEX_DIGITS } from '../../dice.js';
import type { ElbKind, ElbStore } from '../../elb/elb-store.js';
import { formatArn } from '../../world.js';
import { createResourceProvider, nameOf } from './generic-resource.js';
import { findName } from './physical-ids.js';
import { handlerFailure, type ResourceProvider, type ResourceRequest } from './provider.js';

/** Names of load balancers and target groups have at most 32 characters. */
const MAX_NAME = 32;

const hex = (request: ResourceRequest): string =>
  request.run.engine.world.dice.text(
    `elb/${request.stack.name}/${request.logicalId}`,
    16,
    HEX_DIGITS,
  );

const shortName = (request: ResourceRequest): string =>
  findName(nameOf(request)).slice(0, MAX_NAME).replace(/-$/, '');

function makeArn(kind: ElbKind, request: ResourceRequest): string {
  const { world } = request.run.engine;
  const { properties } = request;
  const arn = (resource: string): string => formatArn(world, 'elasticloadbalancing', resource);
  switch (kind) {
    case 'load-balancer': {
      const type = properties.Type === 'network' ? 'net' : 'app';
      return arn(`loadbalancer/${type}/${shortName(request)}/${hex(request)}`);
    }
    case 'target-group':
      return arn(`targetgroup/${shortName(request)}/${hex(request)}`);
    case 'listener':
      return `${String(properties.LoadBalancerArn).replace(':loadbalancer/', ':listener/')}/${hex(request)}`;
    case 'rule':
      return `${String(properties.ListenerArn).replace(':listener/', ':listener-rule/')}/${hex(request)}`;
  }
}

function describe(kind: ElbKind, request: ResourceRequest, arn: string) {
  const { region } = request.run.engine.world;
  const fullName = arn.replace(/^.*:(loadbalancer\/)?/, '');
  const name = arn.split('/').at(-2) ?? '';
  switch (kind) {
    case 'load-balancer':
      return {
        LoadBalancerArn: arn,
        LoadBalancerFullName: fullName,
        LoadBalancerName: name,
        DNSName: `${name}.${region}.elb.amazonaws.com`.toLowerCase(),
        CanonicalHostedZoneID: 'Z35SXDOTRQ7X7K',
      };
    case 'target-group':
      return { TargetGroupArn: arn, TargetGroupFullName: fullName, TargetGroupName: name };
    case 'listener':
      return { ListenerArn: arn };
    case 'rule':
      return { RuleArn: arn, IsDefault: false };
  }
}

/** Two rules of a listener cannot have one priority; CloudFormation makes the new rule before the old one goes. */
function checkPriority(store: ElbStore, request: ResourceRequest, ownArn: string): void {
  const { properties } = request;
  const holder = [...store.values()].find(
    (record) =>
      record.kind === 'rule' &&
      record.arn !== ownArn &&
      record.properties.ListenerArn === properties.ListenerArn &&
      Number(record.properties.Priority) === Number(properties.Priority),
  );
  if (holder === undefined) return;
  const text = `Priority '${properties.Priority}' is currently in use (Service: ElasticLoadBalancingV2, Status Code: 400)`;
  throw handlerFailure(request, text, 'AlreadyExists');
}

export function createElbProvider(store: ElbStore, kind: ElbKind): ResourceProvider {
  return createResourceProvider({
    physicalId: (request) => makeArn(kind, request),
    attributes: (request, arn) => describe(kind, request, arn),
    apply: (request, { physicalId }) => {
      const { properties } = request;
      if (kind === 'rule') checkPriority(store, request, physicalId);
      const name = physicalId.split('/').at(-2) ?? '';
      store.set(physicalId, { arn: physicalId, kind, name, properties });
    },
    destroy: (_, arn) => void store.delete(arn),
  });
}
