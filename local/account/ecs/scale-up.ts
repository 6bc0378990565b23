/** Brings up the tasks of a revision, or fails to. */
import type { DeploymentControl } from './deployment-control.js';
import type { DeploymentRecord, RevisionRecord, ServiceRecord } from './ecs-records.js';
import { addServiceEvent, type EcsWorld } from './ecs-world.js';
import { isRunningFor, markRunning, startTasks, stopTasks } from './tasks.js';

/** Seconds, [least, spread]: plausible for Fargate. */
const PROVISIONING = [20, 25] as const;
const HEALTH_BEHIND_LOAD_BALANCER = [20, 20] as const;
const HEALTH = [5, 10] as const;
const UNTIL_UNHEALTHY = [45, 30] as const;
const UNTIL_PULL_FAILS = [10, 10] as const;

type Fault = {
  readonly stopCode: 'TaskFailedToStart' | 'EssentialContainerExited' | 'ServiceSchedulerInitiated';
  readonly reason: string;
  readonly time: readonly [number, number];
};

function findMissingImage(ecs: EcsWorld, revision: RevisionRecord): string | undefined {
  return revision.images.map(({ image }) => image).find((image) => !ecs.images.isPullable(image));
}

function findFault(
  ecs: EcsWorld,
  service: ServiceRecord,
  revision: RevisionRecord,
): Fault | undefined {
  const image = findMissingImage(ecs, revision);
  if (image) {
    const reason = `CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref ${image}: ${image}: not found`;
    return { stopCode: 'TaskFailedToStart', reason, time: UNTIL_PULL_FAILS };
  }
  const content = ecs.store.taskDefinitions.get(revision.taskDefinitionArn)?.content ?? '';
  if (!ecs.world.mishaps.hits('unhealthy-release', service.owner) || service.proven.has(content))
    return undefined;
  const reason =
    service.loadBalancers.length > 0
      ? 'Task failed ELB health checks in its target group'
      : 'Task failed container health checks';
  return { stopCode: 'ServiceSchedulerInitiated', reason, time: UNTIL_UNHEALTHY };
}

export type ScaleUp = {
  readonly ecs: EcsWorld;
  readonly service: ServiceRecord;
  readonly deployment: DeploymentRecord;
  readonly revision: RevisionRecord;
  /** `ecs-svc/…` that the tasks are started by. */
  readonly startedBy: string;
  readonly control: DeploymentControl;
  /** Called after each round of failed tasks; throws or interrupts when it is enough. */
  readonly onFailedTasks: (count: number) => void;
};

const pick = ({ ecs, service }: ScaleUp, [least, spread]: readonly [number, number]): number =>
  (least + ecs.world.dice.roll(`ecs-time/${service.name}`) * spread) * 1000;

async function failRound(scaleUp: ScaleUp, fault: Fault, count: number): Promise<void> {
  const { ecs, service, revision, startedBy, control } = scaleUp;
  const tasks = startTasks(ecs, service, revision, startedBy, count);
  try {
    await control.sleep(pick(scaleUp, fault.time));
  } finally {
    stopTasks(ecs, service, tasks, fault.stopCode, fault.reason);
  }
  addServiceEvent(ecs, service, `has stopped ${count} running tasks: ${fault.reason}.`);
  scaleUp.onFailedTasks(count);
}

/** Ends when the wanted number of tasks of the revision is running and healthy. */
export async function scaleUp(given: ScaleUp, wanted: number): Promise<void> {
  const { ecs, service, revision, startedBy, control } = given;
  for (;;) {
    const missing = wanted - service.tasks.filter((task) => isRunningFor(task, revision)).length;
    if (missing <= 0) return;
    const fault = findFault(ecs, service, revision);
    if (fault) {
      await failRound(given, fault, missing);
      continue;
    }
    const tasks = startTasks(ecs, service, revision, startedBy, missing);
    addServiceEvent(ecs, service, `has started ${missing} tasks.`);
    await control.sleep(pick(given, PROVISIONING));
    markRunning(ecs, tasks);
    const isBalanced = service.loadBalancers.length > 0;
    await control.sleep(pick(given, isBalanced ? HEALTH_BEHIND_LOAD_BALANCER : HEALTH));
    for (const task of tasks) task.isHealthy = task.status === 'RUNNING';
  }
}
