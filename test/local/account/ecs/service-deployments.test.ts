import type { ServiceDeployment } from '@aws-sdk/client-ecs';
import { parseMishap } from '../../../../local/account/mishaps.js';
import {
  anAccount,
  deployStack,
  listEvents,
  makeChangeSet,
  passTime,
  settle,
  type TestAccount,
} from '../../../support/account.js';
import {
  type ServiceTemplate,
  STACK,
  serviceTemplate,
  TAGS,
} from '../../../support/service-template.js';

const deploy = (
  it: TestAccount,
  options: ServiceTemplate = {},
  type: 'CREATE' | 'UPDATE' = 'CREATE',
) => deployStack(it, { name: STACK, template: serviceTemplate(options), tags: TAGS, type });

const serviceName = (it: TestAccount): string =>
  Object.keys(it.account.snapshot().services)[0] ?? '';

async function latestDeployment(it: TestAccount): Promise<ServiceDeployment> {
  const listed = await it.call<{ serviceDeployments: { serviceDeploymentArn: string }[] }>(
    'ECS',
    'ListServiceDeployments',
    {
      cluster: 'shop-test-Cluster',
      service: serviceName(it),
    },
  );
  const { serviceDeployments } = await it.call<{ serviceDeployments: ServiceDeployment[] }>(
    'ECS',
    'DescribeServiceDeployments',
    {
      serviceDeploymentArns: [listed.serviceDeployments[0]?.serviceDeploymentArn],
    },
  );
  return serviceDeployments[0] ?? {};
}

const ecsEvents = (it: TestAccount) =>
  it.account.events
    .sent()
    .filter((event) => event['detail-type'] === 'ECS Deployment State Change')
    .map(
      ({ detail }) => `${detail.eventName}: ${String(detail.reason).replace(/ecs-svc\/\d+/, 'ID')}`,
    );

const BREAKER =
  /^Service UPDATE_FAILED “Resource handler returned message: "Error occurred during operation 'ECS Deployment Circuit Breaker was triggered'\." \(RequestToken: [0-9a-f-]{36}, HandlerErrorCode: GeneralServiceException\)”$/;

describe('rolling deployments', () => {
  test('a healthy service reaches a steady state', async () => {
    const it = anAccount();
    expect(await deploy(it)).toBe('CREATE_COMPLETE');
    expect(await latestDeployment(it)).toMatchObject({
      status: 'SUCCESSFUL',
      deploymentCircuitBreaker: { threshold: 3 },
    });
    const { services } = await it.call<{ services: Record<string, unknown>[] }>(
      'ECS',
      'DescribeServices',
      {
        cluster: 'shop-test-Cluster',
        services: [serviceName(it)],
      },
    );
    expect(services[0]).toMatchObject({
      runningCount: 2,
      pendingCount: 0,
      deployments: [{ status: 'PRIMARY', rolloutState: 'COMPLETED', runningCount: 2 }],
    });
    expect(ecsEvents(it)).toEqual([
      'SERVICE_DEPLOYMENT_IN_PROGRESS: ECS deployment ID in progress.',
      'SERVICE_DEPLOYMENT_COMPLETED: ECS deployment ID completed.',
    ]);
  });

  test('an unhealthy release trips the circuit breaker, ECS and then the stack go back', async () => {
    const it = anAccount();
    await deploy(it, { image: 'public.example/api:1' });
    const before = it.account.snapshot();
    it.account.inject(parseMishap('unhealthy-release:api'));
    expect(await deploy(it, { image: 'public.example/api:2' }, 'UPDATE')).toBe(
      'UPDATE_ROLLBACK_COMPLETE',
    );
    const service = await listEvents(it, STACK, 'Service');
    expect(service.find((event) => event.includes('FAILED'))).toMatch(BREAKER);
    expect(service.slice(-2)).toEqual(['Service UPDATE_IN_PROGRESS', 'Service UPDATE_COMPLETE']);
    expect(await latestDeployment(it)).toMatchObject({
      status: 'ROLLBACK_SUCCESSFUL',
      deploymentCircuitBreaker: { status: 'TRIGGERED', failureCount: 4, threshold: 3 },
      rollback: { reason: 'ECS deployment circuit breaker: tasks failed to start.' },
    });
    const after = it.account.snapshot();
    expect(after.services[serviceName(it)]).toMatchObject({
      images: ['public.example/api:1'],
      runningCount: 2,
    });
    expect(after.stacks[STACK]?.templateHash).toBe(before.stacks[STACK]?.templateHash);
    expect(after.stacks[STACK]?.resources.TaskDefinition?.physicalId).toBe(
      before.stacks[STACK]?.resources.TaskDefinition?.physicalId,
    );
    expect(ecsEvents(it).slice(2)).toEqual([
      'SERVICE_DEPLOYMENT_IN_PROGRESS: ECS deployment ID in progress.',
      'SERVICE_DEPLOYMENT_FAILED: ECS deployment circuit breaker: tasks failed to start.',
      'SERVICE_DEPLOYMENT_IN_PROGRESS: ECS deployment circuit breaker: rolling back to deploymentId ID.',
      'SERVICE_DEPLOYMENT_COMPLETED: ECS deployment ID completed.',
    ]);
  });

  test('stopped tasks tell why', async () => {
    const it = anAccount({ mishaps: [parseMishap('unhealthy-release:api')] });
    expect(await deploy(it)).toBe('ROLLBACK_COMPLETE');
    const { taskArns } = await it.call<{ taskArns: string[] }>('ECS', 'ListTasks', {
      cluster: 'shop-test-Cluster',
      desiredStatus: 'STOPPED',
    });
    const { tasks } = await it.call<{ tasks: Record<string, unknown>[] }>('ECS', 'DescribeTasks', {
      tasks: taskArns,
    });
    expect(tasks[0]).toMatchObject({
      lastStatus: 'STOPPED',
      stoppedReason: 'Task failed container health checks',
    });
  });

  test('a first deployment that fails has nothing to go back to: the stack ends in ROLLBACK_COMPLETE', async () => {
    const it = anAccount({ mishaps: [parseMishap('unhealthy-release:api')] });
    expect(await deploy(it)).toBe('ROLLBACK_COMPLETE');
    expect((await listEvents(it, STACK, '(stack)')).at(-2)).toBe(
      '(stack) ROLLBACK_IN_PROGRESS “The following resource(s) failed to create: [Service]. Rollback requested by user.”',
    );
  });

  test('without a circuit breaker CloudFormation gives up after three hours', async () => {
    const it = anAccount({ mishaps: [parseMishap('unhealthy-release:api')] });
    const start = it.clock.now();
    expect(await deploy(it, { breaker: false })).toBe('ROLLBACK_COMPLETE');
    expect(it.clock.now() - start).toBeGreaterThan(3 * 3_600_000);
    expect((await listEvents(it, STACK, 'Service')).join()).toContain(
      '"Exceeded attempts to wait"',
    );
  });

  test('an image that is not in the registry cannot be pulled', async () => {
    const it = anAccount();
    expect(
      await deploy(it, {
        image: '111111111111.dkr.ecr.us-east-1.amazonaws.com/shop/api@sha256:gone',
      }),
    ).toBe('ROLLBACK_COMPLETE');
    const { taskArns } = await it.call<{ taskArns: string[] }>('ECS', 'ListTasks', {
      cluster: 'shop-test-Cluster',
      desiredStatus: 'STOPPED',
    });
    const { tasks } = await it.call<{ tasks: { stoppedReason: string; stopCode: string }[] }>(
      'ECS',
      'DescribeTasks',
      { tasks: taskArns },
    );
    expect(tasks[0]?.stopCode).toBe('TaskFailedToStart');
    expect(tasks[0]?.stoppedReason).toMatch(/^CannotPullContainerError: .*not found$/);
  });

  test('image-gone makes the way back of ECS fail once the old tasks are gone', async () => {
    const it = anAccount();
    const digest = it.account.images.push('shop/api', { tags: ['1'] });
    const image = `111111111111.dkr.ecr.us-east-1.amazonaws.com/shop/api@${digest}`;
    it.account.alarms.create('errors');
    await deploy(it, { image, alarms: ['errors'] });
    it.account.inject(parseMishap('image-gone:api'));
    await expect(
      it.call('ECR', 'DescribeImages', {
        repositoryName: 'shop/api',
        imageIds: [{ imageDigest: digest }],
      }),
    ).rejects.toThrow('does not exist');
    it.account.alarms.setAfter(3 * 60_000, 'errors', 'ALARM');
    expect(await deploy(it, { alarms: ['errors'], image: 'public.example/api:2' }, 'UPDATE')).toBe(
      'UPDATE_ROLLBACK_FAILED',
    );
    expect((await latestDeployment(it)).status).toBe('ROLLBACK_FAILED');
  });
});

describe('alarms of a deployment', () => {
  async function updateUnderAlarm(it: TestAccount, afterMs: number): Promise<string> {
    const changeSet = await makeChangeSet(it, {
      name: STACK,
      type: 'UPDATE',
      tags: TAGS,
      template: serviceTemplate({ alarms: ['errors'], image: 'public.example/api:2' }),
    });
    await it.call('CloudFormation', 'ExecuteChangeSet', { ChangeSetName: changeSet.id });
    await passTime(it, afterMs);
    it.account.alarms.set('errors', 'ALARM');
    return settle(it, STACK);
  }

  test('an alarm during the bake brings the old revision back', async () => {
    const it = anAccount();
    it.account.alarms.create('errors');
    await deploy(it, { alarms: ['errors'] });
    expect(await updateUnderAlarm(it, 3 * 60_000)).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(await latestDeployment(it)).toMatchObject({
      status: 'ROLLBACK_SUCCESSFUL',
      alarms: { status: 'TRIGGERED', triggeredAlarmNames: ['errors'] },
    });
    expect(it.account.snapshot().services[serviceName(it)]?.images).toEqual([
      'public.example/api:1',
    ]);
  });

  test('the bake takes as long as the slowest alarm needs', async () => {
    const it = anAccount();
    await deploy(it);
    const start = it.clock.now();
    await deploy(it, { image: 'public.example/api:2' }, 'UPDATE');
    const plain = it.clock.now() - start;
    it.account.alarms.create('errors');
    const again = it.clock.now();
    await deploy(it, { alarms: ['errors'], image: 'public.example/api:3' }, 'UPDATE');
    const difference = it.clock.now() - again - plain;
    expect(difference).toBeGreaterThan(120_000);
    expect(difference).toBeLessThan(240_000);
  });

  test('an alarm that fires at the start is not watched for the whole deployment', async () => {
    const it = anAccount();
    it.account.alarms.create('errors');
    await deploy(it, { alarms: ['errors'] });
    it.account.alarms.set('errors', 'ALARM');
    expect(await deploy(it, { alarms: ['errors'], image: 'public.example/api:2' }, 'UPDATE')).toBe(
      'UPDATE_COMPLETE',
    );
    expect((await latestDeployment(it)).alarms?.status).toBe('DISABLED');
  });

  test('an alarm that the stack makes has no data at first and is then OK', async () => {
    const it = anAccount();
    await deploy(it, { withAlarm: true });
    const name = 'shop-test-api-CopilotRollbackCPUAlarm';
    expect(it.account.alarms.state(name)).toBe('INSUFFICIENT_DATA');
    await passTime(it, 5 * 60_000);
    expect(it.account.alarms.state(name)).toBe('OK');
    expect(it.account.alarms.guarding('api')).toEqual([name]);
  });
});

describe('intervention', () => {
  test('StopServiceDeployment rolls back, and fails the resource', async () => {
    const it = anAccount();
    await deploy(it);
    const changeSet = await makeChangeSet(it, {
      name: STACK,
      type: 'UPDATE',
      tags: TAGS,
      template: serviceTemplate({ image: 'public.example/api:2' }),
    });
    await it.call('CloudFormation', 'ExecuteChangeSet', { ChangeSetName: changeSet.id });
    await passTime(it, 20_000);
    const { serviceDeploymentArn, status } = await latestDeployment(it);
    expect(status).toBe('IN_PROGRESS');
    await it.call('ECS', 'StopServiceDeployment', { serviceDeploymentArn, stopType: 'ROLLBACK' });
    expect(await settle(it, STACK)).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect((await latestDeployment(it)).status).toBe('ROLLBACK_SUCCESSFUL');
    await expect(it.call('ECS', 'StopServiceDeployment', { serviceDeploymentArn })).rejects.toThrow(
      'cannot be stopped',
    );
  });

  test('forceNewDeployment brings out the same task definition again', async () => {
    const it = anAccount();
    await deploy(it);
    const first = (await latestDeployment(it)).serviceDeploymentArn;
    await it.call('ECS', 'UpdateService', {
      cluster: 'shop-test-Cluster',
      service: serviceName(it),
      forceNewDeployment: true,
    });
    await passTime(it, 10 * 60_000);
    const latest = await latestDeployment(it);
    expect(latest.status).toBe('SUCCESSFUL');
    expect(latest.serviceDeploymentArn).not.toBe(first);
  });

  test('a pause hook holds the deployment until somebody continues it', async () => {
    const it = anAccount();
    const deployment = {
      Strategy: 'BLUE_GREEN',
      BakeTimeInMinutes: 5,
      LifecycleHooks: [{ TargetType: 'PAUSE', LifecycleStages: ['POST_SCALE_UP'] }],
    };
    const changeSet = await makeChangeSet(it, {
      name: STACK,
      tags: TAGS,
      template: serviceTemplate({ deployment }),
    });
    await it.call('CloudFormation', 'ExecuteChangeSet', { ChangeSetName: changeSet.id });
    await passTime(it, 30 * 60_000);
    const waiting = await latestDeployment(it);
    expect(waiting).toMatchObject({
      status: 'IN_PROGRESS',
      lifecycleStage: 'POST_SCALE_UP',
      lifecycleHookDetails: [{ status: 'AWAITING_ACTION' }],
    });
    await it.call('ECS', 'ContinueServiceDeployment', {
      serviceDeploymentArn: waiting.serviceDeploymentArn,
      hookId: waiting.lifecycleHookDetails?.[0]?.hookId,
      action: 'CONTINUE',
    });
    expect(await settle(it, STACK)).toBe('CREATE_COMPLETE');
    expect(await latestDeployment(it)).toMatchObject({
      status: 'SUCCESSFUL',
      targetServiceRevision: { requestedProductionTrafficWeight: 100 },
    });
  });
});
