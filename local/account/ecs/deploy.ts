/** The course of one service deployment. */
import { findNow, formatArn } from '../world.js';
import {
  createControl,
  type DeploymentControl,
  DeploymentInterrupted,
  watchAlarms,
} from './deployment-control.js';
import type {
  ActiveDeployment,
  DeploymentOutcome,
  DeploymentRecord,
  RevisionRecord,
  ServiceRecord,
} from './ecs-records.js';
import {
  addServiceEvent,
  announceDeployment,
  clusterNameOf,
  type EcsWorld,
  makeId,
} from './ecs-world.js';
import { createHooks } from './lifecycle-hooks.js';
import { loseImages } from './lose-images.js';
import { rollBackDeployment } from './roll-back-deployment.js';
import { rollOut } from './roll-out.js';
import { shiftTraffic } from './shift-traffic.js';

/** A circuit breaker trips at half of the desired count, but not below 3 nor above 200. */
function findThreshold(service: ServiceRecord): number {
  const threshold = service.configuration.deploymentCircuitBreaker?.thresholdConfiguration;
  const value = threshold?.value ?? 50;
  if (threshold?.type === 'COUNT') return value;
  const share = Math.ceil((service.desiredCount * value) / 100);
  return threshold?.type === 'UNBOUNDED_PERCENT'
    ? Math.max(1, share)
    : Math.min(200, Math.max(3, share));
}

function createRecord(
  ecs: EcsWorld,
  service: ServiceRecord,
  target: RevisionRecord,
): DeploymentRecord {
  const { deploymentCircuitBreaker, alarms } = service.configuration;
  const digits = ecs.world.dice.text(`ecs-svc/${service.name}`, 19, '0123456789');
  const id = `ecs-svc/${digits}`;
  const now = findNow(ecs.world);
  const path = `service-deployment/${clusterNameOf(service)}/${service.name}/${makeId(ecs, `deployment/${service.name}`, 21)}`;
  return {
    arn: formatArn(ecs.world, 'ecs', path),
    id,
    target,
    source: service.completed,
    configuration: service.configuration,
    createdAt: now,
    startedAt: undefined,
    finishedAt: undefined,
    updatedAt: now,
    status: 'PENDING',
    statusReason: undefined,
    lifecycleStage: undefined,
    hooks: [],
    rolloutState: 'IN_PROGRESS',
    rolloutReason: `ECS deployment ${id} in progress.`,
    breaker: {
      status: deploymentCircuitBreaker?.enable ? 'MONITORING' : 'DISABLED',
      failureCount: 0,
      threshold: findThreshold(service),
    },
    alarms: {
      status: alarms?.enable && (alarms.alarmNames ?? []).length > 0 ? 'MONITORING' : 'DISABLED',
      names: alarms?.enable ? (alarms.alarmNames ?? []) : [],
      triggered: [],
    },
    rollback: undefined,
    failedTasks: 0,
    trafficWeight: 0,
  };
}

const PENDING_MS = 1500;

export type Deployment = {
  readonly ecs: EcsWorld;
  readonly service: ServiceRecord;
  readonly deployment: DeploymentRecord;
  readonly control: DeploymentControl;
};

async function bringOut(given: Deployment, hooks: ReturnType<typeof createHooks>): Promise<void> {
  const { ecs, service, deployment, control } = given;
  await control.sleep(PENDING_MS);
  deployment.status = 'IN_PROGRESS';
  deployment.startedAt = findNow(ecs.world);
  announceDeployment(ecs, service, deployment, 'IN_PROGRESS', deployment.rolloutReason);
  const watch = watchAlarms(ecs, deployment, control);
  try {
    const strategy = deployment.configuration.strategy ?? 'ROLLING';
    if (strategy === 'ROLLING') await rollOut(given, watch.bakeMs);
    else await shiftTraffic(given, hooks, watch.bakeMs);
  } finally {
    watch.stop();
  }
}

function complete({ ecs, service, deployment }: Deployment): DeploymentOutcome {
  deployment.status = 'SUCCESSFUL';
  deployment.finishedAt = findNow(ecs.world);
  deployment.rolloutState = 'COMPLETED';
  deployment.rolloutReason = `ECS deployment ${deployment.id} completed.`;
  deployment.trafficWeight = 100;
  for (const monitor of [deployment.breaker, deployment.alarms]) {
    if (monitor.status === 'MONITORING') monitor.status = 'MONITORING_COMPLETE';
  }
  service.completed = deployment.target;
  service.proven.add(
    ecs.store.taskDefinitions.get(deployment.target.taskDefinitionArn)?.content ?? '',
  );
  loseImages(ecs, service);
  addServiceEvent(ecs, service, `(deployment ${deployment.id}) deployment completed.`);
  addServiceEvent(ecs, service, 'has reached a steady state.');
  announceDeployment(ecs, service, deployment, 'COMPLETED', deployment.rolloutReason);
  return { kind: 'successful' };
}

function supersede({ ecs, deployment }: Deployment): DeploymentOutcome {
  deployment.status = 'STOPPED';
  deployment.statusReason = 'The service deployment was replaced by a newer one.';
  deployment.finishedAt = findNow(ecs.world);
  return { kind: 'superseded' };
}

async function run(
  given: Deployment,
  hooks: ReturnType<typeof createHooks>,
): Promise<DeploymentOutcome> {
  try {
    await bringOut(given, hooks);
    return complete(given);
  } catch (error) {
    if (!(error instanceof DeploymentInterrupted)) throw error;
    if (error.why === 'superseded') return supersede(given);
    await rollBackDeployment(given, error.why);
    return { kind: 'failed', cause: error.why };
  }
}

/** A deployment that is over since before the story began. */
export function recordCompleted(ecs: EcsWorld, service: ServiceRecord): DeploymentRecord {
  const record = createRecord(ecs, service, service.revision);
  const deployment: DeploymentRecord = {
    ...record,
    status: 'SUCCESSFUL',
    startedAt: record.createdAt,
    finishedAt: record.createdAt,
    rolloutState: 'COMPLETED',
    rolloutReason: `ECS deployment ${record.id} completed.`,
    trafficWeight: 100,
  };
  service.revisions.set(service.revision.arn, service.revision);
  service.deployments.push(deployment);
  service.completed = service.revision;
  const content = ecs.store.taskDefinitions.get(service.revision.taskDefinitionArn)?.content;
  service.proven.add(content ?? '');
  return deployment;
}

/** Starts to bring out a revision. A deployment that is still under way gives way to it. */
export function startDeployment(
  ecs: EcsWorld,
  service: ServiceRecord,
  target: RevisionRecord,
): ActiveDeployment {
  service.active?.interrupt('superseded');
  const deployment = createRecord(ecs, service, target);
  service.revisions.set(target.arn, target);
  service.revision = target;
  service.deployments.push(deployment);
  const control = createControl(ecs, service);
  const given: Deployment = { ecs, service, deployment, control };
  const hooks = createHooks(given);
  const outcome = run(given, hooks).then((result) => {
    if (service.active === active) service.active = undefined;
    return result;
  });
  const active: ActiveDeployment = {
    deployment,
    outcome,
    interrupt: control.interrupt,
    answerHook: hooks.answer,
  };
  service.active = active;
  return active;
}
