import type { Engine } from './cloudformation/engine.js';
import { findExport } from './cloudformation/exports.js';
import { readTemplate } from './cloudformation/read-template.js';
import { isCustomResource } from './cloudformation/resource-catalog.js';
import { createCustomResourceProvider } from './cloudformation/resources/custom-resource.js';
import {
  createServiceProvider,
  createTaskDefinitionProvider,
} from './cloudformation/resources/ecs-resources.js';
import { createElbProvider } from './cloudformation/resources/elb-resources.js';
import { createResourceProvider } from './cloudformation/resources/generic-resource.js';
import { createNestedStackProvider } from './cloudformation/resources/nested-stack.js';
import type { ResourceProvider } from './cloudformation/resources/provider.js';
import {
  createAlarmProvider,
  createBucketProvider,
  createParameterProvider,
  createRepositoryProvider,
  createTableProvider,
} from './cloudformation/resources/stored-resources.js';
import { createStackStore, findStack } from './cloudformation/stack-records.js';
import { createAlarmBoard } from './cloudwatch/alarm-board.js';
import { createTableStore } from './dynamodb/table-store.js';
import { createImageRegistry } from './ecr/image-registry.js';
import { createEcsStore } from './ecs/ecs-records.js';
import type { EcsWorld } from './ecs/ecs-world.js';
import type { ElbStore } from './elb/elb-store.js';
import { createObjectStore } from './s3/object-store.js';
import type { DeploymentProgressEvent, StackProgressEvent } from './simulated-account.js';
import { createParameterStore } from './ssm/ssm-service.js';
import type { World } from './world.js';

type Listeners = {
  readonly onStackEvent: (event: StackProgressEvent) => void;
  readonly onDeployment: (event: DeploymentProgressEvent) => void;
};

export type Stores = ReturnType<typeof createStores>;

/** Everything that an account remembers, wired together. */
export function createStores(world: World, listeners: Listeners) {
  const objects = createObjectStore();
  const tables = createTableStore();
  const parameters = createParameterStore(world);
  const images = createImageRegistry(world);
  const alarms = createAlarmBoard(world);
  const elb: ElbStore = new Map();
  const stacks = createStackStore();
  const ecs: EcsWorld = {
    world,
    alarms,
    images,
    store: createEcsStore(),
    notify: listeners.onDeployment,
  };
  const ordinary = createResourceProvider();
  const custom = createCustomResourceProvider(stacks, elb);
  const providers: { readonly [type: string]: ResourceProvider } = {
    'AWS::CloudFormation::Stack': createNestedStackProvider(() => engine),
    'AWS::ECS::Service': createServiceProvider(ecs),
    'AWS::ECS::TaskDefinition': createTaskDefinitionProvider(ecs),
    'AWS::CloudWatch::Alarm': createAlarmProvider(alarms),
    'AWS::CloudWatch::CompositeAlarm': createAlarmProvider(alarms),
    'AWS::S3::Bucket': createBucketProvider(objects),
    'AWS::DynamoDB::Table': createTableProvider(tables),
    'AWS::ECR::Repository': createRepositoryProvider(images),
    'AWS::SSM::Parameter': createParameterProvider(parameters),
    'AWS::ElasticLoadBalancingV2::LoadBalancer': createElbProvider(elb, 'load-balancer'),
    'AWS::ElasticLoadBalancingV2::TargetGroup': createElbProvider(elb, 'target-group'),
    'AWS::ElasticLoadBalancingV2::Listener': createElbProvider(elb, 'listener'),
    'AWS::ElasticLoadBalancingV2::ListenerRule': createElbProvider(elb, 'rule'),
  };
  const engine: Engine = {
    world,
    stacks,
    alarms,
    lookups: {
      region: world.region,
      accountId: world.accountId,
      findExport: (name) => findExport(stacks, name)?.value,
      findSsm: (name) => parameters.values.get(name)?.Value,
    },
    findProvider: (type) => providers[type] ?? (isCustomResource(type) ? custom : ordinary),
    readTemplate: (url) => readTemplate(objects, url),
    notify: listeners.onStackEvent,
  };
  return { objects, tables, parameters, images, alarms, elb, stacks, ecs, engine, findStack };
}
