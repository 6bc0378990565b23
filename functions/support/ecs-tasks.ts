import {
  DescribeServiceDeploymentsCommand,
  DescribeServicesCommand,
  DescribeTasksCommand,
  ListServiceDeploymentsCommand,
  ListTasksCommand,
  type Service,
  type Task,
} from '@aws-sdk/client-ecs';
import type { StoppedTask } from '../../core/stack/root-cause.js';
import { ecs } from './ecs.js';

/** `arn:…:service/<cluster>/<service>` */
const clusterOf = (serviceArn: string): string => serviceArn.split('/').at(-2) ?? '';

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
 * it is known: a service that was never completed is gone, its tasks are still told.
 */
export async function listStoppedTasks(
  serviceArn: string,
  family: string | undefined,
  sinceMs: number,
): Promise<readonly StoppedTask[]> {
  const cluster = clusterOf(serviceArn);
  const filter = family ? { family } : { serviceName: serviceArn };
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

/** When the last task of the service's newest deployment began to run; undefined when none runs. */
export async function findRunningSince(serviceArn: string): Promise<number | undefined> {
  const cluster = clusterOf(serviceArn);
  const service = await findRawService(serviceArn);
  const primary = service?.deployments?.find(({ status }) => status === 'PRIMARY');
  if (!primary?.id) return undefined;
  // ECS takes startedBy as the only filter; without a status it means running ones.
  const { taskArns = [] } = await ecs.send(
    new ListTasksCommand({ cluster, startedBy: primary.id }),
  );
  const tasks = await describeTasks(cluster, taskArns);
  const started = tasks.flatMap(({ startedAt }) => startedAt?.getTime() ?? []);
  return started.length > 0 ? Math.max(...started) : undefined;
}

export type ServiceTrouble = {
  /** Why targets were unhealthy, in ECS's words about the load balancer's checks. */
  readonly unhealthyTargets: readonly string[];
  readonly targetGroups: readonly string[];
  readonly alarms: readonly string[];
};

/** `(service x) (port 80) is unhealthy in (target-group arn) due to (reason Health checks failed with these codes: [502])` */
const UNHEALTHY = /is unhealthy in \(?target-group \S+\)? due to \(reason (?<reason>.+?)\)\.?$/;

/** What the service itself says of its trouble: its messages since then, and the alarms that stopped its deployment. */
export async function findServiceTrouble(
  serviceArn: string,
  sinceMs: number,
): Promise<ServiceTrouble> {
  const [service, alarms] = await Promise.all([
    findRawService(serviceArn),
    listTriggeredAlarms(serviceArn),
  ]);
  const messages = (service?.events ?? [])
    .filter(({ createdAt }) => (createdAt?.getTime() ?? 0) >= sinceMs)
    .flatMap(({ message }) => UNHEALTHY.exec(message ?? '')?.groups?.reason ?? []);
  return {
    alarms,
    unhealthyTargets: [...new Set(messages)],
    targetGroups: (service?.loadBalancers ?? []).flatMap(
      ({ targetGroupArn }) => targetGroupArn ?? [],
    ),
  };
}

async function findRawService(serviceArn: string): Promise<Service | undefined> {
  const { services } = await ecs.send(
    new DescribeServicesCommand({ cluster: clusterOf(serviceArn), services: [serviceArn] }),
  );
  return services?.[0];
}

/** Alarms that stopped the newest deployment of the service. */
async function listTriggeredAlarms(serviceArn: string): Promise<readonly string[]> {
  const listed = await unlessGone(
    ecs.send(
      new ListServiceDeploymentsCommand({
        cluster: clusterOf(serviceArn),
        service: serviceArn,
        maxResults: 1,
      }),
    ),
  );
  const arn = listed?.serviceDeployments?.[0]?.serviceDeploymentArn;
  if (!arn) return [];
  const { serviceDeployments: described = [] } = await ecs.send(
    new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [arn] }),
  );
  return described[0]?.alarms?.triggeredAlarmNames ?? [];
}

const GONE = new Set([
  'ServiceNotFoundException',
  'ServiceNotActiveException',
  'ClusterNotFoundException',
]);

async function unlessGone<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof Error && GONE.has(error.name)) return undefined;
    throw error;
  }
}
