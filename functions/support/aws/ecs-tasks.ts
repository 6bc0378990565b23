import { DescribeTasksCommand, ListTasksCommand, type Task } from '@aws-sdk/client-ecs';
import type { StoppedTask } from '../../../core/stack/root-cause.js';
import { clusterOf, ecs, unlessGone } from './ecs.js';

/** `arn:…:task-definition/<family>:<revision>` -> family */
const familyOf = (taskDefinitionArn: string): string | undefined =>
  taskDefinitionArn.split('/').at(-1)?.split(':')[0];

/** DescribeTasks takes at most 100; more tasks say nothing more about why. */
const MOST_TASKS = 100;

async function describeTasks(
  cluster: string,
  taskArns: readonly string[],
): Promise<readonly Task[]> {
  if (taskArns.length === 0) return [];
  const { tasks } = await ecs.send(
    new DescribeTasksCommand({ cluster, tasks: taskArns.slice(0, MOST_TASKS) }),
  );
  return tasks ?? [];
}

/**
 * Tasks of the service that stopped from `sinceMs` on, oldest first. ECS shows stopped tasks for an hour. By family where
 * the task definition is known: a service that was never completed is gone, its tasks are still told.
 */
export async function listStoppedTasks(
  serviceArn: string,
  taskDefinitionArn: string | undefined,
  sinceMs: number,
): Promise<readonly StoppedTask[]> {
  const cluster = clusterOf(serviceArn);
  const filter = taskDefinitionArn
    ? { family: familyOf(taskDefinitionArn) }
    : { serviceName: serviceArn };
  const listed = await unlessGone(
    ecs.send(new ListTasksCommand({ cluster, ...filter, desiredStatus: 'STOPPED' })),
  );
  const tasks = await describeTasks(cluster, listed?.taskArns ?? []);
  return tasks
    .filter((task) => (task.stoppedAt?.getTime() ?? 0) >= sinceMs)
    .sort((one, other) => Number(one.stoppedAt) - Number(other.stoppedAt))
    .map(toStoppedTask);
}

function toStoppedTask({ stoppedReason = '', containers = [] }: Task): StoppedTask {
  const ended =
    containers.find(({ exitCode }) => exitCode !== undefined && exitCode !== 0) ??
    containers.find(({ reason }) => reason);
  if (!ended) return { reason: stoppedReason };
  return {
    reason: stoppedReason,
    container: ended.name,
    exitCode: ended.exitCode ?? null,
    containerReason: ended.reason,
  };
}

/** When the last running task of this task definition began to run; undefined when none runs. */
export async function findRunningSince(
  serviceArn: string,
  taskDefinitionArn: string,
): Promise<number | undefined> {
  const cluster = clusterOf(serviceArn);
  const family = familyOf(taskDefinitionArn);
  const { taskArns = [] } = await ecs.send(new ListTasksCommand({ cluster, family }));
  const tasks = await describeTasks(cluster, taskArns);
  const started = tasks
    .filter((task) => task.taskDefinitionArn === taskDefinitionArn)
    .flatMap(({ startedAt }) => startedAt?.getTime() ?? []);
  return started.length > 0 ? Math.max(...started) : undefined;
}
