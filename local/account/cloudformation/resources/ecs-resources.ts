/** AWS::ECS::Service and AWS::ECS::TaskDefinition. */
import type { DeploymentConfiguration } from '@aws-sdk/client-ecs';
import type {
  ActiveDeployment,
  ContainerRecord,
  FailureCause,
  ServiceRecord,
} from '../../ecs/ecs-records.js';
import type { EcsWorld } from '../../ecs/ecs-world.js';
import {
  changeService,
  createService,
  nameOfCluster,
  type ServiceDefinition,
  settle,
  startFirst,
} from '../../ecs/manage-services.js';
import { stopTasks } from '../../ecs/tasks.js';
import { formatArn } from '../../world.js';
import type { Properties } from '../stack-records.js';
import { toCamelCase } from './camel-case.js';
import { createResourceProvider, nameOf } from './generic-resource.js';
import { findName, makeName } from './physical-ids.js';
import {
  handlerFailure,
  ResourceFailure,
  type ResourceProvider,
  type ResourceRequest,
  type ResourceState,
} from './provider.js';

type CfnContainer = {
  readonly Name?: string;
  readonly Image?: string;
  readonly Essential?: unknown;
};

function findContainers({ ContainerDefinitions }: Properties): readonly ContainerRecord[] {
  const list = Array.isArray(ContainerDefinitions)
    ? (ContainerDefinitions as readonly CfnContainer[])
    : [];
  return list.map(({ Name = '', Image = '', Essential }) => ({
    name: Name,
    image: Image,
    isEssential: String(Essential ?? true) === 'true',
  }));
}

function registerTaskDefinition(ecs: EcsWorld, request: ResourceRequest): string {
  const { properties } = request;
  const given = properties.Family;
  const family = typeof given === 'string' ? given : makeName(nameOf(request));
  const earlier = [...ecs.store.taskDefinitions.values()].filter((one) => one.family === family);
  const revision = (earlier.at(-1)?.revision ?? 0) + 1;
  const arn = formatArn(ecs.world, 'ecs', `task-definition/${family}:${revision}`);
  ecs.store.taskDefinitions.set(arn, {
    arn,
    family,
    revision,
    containers: findContainers(properties),
    content: JSON.stringify(properties),
    shown: toCamelCase(properties) as { readonly [field: string]: unknown },
    isActive: true,
  });
  return arn;
}

export function createTaskDefinitionProvider(ecs: EcsWorld): ResourceProvider {
  return createResourceProvider({
    physicalId: (request) => registerTaskDefinition(ecs, request),
    attributes: (_, physicalId) => ({ TaskDefinitionArn: physicalId }),
    destroy: (_, physicalId) => {
      const found = ecs.store.taskDefinitions.get(physicalId);
      if (found) found.isActive = false;
    },
  });
}

/** Properties that a service has beside those that are modelled: a change of one brings out new tasks. */
const FURTHER = [
  'NetworkConfiguration',
  'PlatformVersion',
  'LaunchType',
  'CapacityProviderStrategy',
  'ServiceRegistries',
  'ServiceConnectConfiguration',
  'VolumeConfigurations',
  'EnableExecuteCommand',
  'PropagateTags',
  'ForceNewDeployment',
] as const;

const asNumber = (value: unknown): number | undefined =>
  value === undefined ? undefined : Number(value);

const isTrue = (value: unknown): boolean => String(value) === 'true';

/** Booleans and numbers of a deployment configuration may be texts in a template. */
function readConfiguration(properties: Properties): DeploymentConfiguration {
  const shown = (toCamelCase(properties.DeploymentConfiguration ?? {}) ??
    {}) as DeploymentConfiguration;
  const { deploymentCircuitBreaker, alarms } = shown;
  return {
    ...shown,
    maximumPercent: asNumber(shown.maximumPercent) ?? 200,
    minimumHealthyPercent: asNumber(shown.minimumHealthyPercent) ?? 100,
    ...(deploymentCircuitBreaker
      ? {
          deploymentCircuitBreaker: {
            ...deploymentCircuitBreaker,
            enable: isTrue(deploymentCircuitBreaker.enable),
            rollback: isTrue(deploymentCircuitBreaker.rollback),
          },
        }
      : {}),
    ...(alarms
      ? {
          alarms: {
            alarmNames: alarms.alarmNames ?? [],
            enable: isTrue(alarms.enable),
            rollback: isTrue(alarms.rollback),
          },
        }
      : {}),
  };
}

function checkHooks(configuration: DeploymentConfiguration): void {
  if (configuration.lifecycleHooks?.some(({ targetType }) => targetType !== 'PAUSE')) {
    throw new ResourceFailure('The simulated account supports lifecycle hooks of type PAUSE only.');
  }
}

function define(request: ResourceRequest, name: string): ServiceDefinition {
  const { properties, run, stack } = request;
  const balancers = properties.LoadBalancers;
  const further = FURTHER.flatMap((field) =>
    properties[field] === undefined ? [] : [[field, properties[field]] as const],
  );
  const configuration = readConfiguration(properties);
  checkHooks(configuration);
  return {
    name,
    configuration,
    cluster: nameOfCluster(typeof properties.Cluster === 'string' ? properties.Cluster : undefined),
    taskDefinitionArn: String(properties.TaskDefinition),
    desiredCount: asNumber(properties.DesiredCount),
    loadBalancers: Array.isArray(balancers) ? (toCamelCase(balancers) as readonly unknown[]) : [],
    shown: toCamelCase(Object.fromEntries(further)) as ServiceDefinition['shown'],
    owner: { stackName: stack.rootName, tags: run.target.tags },
  };
}

const describe = (service: ServiceRecord): ResourceState => ({
  physicalId: service.arn,
  attributes: { Name: service.name, ServiceArn: service.arn },
});

const TEXTS: { readonly [cause in FailureCause]: string } = {
  'circuit-breaker': 'ECS Deployment Circuit Breaker was triggered',
  alarm: 'ECS Deployment Alarm was triggered',
  stopped: 'ECS Service Deployment was stopped',
  hook: 'ECS Deployment Lifecycle Hook requested a rollback',
  timeout: 'ECS Deployment timed out',
};

/** CloudFormation gives a rolling update three hours to become stable, and a day and a half to one that bakes or pauses. */
const STABILIZATION_HOURS = { rolling: 3, shifting: 36 } as const;

function findStabilizationMs({ deployment: { configuration } }: ActiveDeployment): number {
  const strategy = configuration.strategy ?? 'ROLLING';
  return STABILIZATION_HOURS[strategy === 'ROLLING' ? 'rolling' : 'shifting'] * 3_600_000;
}

async function waitForDeployment(
  ecs: EcsWorld,
  request: ResourceRequest,
  active: ActiveDeployment | undefined,
): Promise<void> {
  if (!active) return;
  let cancel = (): void => undefined;
  const timeout = new Promise<'timeout'>((resolve) => {
    cancel = ecs.world.clock.after(findStabilizationMs(active), () => resolve('timeout'), 'limit');
  });
  try {
    const result = await request.wait(Promise.race([active.outcome, timeout]));
    if (result === 'timeout')
      throw handlerFailure(request, 'Exceeded attempts to wait', 'NotStabilized');
    if (result.kind === 'superseded') {
      throw handlerFailure(
        request,
        'The service deployment was replaced by a newer one',
        'NotStabilized',
      );
    }
    if (result.kind === 'failed') {
      const text = `Error occurred during operation '${TEXTS[result.cause]}'.`;
      throw handlerFailure(request, text, 'GeneralServiceException');
    }
  } finally {
    cancel();
  }
}

const CALL_MS = 3000;
const DRAIN_MS = 45_000;

const getService = (ecs: EcsWorld, arn: string): ServiceRecord => {
  const service = ecs.store.services.get(arn);
  if (!service) throw new ResourceFailure(`Service ${arn} not found`);
  return service;
};

export function createServiceProvider(ecs: EcsWorld): ResourceProvider {
  const make = (request: ResourceRequest): ServiceRecord =>
    createService(ecs, define(request, findName(nameOf(request)).split('/').at(-1) ?? ''));
  return {
    create: async (request) => {
      await request.sleep(CALL_MS);
      const service = make(request);
      request.initiated(service.arn);
      await waitForDeployment(ecs, request, startFirst(ecs, service));
      return describe(service);
    },
    update: async (request, before) => {
      await request.sleep(CALL_MS);
      const service = getService(ecs, before.physicalId);
      const active = changeService(ecs, service, define(request, service.name));
      await waitForDeployment(ecs, request, active);
      // On its way back to this very revision already: ECS was quicker.
      if (!active && service.active) await request.wait(service.active.outcome);
      return describe(service);
    },
    remove: async (request, record) => {
      const service = ecs.store.services.get(record.physicalId);
      if (!service || service.status === 'INACTIVE') return;
      service.active?.interrupt('superseded');
      service.status = 'DRAINING';
      service.desiredCount = 0;
      stopTasks(
        ecs,
        service,
        service.tasks,
        'ServiceSchedulerInitiated',
        'Scaling activity initiated by deletion of the service',
      );
      await request.sleep(DRAIN_MS);
      service.status = 'INACTIVE';
    },
    place: (request) => {
      const service = make(request);
      settle(ecs, service);
      return describe(service);
    },
  };
}
