import type {
  Deployment,
  Service,
  ServiceDeployment,
  ServiceRevision,
  ServiceRevisionSummary,
  Task,
} from '@aws-sdk/client-ecs';
import type { DeploymentRecord, RevisionRecord, ServiceRecord, TaskRecord } from './ecs-records.js';
import type { EcsWorld } from './ecs-world.js';
import { isAlive } from './tasks.js';

const EVENTS_SHOWN = 100;

function countTasks(service: ServiceRecord, taskDefinitionArn: string) {
  const alive = service.tasks.filter(
    (task) => isAlive(task) && task.taskDefinitionArn === taskDefinitionArn,
  );
  const runningCount = alive.filter(({ status }) => status === 'RUNNING').length;
  return { runningCount, pendingCount: alive.length - runningCount };
}

function describeOld(
  service: ServiceRecord,
  deployment: DeploymentRecord,
  status: string,
): Deployment {
  const { target } = deployment;
  return {
    id: deployment.id,
    status,
    taskDefinition: target.taskDefinitionArn,
    desiredCount: status === 'PRIMARY' ? service.desiredCount : 0,
    ...countTasks(service, target.taskDefinitionArn),
    failedTasks: deployment.failedTasks,
    createdAt: deployment.createdAt,
    updatedAt: deployment.updatedAt,
    rolloutState: deployment.rolloutState,
    rolloutStateReason: deployment.rolloutReason,
  };
}

function describeRollback(
  service: ServiceRecord,
  deployment: DeploymentRecord,
): Deployment | undefined {
  const { rollback } = deployment;
  if (!rollback) return undefined;
  const isDone = deployment.status === 'ROLLBACK_SUCCESSFUL';
  return {
    id: rollback.id,
    status: 'PRIMARY',
    taskDefinition: rollback.revision.taskDefinitionArn,
    desiredCount: service.desiredCount,
    ...countTasks(service, rollback.revision.taskDefinitionArn),
    failedTasks: 0,
    createdAt: rollback.startedAt,
    updatedAt: deployment.updatedAt,
    rolloutState:
      deployment.status === 'ROLLBACK_FAILED' ? 'FAILED' : isDone ? 'COMPLETED' : 'IN_PROGRESS',
    rolloutStateReason: `ECS deployment ${rollback.id} ${isDone ? 'completed' : 'in progress'}.`,
  };
}

/** The list `deployments`: PRIMARY first, then those whose tasks are still there. */
function describeDeployments(service: ServiceRecord): Deployment[] {
  const latest = service.deployments.at(-1);
  if (!latest) return [];
  const rollback = describeRollback(service, latest);
  const older = service.deployments
    .slice(0, -1)
    .filter(
      ({ target }) =>
        target !== latest.target && countTasks(service, target.taskDefinitionArn).runningCount > 0,
    )
    .slice(-1);
  const first = rollback ? [rollback] : [describeOld(service, latest, 'PRIMARY')];
  const failed =
    rollback && countTasks(service, latest.target.taskDefinitionArn).runningCount > 0
      ? [latest]
      : [];
  return [
    ...first,
    ...[...failed, ...(rollback ? [] : older)].map((one) => describeOld(service, one, 'ACTIVE')),
  ];
}

export function describeService(service: ServiceRecord): Service {
  const alive = service.tasks.filter(isAlive);
  const running = alive.filter(({ status }) => status === 'RUNNING').length;
  return {
    ...service.shown,
    serviceArn: service.arn,
    serviceName: service.name,
    clusterArn: service.clusterArn,
    status: service.status,
    desiredCount: service.desiredCount,
    runningCount: running,
    pendingCount: alive.length - running,
    taskDefinition: service.revision.taskDefinitionArn,
    loadBalancers: service.loadBalancers as Service['loadBalancers'],
    deploymentConfiguration: service.configuration,
    deploymentController: { type: 'ECS' },
    deployments: describeDeployments(service),
    events: service.events.slice(-EVENTS_SHOWN).reverse(),
    createdAt: service.createdAt,
    ...(service.active ? { currentServiceDeployment: service.active.deployment.arn } : {}),
    ...(service.completed
      ? {
          currentServiceRevisions: [
            {
              arn: service.completed.arn,
              requestedTaskCount: service.desiredCount,
              ...toSummary(service, service.completed),
            },
          ],
        }
      : {}),
  };
}

function toSummary(service: ServiceRecord, revision: RevisionRecord) {
  const { runningCount, pendingCount } = countTasks(service, revision.taskDefinitionArn);
  return { runningTaskCount: runningCount, pendingTaskCount: pendingCount };
}

const summarize = (
  service: ServiceRecord,
  revision: RevisionRecord,
  weight: number,
): ServiceRevisionSummary => ({
  arn: revision.arn,
  requestedTaskCount: service.desiredCount,
  ...toSummary(service, revision),
  requestedProductionTrafficWeight: weight,
});

export function describeServiceDeployment(
  service: ServiceRecord,
  deployment: DeploymentRecord,
): ServiceDeployment {
  const { source, rollback } = deployment;
  return {
    serviceDeploymentArn: deployment.arn,
    serviceArn: service.arn,
    clusterArn: service.clusterArn,
    createdAt: deployment.createdAt,
    updatedAt: deployment.updatedAt,
    status: deployment.status,
    deploymentConfiguration: deployment.configuration,
    sourceServiceRevisions: source
      ? [summarize(service, source, 100 - deployment.trafficWeight)]
      : [],
    targetServiceRevision: summarize(service, deployment.target, deployment.trafficWeight),
    deploymentCircuitBreaker: { ...deployment.breaker },
    alarms: {
      status: deployment.alarms.status,
      alarmNames: [...deployment.alarms.names],
      triggeredAlarmNames: [...deployment.alarms.triggered],
    },
    ...(deployment.startedAt ? { startedAt: deployment.startedAt } : {}),
    ...(deployment.finishedAt ? { finishedAt: deployment.finishedAt } : {}),
    ...(deployment.statusReason ? { statusReason: deployment.statusReason } : {}),
    ...describeStage(deployment),
    ...(deployment.hooks.length > 0 ? { lifecycleHookDetails: [...deployment.hooks] } : {}),
    ...(rollback
      ? {
          rollback: {
            reason: rollback.reason,
            startedAt: rollback.startedAt,
            serviceRevisionArn: rollback.revision.arn,
          },
        }
      : {}),
  };
}

/** The SDK's type leaves out a stage that its own documentation names: PRE_PRODUCTION_TRAFFIC_SHIFT. */
function describeStage({
  lifecycleStage,
}: DeploymentRecord): Pick<ServiceDeployment, 'lifecycleStage'> {
  return lifecycleStage
    ? { lifecycleStage: lifecycleStage as NonNullable<ServiceDeployment['lifecycleStage']> }
    : {};
}

export function describeRevision(
  ecs: EcsWorld,
  service: ServiceRecord,
  revision: RevisionRecord,
): ServiceRevision {
  return {
    serviceRevisionArn: revision.arn,
    serviceArn: service.arn,
    clusterArn: service.clusterArn,
    taskDefinition: revision.taskDefinitionArn,
    createdAt: revision.createdAt,
    containerImages: revision.images.map(({ name, image }) => {
      const parsed = ecs.images.parse(image);
      const digest =
        parsed?.digest ?? (parsed && ecs.images.find(parsed.repository, parsed)?.digest);
      return { containerName: name, image, ...(digest ? { imageDigest: digest } : {}) };
    }),
  };
}

export function describeTask(ecs: EcsWorld, service: ServiceRecord, task: TaskRecord): Task {
  const definition = ecs.store.taskDefinitions.get(task.taskDefinitionArn);
  return {
    taskArn: task.arn,
    clusterArn: service.clusterArn,
    taskDefinitionArn: task.taskDefinitionArn,
    group: `service:${service.name}`,
    startedBy: task.startedBy,
    lastStatus: task.status,
    desiredStatus: isAlive(task) ? 'RUNNING' : 'STOPPED',
    healthStatus: task.isHealthy ? 'HEALTHY' : 'UNKNOWN',
    launchType: 'FARGATE',
    createdAt: task.createdAt,
    containers: (definition?.containers ?? []).map(({ name, image }) => ({
      name,
      image,
      taskArn: task.arn,
      lastStatus: task.status,
      ...(task.stopCode === 'TaskFailedToStart' && task.stoppedReason
        ? { reason: task.stoppedReason }
        : {}),
    })),
    ...(task.startedAt ? { startedAt: task.startedAt } : {}),
    ...(task.stoppedAt ? { stoppedAt: task.stoppedAt, stoppingAt: task.stoppedAt } : {}),
    ...(task.stopCode ? { stopCode: task.stopCode } : {}),
    ...(task.stoppedReason ? { stoppedReason: task.stoppedReason } : {}),
  };
}
