import type {
  DescribeTaskDefinitionCommandInput,
  DescribeTasksCommandInput,
  ListTasksCommandInput,
} from '@aws-sdk/client-ecs';
import { refuseFields } from '../operations.js';
import { findPage } from '../pages.js';
import { ServiceError } from '../service-error.js';
import { formatArn } from '../world.js';
import { describeTask } from './describe-ecs.js';
import type { TaskDefinitionRecord } from './ecs-records.js';
import type { EcsWorld } from './ecs-world.js';
import { nameOfCluster } from './manage-services.js';
import { isAlive } from './tasks.js';

const PAGE_SIZE = 100;

export function getTaskDefinition(ecs: EcsWorld, name: string): TaskDefinitionRecord {
  const arn = name.startsWith('arn:')
    ? name
    : formatArn(ecs.world, 'ecs', `task-definition/${name}`);
  const exact = ecs.store.taskDefinitions.get(arn);
  const latest = [...ecs.store.taskDefinitions.values()]
    .filter((one) => one.family === name && one.isActive)
    .at(-1);
  const found = exact ?? latest;
  if (found) return found;
  throw new ServiceError('ClientException', 'Unable to describe task definition.');
}

export function describeTaskDefinition(ecs: EcsWorld, input: DescribeTaskDefinitionCommandInput) {
  const found = getTaskDefinition(ecs, input.taskDefinition ?? '');
  return {
    taskDefinition: {
      ...found.shown,
      taskDefinitionArn: found.arn,
      family: found.family,
      revision: found.revision,
      status: found.isActive ? 'ACTIVE' : 'INACTIVE',
    },
  };
}

export function listTasks(ecs: EcsWorld, input: ListTasksCommandInput) {
  refuseFields('ECS', 'ListTasks', input, ['containerInstance', 'launchType']);
  const cluster = formatArn(ecs.world, 'ecs', `cluster/${nameOfCluster(input.cluster)}`);
  const wantsStopped = input.desiredStatus === 'STOPPED';
  const tasks = [...ecs.store.services.values()]
    .filter((service) => service.clusterArn === cluster)
    .filter(
      ({ name, arn }) =>
        !input.serviceName || input.serviceName === name || input.serviceName === arn,
    )
    .flatMap((service) => service.tasks)
    .filter((task) => isAlive(task) !== wantsStopped)
    .filter((task) => !input.startedBy || task.startedBy === input.startedBy)
    .filter((task) => !input.family || task.taskDefinitionArn.includes(`/${input.family}:`));
  const page = findPage(tasks, input.nextToken, input.maxResults ?? PAGE_SIZE);
  return {
    taskArns: page.items.map(({ arn }) => arn),
    ...(page.nextToken ? { nextToken: page.nextToken } : {}),
  };
}

export function describeTasks(ecs: EcsWorld, { tasks = [] }: DescribeTasksCommandInput) {
  const known = [...ecs.store.services.values()].flatMap((service) =>
    service.tasks.map((task) => ({ service, task })),
  );
  const found = tasks.map((name) => ({
    name,
    known: known.find(({ task }) => task.arn === name || task.arn.endsWith(`/${name}`)),
  }));
  return {
    tasks: found.flatMap((one) =>
      one.known ? [describeTask(ecs, one.known.service, one.known.task)] : [],
    ),
    failures: found
      .filter((one) => !one.known)
      .map(({ name }) => ({ arn: name, reason: 'MISSING' })),
  };
}
