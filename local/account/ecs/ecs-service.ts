import type {
  ContinueServiceDeploymentCommandInput,
  DescribeServiceDeploymentsCommandInput,
  DescribeServiceRevisionsCommandInput,
  DescribeServicesCommandInput,
  DescribeTaskDefinitionCommandInput,
  DescribeTasksCommandInput,
  ListServiceDeploymentsCommandInput,
  ListServicesCommandInput,
  ListTasksCommandInput,
  StopServiceDeploymentCommandInput,
  UpdateServiceCommandInput,
} from '@aws-sdk/client-ecs';
import { createHandler, refuseFields } from '../operations.js';
import { findPage } from '../pages.js';
import { ServiceError } from '../service-error.js';
import type { OperationHandler } from '../simulated-account.js';
import { describeRevision, describeService, describeServiceDeployment } from './describe-ecs.js';
import type { DeploymentRecord, ServiceRecord } from './ecs-records.js';
import { type EcsWorld, formatServiceArn } from './ecs-world.js';
import { changeService, nameOfCluster } from './manage-services.js';
import {
  describeTaskDefinition,
  describeTasks,
  getTaskDefinition,
  listTasks,
} from './task-calls.js';

const MAX_ARNS = 20;
const PAGE_SIZE = 100;

const notFound = (): ServiceError =>
  new ServiceError('ServiceNotFoundException', 'Service not found.');

function findService(
  ecs: EcsWorld,
  cluster: string | undefined,
  name: string,
): ServiceRecord | undefined {
  const arn = name.startsWith('arn:') ? name : formatServiceArn(ecs, nameOfCluster(cluster), name);
  return ecs.store.services.get(arn);
}

function getService(
  ecs: EcsWorld,
  cluster: string | undefined,
  name: string | undefined,
): ServiceRecord {
  const service = findService(ecs, cluster, name ?? '');
  if (!service || service.status === 'INACTIVE') throw notFound();
  return service;
}

type Found = { readonly service: ServiceRecord; readonly deployment: DeploymentRecord };

function findDeployment(ecs: EcsWorld, arn: string): Found | undefined {
  for (const service of ecs.store.services.values()) {
    const deployment = service.deployments.find((one) => one.arn === arn);
    if (deployment) return { service, deployment };
  }
  return undefined;
}

function getDeployment(ecs: EcsWorld, arn = ''): Found {
  const found = findDeployment(ecs, arn);
  if (found) return found;
  throw new ServiceError(
    'ServiceDeploymentNotFoundException',
    'The service deploy ARN that you specified does not exist.',
  );
}

function checkArns(arns: readonly string[]): void {
  if (arns.length > MAX_ARNS) {
    throw new ServiceError(
      'InvalidParameterException',
      `Arns cannot contain more than ${MAX_ARNS} items.`,
    );
  }
}

function describeServices(ecs: EcsWorld, input: DescribeServicesCommandInput) {
  const names = input.services ?? [];
  if (names.length > 10)
    throw new ServiceError(
      'InvalidParameterException',
      'Services cannot contain more than 10 items.',
    );
  const found = names.map((name) => ({ name, service: findService(ecs, input.cluster, name) }));
  return {
    services: found.flatMap(({ service }) => (service ? [describeService(service)] : [])),
    failures: found
      .filter(({ service }) => !service)
      .map(({ name }) => ({
        arn: name.startsWith('arn:')
          ? name
          : formatServiceArn(ecs, nameOfCluster(input.cluster), name),
        reason: 'MISSING',
      })),
  };
}

/** ECS shows ten where the request does not say. */
const SERVICES_PER_PAGE = 10;

function listServices(ecs: EcsWorld, input: ListServicesCommandInput) {
  refuseFields('ECS', 'ListServices', input, ['launchType', 'schedulingStrategy']);
  const cluster = nameOfCluster(input.cluster);
  const arns = [...ecs.store.services.values()]
    .filter(
      ({ clusterArn, status }) => nameOfCluster(clusterArn) === cluster && status === 'ACTIVE',
    )
    .map(({ arn }) => arn);
  const page = findPage(arns, input.nextToken, input.maxResults ?? SERVICES_PER_PAGE);
  return { serviceArns: page.items, ...(page.nextToken ? { nextToken: page.nextToken } : {}) };
}

function listServiceDeployments(ecs: EcsWorld, input: ListServiceDeploymentsCommandInput) {
  refuseFields('ECS', 'ListServiceDeployments', input, ['createdAt']);
  const service = getService(ecs, input.cluster, input.service);
  const all = [...service.deployments]
    .reverse()
    .filter(({ status }) => !input.status || input.status.includes(status));
  const page = findPage(all, input.nextToken, input.maxResults ?? PAGE_SIZE);
  return {
    serviceDeployments: page.items.map((deployment) => {
      const { targetServiceRevision, ...shown } = describeServiceDeployment(service, deployment);
      const {
        serviceDeploymentArn,
        serviceArn,
        clusterArn,
        startedAt,
        createdAt,
        finishedAt,
        status,
        statusReason,
      } = shown;
      return {
        serviceDeploymentArn,
        serviceArn,
        clusterArn,
        startedAt,
        createdAt,
        finishedAt,
        status,
        statusReason,
        targetServiceRevisionArn: targetServiceRevision?.arn,
      };
    }),
    ...(page.nextToken ? { nextToken: page.nextToken } : {}),
  };
}

function describeServiceDeployments(
  ecs: EcsWorld,
  { serviceDeploymentArns = [] }: DescribeServiceDeploymentsCommandInput,
) {
  checkArns(serviceDeploymentArns);
  const found = serviceDeploymentArns.map((arn) => ({ arn, known: findDeployment(ecs, arn) }));
  return {
    serviceDeployments: found.flatMap(({ known }) =>
      known ? [describeServiceDeployment(known.service, known.deployment)] : [],
    ),
    failures: found.filter(({ known }) => !known).map(({ arn }) => ({ arn, reason: 'MISSING' })),
  };
}

function describeServiceRevisions(
  ecs: EcsWorld,
  { serviceRevisionArns = [] }: DescribeServiceRevisionsCommandInput,
) {
  checkArns(serviceRevisionArns);
  const services = [...ecs.store.services.values()];
  const found = serviceRevisionArns.map((arn) => {
    const service = services.find((one) => one.revisions.has(arn));
    const revision = service?.revisions.get(arn);
    return { arn, shown: service && revision && describeRevision(ecs, service, revision) };
  });
  return {
    serviceRevisions: found.flatMap(({ shown }) => (shown ? [shown] : [])),
    failures: found.filter(({ shown }) => !shown).map(({ arn }) => ({ arn, reason: 'MISSING' })),
  };
}

function stopServiceDeployment(ecs: EcsWorld, input: StopServiceDeploymentCommandInput) {
  const { service, deployment } = getDeployment(ecs, input.serviceDeploymentArn);
  if (input.stopType === 'ABORT') {
    throw new ServiceError(
      'InvalidParameterException',
      'The stop type is not supported. Valid values are ROLLBACK.',
    );
  }
  if (deployment.status !== 'PENDING' && deployment.status !== 'IN_PROGRESS') {
    const text = `The service deployment cannot be stopped in its current state: ${deployment.status}`;
    throw new ServiceError('ConflictException', text);
  }
  deployment.status = 'ROLLBACK_REQUESTED';
  if (service.active?.deployment === deployment) service.active.interrupt('stopped');
  return { serviceDeploymentArn: deployment.arn };
}

function continueServiceDeployment(ecs: EcsWorld, input: ContinueServiceDeploymentCommandInput) {
  const { service, deployment } = getDeployment(ecs, input.serviceDeploymentArn);
  const isOpen =
    service.active?.deployment === deployment &&
    service.active.answerHook(input.hookId ?? '', input.action ?? 'CONTINUE');
  if (!isOpen) {
    throw new ServiceError(
      'InvalidParameterException',
      `The hook ${input.hookId} is not awaiting an action.`,
    );
  }
  return { serviceDeploymentArn: deployment.arn };
}

function updateService(ecs: EcsWorld, input: UpdateServiceCommandInput) {
  const service = getService(ecs, input.cluster, input.service);
  const wanted = input.taskDefinition && getTaskDefinition(ecs, input.taskDefinition).arn;
  changeService(
    ecs,
    service,
    {
      name: service.name,
      cluster: nameOfCluster(input.cluster),
      taskDefinitionArn: wanted ?? service.revision.taskDefinitionArn,
      desiredCount: input.desiredCount,
      configuration: input.deploymentConfiguration ?? service.configuration,
      loadBalancers: input.loadBalancers ?? service.loadBalancers,
      shown: service.shown,
      owner: service.owner,
    },
    input.forceNewDeployment ?? false,
  );
  return { service: describeService(service) };
}

export function createEcs(ecs: EcsWorld): OperationHandler {
  return createHandler('ECS', {
    DescribeServices: (input: DescribeServicesCommandInput) => describeServices(ecs, input),
    ListServices: (input: ListServicesCommandInput) => listServices(ecs, input),
    ListServiceDeployments: (input: ListServiceDeploymentsCommandInput) =>
      listServiceDeployments(ecs, input),
    DescribeServiceDeployments: (input: DescribeServiceDeploymentsCommandInput) =>
      describeServiceDeployments(ecs, input),
    DescribeServiceRevisions: (input: DescribeServiceRevisionsCommandInput) =>
      describeServiceRevisions(ecs, input),
    StopServiceDeployment: (input: StopServiceDeploymentCommandInput) =>
      stopServiceDeployment(ecs, input),
    ContinueServiceDeployment: (input: ContinueServiceDeploymentCommandInput) =>
      continueServiceDeployment(ecs, input),
    UpdateService: (input: UpdateServiceCommandInput) => updateService(ecs, input),
    ListTasks: (input: ListTasksCommandInput) => listTasks(ecs, input),
    DescribeTasks: (input: DescribeTasksCommandInput) => describeTasks(ecs, input),
    DescribeTaskDefinition: (input: DescribeTaskDefinitionCommandInput) =>
      describeTaskDefinition(ecs, input),
  });
}
