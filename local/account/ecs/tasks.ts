import { findNow, formatArn } from '../world.js';
import type { RevisionRecord, ServiceRecord, TaskRecord } from './ecs-records.js';
import { clusterNameOf, type EcsWorld, makeId } from './ecs-world.js';

/** Stopped tasks stay visible for a while; older ones are forgotten. */
const STOPPED_KEPT = 20;

export const isRunningFor = (task: TaskRecord, revision: RevisionRecord): boolean =>
  task.status === 'RUNNING' &&
  task.isHealthy &&
  task.taskDefinitionArn === revision.taskDefinitionArn;

export const isAlive = (task: TaskRecord): boolean => task.status !== 'STOPPED';

export function startTasks(
  ecs: EcsWorld,
  service: ServiceRecord,
  revision: RevisionRecord,
  startedBy: string,
  count: number,
): readonly TaskRecord[] {
  const tasks = Array.from({ length: count }, (): TaskRecord => {
    const id = makeId(ecs, `task/${service.name}`);
    return {
      arn: formatArn(ecs.world, 'ecs', `task/${clusterNameOf(service)}/${id}`),
      taskDefinitionArn: revision.taskDefinitionArn,
      startedBy,
      createdAt: findNow(ecs.world),
      status: 'PROVISIONING',
      isHealthy: false,
      startedAt: undefined,
      stoppedAt: undefined,
      stopCode: undefined,
      stoppedReason: undefined,
    };
  });
  service.tasks.push(...tasks);
  return tasks;
}

export function markRunning(ecs: EcsWorld, tasks: readonly TaskRecord[]): void {
  for (const task of tasks) {
    if (!isAlive(task)) continue;
    task.status = 'RUNNING';
    task.startedAt = findNow(ecs.world);
  }
}

export function stopTasks(
  ecs: EcsWorld,
  service: ServiceRecord,
  tasks: readonly TaskRecord[],
  stopCode: NonNullable<TaskRecord['stopCode']>,
  reason: string,
): void {
  for (const task of tasks) {
    if (!isAlive(task)) continue;
    task.status = 'STOPPED';
    task.isHealthy = false;
    task.stopCode = stopCode;
    task.stoppedReason = reason;
    task.stoppedAt = findNow(ecs.world);
  }
  const stopped = service.tasks.filter((task) => !isAlive(task));
  const forgotten = new Set(stopped.slice(0, Math.max(0, stopped.length - STOPPED_KEPT)));
  const kept = service.tasks.filter((task) => !forgotten.has(task));
  service.tasks.splice(0, service.tasks.length, ...kept);
}
