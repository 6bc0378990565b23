import type { DeploymentConfiguration } from '@aws-sdk/client-ecs';
import { findNow, formatArn } from '../world.js';
import { recordCompleted, startDeployment } from './deploy.js';
import type { ActiveDeployment, RevisionRecord, ServiceRecord } from './ecs-records.js';
import { clusterNameOf, type EcsWorld, formatServiceArn, makeId } from './ecs-world.js';
import { scaleIn } from './roll-out.js';
import { isRunningFor, markRunning, startTasks } from './tasks.js';

export type ServiceDefinition = {
  readonly name: string;
  readonly cluster: string;
  readonly taskDefinitionArn: string;
  readonly desiredCount: number | undefined;
  readonly configuration: DeploymentConfiguration;
  readonly loadBalancers: readonly unknown[];
  readonly shown: { readonly [field: string]: unknown };
  readonly owner: ServiceRecord['owner'];
};

export const nameOfCluster = (cluster: string | undefined): string =>
  (cluster ?? 'default').split('/').at(-1) ?? 'default';

function createRevision(
  ecs: EcsWorld,
  service: { readonly name: string; readonly cluster: string },
  definition: Pick<ServiceDefinition, 'taskDefinitionArn' | 'loadBalancers'>,
): RevisionRecord {
  const id = ecs.world.dice.text(`revision/${service.name}`, 19, '0123456789');
  return {
    arn: formatArn(ecs.world, 'ecs', `service-revision/${service.cluster}/${service.name}/${id}`),
    taskDefinitionArn: definition.taskDefinitionArn,
    createdAt: findNow(ecs.world),
    images: ecs.store.taskDefinitions.get(definition.taskDefinitionArn)?.containers ?? [],
    loadBalancers: definition.loadBalancers,
  };
}

/** A service without tasks; `startFirst` or `settle` brings them. */
export function createService(ecs: EcsWorld, definition: ServiceDefinition): ServiceRecord {
  const cluster = nameOfCluster(definition.cluster);
  const arn = formatServiceArn(ecs, cluster, definition.name);
  const service: ServiceRecord = {
    arn,
    name: definition.name,
    clusterArn: formatArn(ecs.world, 'ecs', `cluster/${cluster}`),
    createdAt: findNow(ecs.world),
    status: 'ACTIVE',
    desiredCount: definition.desiredCount ?? 1,
    configuration: definition.configuration,
    loadBalancers: definition.loadBalancers,
    shown: definition.shown,
    revision: createRevision(ecs, { name: definition.name, cluster }, definition),
    completed: undefined,
    revisions: new Map(),
    deployments: [],
    tasks: [],
    events: [],
    owner: definition.owner,
    proven: new Set(),
    active: undefined,
  };
  ecs.store.services.set(arn, service);
  return service;
}

export const startFirst = (ecs: EcsWorld, service: ServiceRecord): ActiveDeployment =>
  startDeployment(ecs, service, service.revision);

/** Running since ever: for stacks that are put in place. */
export function settle(ecs: EcsWorld, service: ServiceRecord): void {
  const deployment = recordCompleted(ecs, service);
  const tasks = startTasks(ecs, service, service.revision, deployment.id, service.desiredCount);
  markRunning(ecs, tasks);
  for (const task of tasks) task.isHealthy = true;
}

/** The last deployment left the service without the tasks that it should have. */
const isBroken = (service: ServiceRecord): boolean => {
  const latest = service.deployments.at(-1);
  return latest?.status === 'ROLLBACK_FAILED' || latest?.status === 'STOPPED';
};

/** Does this change need new tasks? */
const needsDeployment = (
  service: ServiceRecord,
  definition: ServiceDefinition,
  isForced: boolean,
): boolean =>
  isForced ||
  isBroken(service) ||
  service.revision.taskDefinitionArn !== definition.taskDefinitionArn ||
  JSON.stringify([service.loadBalancers, service.shown]) !==
    JSON.stringify([definition.loadBalancers, definition.shown]);

/** Starts a deployment where one is needed; otherwise only counts and configuration change, and it returns undefined. */
export function changeService(
  ecs: EcsWorld,
  service: ServiceRecord,
  definition: ServiceDefinition,
  isForced = false,
): ActiveDeployment | undefined {
  const isNeeded = needsDeployment(service, definition, isForced);
  service.configuration = definition.configuration;
  service.loadBalancers = definition.loadBalancers;
  service.shown = definition.shown;
  if (definition.desiredCount !== undefined) service.desiredCount = definition.desiredCount;
  if (isNeeded) {
    const revision = createRevision(
      ecs,
      { name: service.name, cluster: clusterNameOf(service) },
      definition,
    );
    return startDeployment(ecs, service, revision);
  }
  if (!service.active) scaleTo(ecs, service);
  return undefined;
}

const SCALE_MS = 40_000;

/** New tasks of the same revision need a while; nobody waits for them here. */
function scaleTo(ecs: EcsWorld, service: ServiceRecord): void {
  scaleIn(ecs, service);
  const running = service.tasks.filter((task) => isRunningFor(task, service.revision)).length;
  const missing = service.desiredCount - running;
  if (missing <= 0) return;
  const startedBy = service.deployments.at(-1)?.id ?? makeId(ecs, service.name);
  const tasks = startTasks(ecs, service, service.revision, startedBy, missing);
  ecs.world.clock.after(SCALE_MS, () => {
    markRunning(ecs, tasks);
    for (const task of tasks) task.isHealthy = task.status === 'RUNNING';
  });
}
