import { parseMishap } from '../../../local/account/mishaps.js';
import type { StackProgressEvent } from '../../../local/account/simulated-account.js';
import { anAccount, deployStack, makeChangeSet, passTime, settle } from '../../support/account.js';
import { STACK, serviceTemplate, TAGS } from '../../support/service-template.js';

const balanced = {
  Resources: {
    Alb: {
      Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
      Properties: { Scheme: 'internet-facing' },
    },
    Group: {
      Type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
      Properties: { Port: 8080, Protocol: 'HTTP', VpcId: 'vpc-1', TargetType: 'ip' },
    },
    Listener: {
      Type: 'AWS::ElasticLoadBalancingV2::Listener',
      Properties: {
        LoadBalancerArn: { Ref: 'Alb' },
        Port: 80,
        Protocol: 'HTTP',
        DefaultActions: [{ Type: 'forward', TargetGroupArn: { Ref: 'Group' } }],
      },
    },
    Rule: {
      Type: 'AWS::ElasticLoadBalancingV2::ListenerRule',
      Properties: {
        ListenerArn: { Ref: 'Listener' },
        Priority: 7,
        Conditions: [],
        Actions: [{ Type: 'forward', TargetGroupArn: { Ref: 'Group' } }],
      },
    },
    TaskDefinition: {
      Type: 'AWS::ECS::TaskDefinition',
      Properties: {
        Family: 'f',
        ContainerDefinitions: [{ Name: 'c', Image: 'public.example/c:1' }],
      },
    },
    Service: {
      Type: 'AWS::ECS::Service',
      DependsOn: 'Rule',
      Properties: {
        TaskDefinition: { Ref: 'TaskDefinition' },
        DesiredCount: 2,
        LoadBalancers: [
          { TargetGroupArn: { Ref: 'Group' }, ContainerName: 'c', ContainerPort: 8080 },
        ],
      },
    },
  },
};

describe('the account', () => {
  test('load balancers, listeners, rules and targets come from the stacks', async () => {
    const it = anAccount();
    await deployStack(it, { name: 's', template: balanced });
    const elb = <T>(operation: string, input: object) =>
      it.call<T>('ElasticLoadBalancingV2', operation, input);
    const { LoadBalancers } = await elb<{ LoadBalancers: { LoadBalancerArn: string }[] }>(
      'DescribeLoadBalancers',
      {},
    );
    const { Listeners } = await elb<{ Listeners: { ListenerArn: string }[] }>('DescribeListeners', {
      LoadBalancerArn: LoadBalancers[0]?.LoadBalancerArn,
    });
    expect(Listeners).toMatchObject([
      { Port: 80, LoadBalancerArn: LoadBalancers[0]?.LoadBalancerArn },
    ]);
    const { Rules } = await elb<{ Rules: object[] }>('DescribeRules', {
      ListenerArn: Listeners[0]?.ListenerArn,
    });
    expect(Rules).toMatchObject([{ Priority: '7' }, { Priority: 'default', IsDefault: true }]);
    const { TargetGroups } = await elb<{ TargetGroups: { TargetGroupArn: string }[] }>(
      'DescribeTargetGroups',
      { LoadBalancerArn: LoadBalancers[0]?.LoadBalancerArn },
    );
    const health = await elb('DescribeTargetHealth', {
      TargetGroupArn: TargetGroups[0]?.TargetGroupArn,
    });
    expect(health).toMatchObject({
      TargetHealthDescriptions: [
        { TargetHealth: { State: 'healthy' } },
        { TargetHealth: { State: 'healthy' } },
      ],
    });
    await expect(elb('DescribeTargetHealth', { TargetGroupArn: 'x' })).rejects.toMatchObject({
      name: 'TargetGroupNotFoundException',
      code: 'TargetGroupNotFound',
    });
  });

  test('images are found by tag and digest; tags move', async () => {
    const it = anAccount();
    const first = it.account.images.push('shop/api', { tags: ['1', 'latest'] });
    const second = it.account.images.push('shop/api', { tags: ['2', 'latest'] });
    const ecr = <T>(operation: string, input: object) =>
      it.call<T>('ECR', operation, { repositoryName: 'shop/api', ...input });
    expect(await ecr('DescribeImages', { imageIds: [{ imageTag: 'latest' }] })).toMatchObject({
      imageDetails: [{ imageDigest: second, imageTags: ['2', 'latest'] }],
    });
    expect(
      await ecr('BatchGetImage', { imageIds: [{ imageDigest: first }, { imageTag: 'none' }] }),
    ).toMatchObject({
      images: [{ imageId: { imageDigest: first } }],
      failures: [{ failureCode: 'ImageNotFound' }],
    });
    it.account.images.remove('shop/api', '1');
    await expect(
      ecr('DescribeImages', { imageIds: [{ imageDigest: first }] }),
    ).rejects.toMatchObject({ name: 'ImageNotFoundException' });
    await expect(ecr('DescribeImages', { repositoryName: 'none' })).rejects.toMatchObject({
      name: 'RepositoryNotFoundException',
    });
  });

  test('the call log keeps the order and tells changes from readings, without bodies', async () => {
    const it = anAccount();
    it.account.setup.bucket('b');
    await it.call('S3', 'PutObject', { Bucket: 'b', Key: 'k', Body: 'secret text' });
    await it.call('S3', 'GetObject', { Bucket: 'b', Key: 'k' });
    await deployStack(it, {
      name: 's',
      template: { Resources: { A: { Type: 'AWS::SNS::Topic' } } },
    });
    expect(it.account.calls.changes()).toEqual([
      'S3.PutObject b',
      'CloudFormation.CreateChangeSet s',
      'CloudFormation.ExecuteChangeSet',
    ]);
    expect(it.account.calls.all().slice(0, 2)).toMatchObject([
      { isMutating: true },
      { isMutating: false, operation: 'GetObject' },
    ]);
    expect(JSON.stringify(it.account.calls.all())).not.toContain('secret text');
    expect(it.account.counters().calls).toMatchObject({
      'S3.PutObject': 1,
      'CloudFormation.ExecuteChangeSet': 1,
    });
  });

  test('progress tells descriptions and how many resources are done', async () => {
    const it = anAccount();
    const events: StackProgressEvent[] = [];
    it.account.progress.onStackEvent((event) => events.push(event));
    const states: string[] = [];
    it.account.progress.onDeployment(({ status }) => states.push(status));
    await deployStack(it, { name: STACK, template: serviceTemplate(), tags: TAGS });
    expect(
      events.find(
        ({ logicalId, status }) => logicalId === 'Service' && status === 'CREATE_COMPLETE',
      ),
    ).toMatchObject({
      description: 'An ECS service to run and maintain your tasks',
      stackName: STACK,
      total: 4,
      done: 4,
    });
    expect(states).toEqual(['IN_PROGRESS', 'SUCCESSFUL']);
  });

  test('a stack that is put in place was always there: no call, no time, no event', async () => {
    const it = anAccount();
    const start = it.clock.now();
    const id = it.account.setup.stack({
      stackName: STACK,
      template: serviceTemplate({ withAlarm: true }),
      tags: TAGS,
    });
    expect(it.clock.now()).toBe(start);
    expect(it.account.events.sent()).toEqual([]);
    expect(it.account.calls.all()).toEqual([]);
    const snapshot = it.account.snapshot();
    expect(Object.values(snapshot.services)).toMatchObject([
      { runningCount: 2, deploymentStatus: 'SUCCESSFUL' },
    ]);
    expect(snapshot.alarms).toEqual({ 'shop-test-api-CopilotRollbackCPUAlarm': 'OK' });
    expect(await it.call('CloudFormation', 'DescribeStacks', { StackName: id })).toMatchObject({
      Stacks: [{ StackStatus: 'CREATE_COMPLETE' }],
    });
    const unchanged = await makeChangeSet(it, {
      name: STACK,
      type: 'UPDATE',
      template: serviceTemplate({ withAlarm: true }),
      tags: TAGS,
    });
    expect(unchanged.Status).toBe('FAILED');
    const next = serviceTemplate({ withAlarm: true, image: 'public.example/api:2' });
    expect(await deployStack(it, { name: STACK, type: 'UPDATE', template: next, tags: TAGS })).toBe(
      'UPDATE_COMPLETE',
    );
  });

  const story = async (seed: number, slow = false) => {
    const it = anAccount({ seed, mishaps: slow ? [parseMishap('slow:api')] : [] });
    await deployStack(it, { name: STACK, template: serviceTemplate(), tags: TAGS });
    const events = it.account.events.sent().map(({ time, id, detail }) => [time, id, detail]);
    return { events, took: it.clock.now() - Date.UTC(2026, 0, 1), snapshot: it.account.snapshot() };
  };

  test('the same seed gives the same story, another seed another one', async () => {
    expect(await story(1)).toEqual(await story(1));
    expect((await story(1)).took).not.toBe((await story(2)).took);
  });

  test('slow: the stack takes several times as long', async () => {
    const { took } = await story(1);
    expect((await story(1, true)).took).toBeGreaterThan(5 * took);
  });

  test('alarms can be set for later', async () => {
    const it = anAccount();
    it.account.alarms.create('errors');
    it.account.alarms.setAfter(60_000, 'errors', 'ALARM');
    const takeBack = it.account.alarms.setAfter(120_000, 'errors', 'OK');
    takeBack();
    await passTime(it, 59_000);
    expect(it.account.alarms.state('errors')).toBe('OK');
    await passTime(it, 100_000);
    expect(it.account.alarms.state('errors')).toBe('ALARM');
  });

  test('two hundred stacks at once come to their end', async () => {
    const it = anAccount();
    const names = Array.from({ length: 200 }, (_, index) => `shop-test-w${index}`);
    const topics = Object.fromEntries(
      Array.from({ length: 11 }, (_, index) => [`Topic${index}`, { Type: 'AWS::SNS::Topic' }]),
    );
    const { Resources } = serviceTemplate();
    const template = {
      Resources: { ...Resources, LogGroup: { Type: 'AWS::Logs::LogGroup' }, ...topics },
    };
    for (const name of names) {
      await it.call('CloudFormation', 'CreateStack', {
        StackName: name,
        TemplateBody: JSON.stringify(template),
        Capabilities: ['CAPABILITY_IAM'],
      });
    }
    for (const name of names) expect(await settle(it, name)).toBe('CREATE_COMPLETE');
  }, 60_000);
});
