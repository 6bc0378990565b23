import type { AlarmBoard } from '../cloudwatch/alarm-board.js';
import { HEX_DIGITS } from '../dice.js';
import type { ImageRegistry } from '../ecr/image-registry.js';
import type { DeploymentProgressEvent } from '../simulated-account.js';
import { findNow, formatArn, type World } from '../world.js';
import type { DeploymentRecord, EcsStore, ServiceRecord } from './ecs-records.js';

export type EcsWorld = {
  readonly world: World;
  readonly store: EcsStore;
  readonly alarms: AlarmBoard;
  readonly images: ImageRegistry;
  readonly notify: (event: DeploymentProgressEvent) => void;
};

export const makeId = (ecs: EcsWorld, key: string, length = 32): string =>
  ecs.world.dice.text(key, length, HEX_DIGITS);

export const clusterNameOf = (service: ServiceRecord): string =>
  service.clusterArn.split('/').at(-1) ?? '';

/** `(service api) has reached a steady state.`: newest last here, newest first in answers. */
export function addServiceEvent(ecs: EcsWorld, service: ServiceRecord, text: string): void {
  service.events.push({
    id: ecs.world.dice.uuid(`service-event/${service.name}`),
    createdAt: findNow(ecs.world),
    message: `(service ${service.name}) ${text}`,
  });
}

/** `ECS Deployment State Change`, and the progress hook. */
export function announceDeployment(
  ecs: EcsWorld,
  service: ServiceRecord,
  deployment: DeploymentRecord,
  event: 'IN_PROGRESS' | 'COMPLETED' | 'FAILED',
  reason: string,
): void {
  deployment.updatedAt = findNow(ecs.world);
  ecs.world.send({
    source: 'aws.ecs',
    detailType: 'ECS Deployment State Change',
    resources: [service.arn],
    detail: {
      eventType: event === 'FAILED' ? 'ERROR' : 'INFO',
      eventName: `SERVICE_DEPLOYMENT_${event}`,
      deploymentId: deployment.id,
      updatedAt: deployment.updatedAt.toISOString(),
      reason,
    },
  });
  ecs.notify({
    at: ecs.world.clock.now(),
    serviceArn: service.arn,
    serviceName: service.name,
    deploymentArn: deployment.arn,
    status: deployment.status,
    reason,
  });
}

export const formatServiceArn = (ecs: EcsWorld, cluster: string, name: string): string =>
  formatArn(ecs.world, 'ecs', `service/${cluster}/${name}`);
