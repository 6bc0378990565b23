import { createHash } from 'node:crypto';
import { describeParameters } from './cloudformation/api/describe-stack.js';
import { listExports } from './cloudformation/exports.js';
import { isDeleted, type StackRecord } from './cloudformation/stack-records.js';
import type { ServiceRecord } from './ecs/ecs-records.js';
import { isAlive } from './ecs/tasks.js';
import type { AccountSnapshot } from './simulated-account.js';
import type { Stores } from './stores.js';

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

const byKey = <T>(entries: readonly (readonly [string, T])[]): { readonly [key: string]: T } =>
  Object.fromEntries([...entries].sort(([one], [other]) => (one < other ? -1 : 1)));

function describeStack(stack: StackRecord): AccountSnapshot['stacks'][string] {
  const { configuration } = stack;
  return {
    status: stack.status,
    templateHash: hash(configuration?.templateText ?? ''),
    parameters: byKey(
      (configuration ? describeParameters(configuration) : []).map(
        (one) => [one.ParameterKey, one.ParameterValue] as const,
      ),
    ),
    tags: byKey(Object.entries(configuration?.tags ?? {})),
    outputs: byKey(stack.outputs.map(({ key, value }) => [key, value] as const)),
    resources: byKey(
      [...stack.resources.values()].map(
        ({ logicalId, type, physicalId, status, properties }) =>
          [logicalId, { type, physicalId, status, properties }] as const,
      ),
    ),
  };
}

const describeService = (service: ServiceRecord): AccountSnapshot['services'][string] => ({
  taskDefinition: service.revision.taskDefinitionArn,
  desiredCount: service.desiredCount,
  runningCount: service.tasks.filter((task) => isAlive(task) && task.isHealthy).length,
  images: service.revision.images.map(({ image }) => image),
  deploymentStatus: service.deployments.at(-1)?.status ?? 'NONE',
});

export function takeSnapshot(stores: Stores): AccountSnapshot {
  const { stacks, ecs, alarms, images, parameters, objects } = stores;
  const live = [...stacks.byId.values()].filter((stack) => !isDeleted(stack));
  const services = [...ecs.store.services.values()].filter(({ status }) => status !== 'INACTIVE');
  return {
    stacks: byKey(live.map((stack) => [stack.name, describeStack(stack)] as const)),
    exports: byKey(listExports(stacks).map(({ name, value }) => [name, value] as const)),
    services: byKey(services.map((service) => [service.name, describeService(service)] as const)),
    alarms: byKey([...alarms.alarms.values()].map(({ name, state }) => [name, state] as const)),
    images: byKey(
      [...images.repositories.values()].map(
        ({ name, images: stored }) => [name, [...stored.keys()].sort()] as const,
      ),
    ),
    parameters: byKey(
      [...parameters.values.values()].map(({ Name = '', Value = '' }) => [Name, Value] as const),
    ),
    buckets: byKey(objects.bucketNames().map((name) => [name, objects.keys(name)] as const)),
  };
}
