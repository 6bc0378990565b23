import type { AccountCall } from '../../local/account/simulated-account.js';
import {
  placeCopilotApplication,
  placeCopilotStacks,
  renderAsCopilot,
} from '../support/copilot-application.js';
import { anInstallation, type Installation } from '../support/installation.js';
import { holdInvariants } from '../support/invariants.js';
import { aWorkspace } from '../support/workspaces.js';

holdInvariants();

const resourcesOf = (it: Installation, stackName: string) =>
  it.account.snapshot().stacks[stackName]?.resources ?? {};

const propertiesOf = (it: Installation, stackName: string, id: string) =>
  resourcesOf(it, stackName)[id]?.properties as { readonly [name: string]: unknown } | undefined;

const countCalls = (calls: readonly AccountCall[], name: string): number =>
  calls.filter(({ service, operation }) => `${service}.${operation}` === name).length;

/** A Load Balanced Web Service at a path. */
const aWebService = (
  name: string,
  path: string,
  lines = '',
): { readonly [file: string]: string } => ({
  [`copilot/${name}/manifest.yml`]: `name: ${name}
type: Load Balanced Web Service
image: { location: public.ecr.aws/docker/library/nginx:1.29, port: 8080 }
http: { path: ${path}${lines} }
variables: { VERSION: "\${VERSION}" }
`,
});

describe('an application of Copilot', () => {
  const shop = aWorkspace({ workloads: ['api'] });

  function anInstallationInIt(): Installation & {
    readonly bucket: string;
    readonly keyArn: string;
  } {
    const it = anInstallation();
    const copilot = placeCopilotApplication(it.account);
    placeCopilotStacks(it.account, shop, copilot);
    return { ...it, ...copilot };
  }

  test('keeps its bucket and key; templates of change sets lie in ours', async () => {
    const it = anInstallationInIt();
    const addons = aWorkspace({
      workloads: ['api'],
      files: {
        'copilot/api/addons/topic.yml': `Parameters:
  App: { Type: String }
  Env: { Type: String }
  Name: { Type: String }
Resources:
  Topic: { Type: AWS::SNS::Topic }
`,
      },
    });
    const { verdict } = await it.deploy(addons, { version: '1' });
    expect(verdict).toBe('SUCCEEDED');
    const { parameters } = it.account.snapshot().stacks['shop-test-api'] ?? {};
    expect(parameters?.ArtifactKeyARN).toBe(it.keyArn);
    expect(parameters?.AddonsTemplateURL).toContain(`https://${it.bucket}.s3.`);
    const { buckets } = it.account.snapshot();
    expect(buckets[it.bucket]?.every((key) => key.startsWith('manual/addons/'))).toBe(true);
    expect(buckets[it.bucket]).toHaveLength(1);
    const ours = Object.entries(buckets).find(([name]) => name.startsWith('autoland-'))?.[1] ?? [];
    expect(ours.some((key) => key.startsWith('manual/templates/shop-test-api/'))).toBe(true);
  });

  test('its stacks are taken over in two deployments, and EnvController is never asked to delete', async () => {
    const it = anInstallationInIt();
    const seen: string[] = [];
    it.account.progress.onStackEvent(({ logicalId, status }) => {
      if (logicalId === 'EnvControllerAction') seen.push(status);
    });
    const first = await it.deploy(shop, { version: '1' });
    expect(first.verdict).toBe('SUCCEEDED');
    expect(first.warnings).toEqual([
      expect.stringContaining('stack shop-test-api is taken over from Copilot in two updates'),
    ]);
    expect(Object.keys(resourcesOf(it, 'shop-test-api'))).toEqual(
      expect.arrayContaining(['EnvControllerAction', 'EnvControllerFunction', 'EnvControllerRole']),
    );
    const second = await it.deploy(shop, { version: '1' });
    expect(second).toMatchObject({ verdict: 'SUCCEEDED', warnings: [] });
    expect(Object.keys(resourcesOf(it, 'shop-test-api'))).toEqual(
      expect.not.arrayContaining(['EnvControllerAction', 'EnvControllerFunction']),
    );
    expect(seen.filter((status) => status.startsWith('DELETE_'))).toEqual(['DELETE_SKIPPED']);
    const third = await it.deploy(shop, { version: '1' });
    expect(third.steps.map(({ result }) => result?.kind)).toEqual(['unchanged', 'unchanged']);
  });

  test('a rollback of the second deployment does not bring EnvController back', async () => {
    const it = anInstallationInIt();
    await it.deploy(shop, { version: '1' });
    it.account.inject({ kind: 'unhealthy-release', name: 'api' });
    const second = await it.deploy(shop, { version: '2' });
    expect(second.verdict).toBe('ROLLED_BACK');
    const retried = await it.deploy(shop, { version: '1' });
    expect(retried.verdict).toBe('SUCCEEDED');
    expect(Object.keys(resourcesOf(it, 'shop-test-api'))).not.toContain('EnvControllerAction');
  });

  test('a stack that Copilot deployed again in between is taken over again', async () => {
    const it = anInstallationInIt();
    await it.deploy(shop, { version: '1' });
    const stack = renderAsCopilot(shop, it).find(({ stackName }) => stackName === 'shop-test-api');
    await it.account.handle('CloudFormation', 'UpdateStack', {
      StackName: 'shop-test-api',
      TemplateBody: JSON.stringify(stack?.template),
      Parameters: Object.entries(stack?.parameters ?? {}).map(([ParameterKey, ParameterValue]) => ({
        ParameterKey,
        ParameterValue,
      })),
      Capabilities: ['CAPABILITY_NAMED_IAM'],
    });
    await it.runUntilStack('shop-test-api', 'UPDATE_COMPLETE');
    const again = await it.deploy(shop, { version: '2' });
    expect(again.verdict).toBe('SUCCEEDED');
    expect(again.warnings.join()).toContain('is taken over from Copilot');
  });
});

describe('an environment that is elsewhere', () => {
  test('is refused before anything is looked at', async () => {
    const it = anInstallation();
    placeCopilotApplication(it.account);
    it.account.setup.parameter(
      '/copilot/applications/shop/environments/test',
      JSON.stringify({ region: 'eu-central-1', accountID: '111111111111' }),
    );
    const body = {
      environment: 'test',
      workspace: await it.upload(aWorkspace({ workloads: ['api'] })),
    };
    const answer = await it.post('/v1/deployments', { ...body, variables: { VERSION: '1' } });
    expect(answer.status).toBe(422);
    expect(JSON.stringify(answer.body)).toContain('region eu-central-1, and this installation');
  });
});

/** What somebody else has in the account: a load balancer with two rules, subnets, a certificate. */
const PLATFORM = {
  Resources: {
    Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.1.0.0/16' } },
    Balancer: {
      Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
      Properties: { Name: 'shared', Subnets: ['a', 'b'], SecurityGroups: ['sg-1'] },
    },
    Listener: {
      Type: 'AWS::ElasticLoadBalancingV2::Listener',
      Properties: {
        LoadBalancerArn: { Ref: 'Balancer' },
        Port: 80,
        Protocol: 'HTTP',
        DefaultActions: [],
      },
    },
    ...Object.fromEntries(
      ['a', 'b'].map((zone) => [
        `Inner${zone.toUpperCase()}`,
        {
          Type: 'AWS::EC2::Subnet',
          Properties: {
            VpcId: { Ref: 'Vpc' },
            CidrBlock: '10.1.0.0/24',
            Tags: [{ Key: 'tier', Value: 'inner' }],
          },
        },
      ]),
    ),
  },
};

/** One rule for each of these priorities on the shared listener. */
const foreignRules = (listener: unknown, priorities: readonly number[]): object => ({
  Resources: Object.fromEntries(
    priorities.map((priority) => [
      `Rule${priority}`,
      {
        Type: 'AWS::ElasticLoadBalancingV2::ListenerRule',
        Properties: {
          ListenerArn: listener,
          Priority: priority,
          Conditions: [{ Field: 'path-pattern', Values: ['/x'] }],
          Actions: [{ Type: 'forward', TargetGroupArn: 'arn' }],
        },
      },
    ]),
  ),
});

describe('priorities of listener rules', () => {
  const priorityOf = (it: Installation, name: string, id = 'HTTPListenerRuleForImportedALB') =>
    propertiesOf(it, `shop-test-${name}`, id)?.Priority;

  test('two new services on a load balancer of others get numbers that nobody has, and keep them', async () => {
    const it = anInstallation();
    it.account.setup.stack({ stackName: 'platform', template: PLATFORM });
    const listener = resourcesOf(it, 'platform').Listener?.physicalId;
    const shop = aWorkspace({
      files: {
        ...aWebService('web', '/web', ', alb: shared'),
        ...aWebService('api', '/api', ', alb: shared'),
      },
    });
    // The places that both would take were the listener empty.
    const empty = anInstallation();
    empty.account.setup.stack({ stackName: 'platform', template: PLATFORM });
    await empty.deploy(shop);
    const favourites = [priorityOf(empty, 'web'), priorityOf(empty, 'api')] as number[];

    const again = anInstallation();
    again.account.setup.stack({ stackName: 'platform', template: PLATFORM });
    again.account.setup.stack({
      stackName: 'others',
      template: foreignRules(listener, favourites),
    });
    const first = await again.deploy(shop);
    expect(first.verdict).toBe('SUCCEEDED');
    const given = [priorityOf(again, 'web'), priorityOf(again, 'api')];
    expect(new Set([...given, ...favourites]).size).toBe(4);

    again.account.calls.clear();
    const second = await again.deploy(shop, { version: '2' });
    expect(second.verdict).toBe('SUCCEEDED');
    expect([priorityOf(again, 'web'), priorityOf(again, 'api')]).toEqual(given);
    expect(countCalls(again.account.calls.all(), 'ElasticLoadBalancingV2.DescribeRules')).toBe(0);
    expect(it.account.snapshot().stacks).toHaveProperty('platform');
  });

  test('a service that turns to another path class and one that joins do not disturb each other', async () => {
    const it = anInstallation();
    const one = aWorkspace({ files: aWebService('web', '/web') });
    await it.deploy(one);
    const before = priorityOf(it, 'web', 'HTTPListenerRule');
    const both = aWorkspace({
      files: { ...aWebService('web', '/'), ...aWebService('api', '/api') },
    });
    expect((await it.deploy(both)).verdict).toBe('SUCCEEDED');
    expect(priorityOf(it, 'web', 'HTTPListenerRule')).toBeGreaterThan(25_000);
    expect(priorityOf(it, 'api', 'HTTPListenerRule')).not.toBe(before);
  });
});

describe('what the environment gives', () => {
  const parameterOf = (it: Installation, name: string) =>
    it.account.snapshot().stacks['shop-test']?.parameters[name];

  test('shrinks when a workload is gone, and grows when one comes', async () => {
    const it = anInstallation();
    const both = aWorkspace({
      files: { ...aWebService('web', '/'), ...aWebService('api', '/api') },
    });
    await it.deploy(both);
    expect(parameterOf(it, 'ALBWorkloads')).toBe('api,web');
    await it.clock.track(
      Promise.resolve(
        it.account.handle('CloudFormation', 'DeleteStack', { StackName: 'shop-test-api' }),
      ),
    );
    await it.runFor(10);
    const { verdict } = await it.deploy(aWorkspace({ files: aWebService('web', '/') }));
    expect(verdict).toBe('SUCCEEDED');
    expect(parameterOf(it, 'ALBWorkloads')).toBe('web');
  });

  test('a NAT gateway goes one deployment after the last service that needed it', async () => {
    const it = anInstallation();
    const placed = (placement: string) =>
      aWorkspace({
        workloads: [{ name: 'api', lines: [`network: { vpc: { placement: ${placement} } }`] }],
      });
    await it.deploy(placed('private'));
    await it.deploy(placed('public'));
    expect(parameterOf(it, 'NATWorkloads')).toBe('api');
    await it.deploy(placed('public'));
    expect(parameterOf(it, 'NATWorkloads')).toBe('');
    expect(resourcesOf(it, 'shop-test')).not.toHaveProperty('NatGateway1');
  });

  test('another workspace of the application keeps its names', async () => {
    const it = anInstallation();
    await it.deploy(aWorkspace({ files: aWebService('web', '/') }));
    await it.deploy(aWorkspace({ files: aWebService('api', '/api') }));
    expect(parameterOf(it, 'ALBWorkloads')).toBe('api,web');
  });
});

describe('tasks of a service that scales', () => {
  test('stay as many as autoscaling has made them', async () => {
    const it = anInstallation();
    const scaled = aWorkspace({
      workloads: [],
      files: {
        'copilot/api/manifest.yml': `name: api
type: Backend Service
image: { location: public.ecr.aws/docker/library/nginx:1.29, port: 8080 }
count: { range: 1-8, cpu_percentage: 70 }
variables: { VERSION: "\${VERSION}" }
`,
      },
    });
    await it.deploy(scaled, { version: '1' });
    const [name = ''] = Object.keys(it.account.snapshot().services);
    const cluster = resourcesOf(it, 'shop-test').Cluster?.physicalId;
    await it.account.handle('ECS', 'UpdateService', { cluster, service: name, desiredCount: 5 });
    await it.runFor(10);
    expect((await it.deploy(scaled, { version: '2' })).verdict).toBe('SUCCEEDED');
    expect(it.account.snapshot().services[name]).toMatchObject({
      desiredCount: 5,
      runningCount: 5,
    });
  });
});

describe('images', () => {
  const built = aWorkspace({
    files: {
      'copilot/api/manifest.yml': `name: api
type: Backend Service
image: { build: api/Dockerfile, port: 8080 }
variables: { VERSION: "\${VERSION}" }
`,
    },
  });
  const repository = '111111111111.dkr.ecr.us-east-1.amazonaws.com/shop/api';

  test('of the last good release stay where a request sends none, and that is told', async () => {
    const it = anInstallation();
    const digest = it.account.images.push('shop/api');
    const images = { api: { api: { repository, digest } } };
    expect((await it.deploy(built, { version: '1', images })).verdict).toBe('SUCCEEDED');
    const second = await it.deploy(built, { version: '2' });
    expect(second.verdict).toBe('SUCCEEDED');
    expect(second.warnings).toEqual([expect.stringContaining('none was sent for api/api')]);
    const parameters = it.account.snapshot().stacks['shop-test-api']?.parameters;
    expect(parameters?.ContainerImage).toBe(`${repository}@${digest}`);
  });

  test('that nobody ever sent are asked for', async () => {
    const it = anInstallation();
    const answer = await it.post('/v1/deployments', {
      environment: 'test',
      workspace: await it.upload(built),
      variables: { VERSION: '1' },
    });
    expect(answer.status).toBe(422);
    expect(JSON.stringify(answer.body)).toContain('image of api has not been pushed');
    expect(JSON.stringify(answer.body)).toContain(repository);
    await it.runUntilIdle();
  });
});

describe('what is imported from elsewhere', () => {
  const importing = aWorkspace({
    workloads: [{ name: 'api', lines: [], changes: false }],
    files: {
      'copilot/api/manifest.yml': `name: api
type: Backend Service
image: { location: public.ecr.aws/docker/library/nginx:1.29, port: 8080 }
variables: { VPC: { from_cfn: network-VpcId } }
`,
    },
  });

  test('and not exported by anybody is found before the first change', async () => {
    const it = anInstallation();
    const document = await it.deploy(importing);
    expect(document).toMatchObject({ verdict: 'FAILED_CLEAN', steps: [] });
    expect(document.summary).toContain('imports "network-VpcId", which no stack exports');
  });

  test('is there by the time that the deployment has the environment', async () => {
    const it = anInstallation();
    const id = await it.start(importing);
    it.account.setup.stack({
      stackName: 'network',
      template: {
        Resources: { Handle: { Type: 'AWS::CloudFormation::WaitConditionHandle' } },
        Outputs: { Vpc: { Value: 'vpc-1', Export: { Name: 'network-VpcId' } } },
      },
    });
    await it.runUntilIdle();
    expect((await it.document(id)).verdict).toBe('SUCCEEDED');
  });
});

test('subnets by tags are looked up', async () => {
  const it = anInstallation();
  it.account.setup.stack({ stackName: 'platform', template: PLATFORM });
  const shop = aWorkspace({
    workloads: [
      {
        name: 'api',
        lines: ['network: { vpc: { placement: { subnets: { from_tags: { tier: inner } } } } }'],
      },
    ],
  });
  expect((await it.deploy(shop)).verdict).toBe('SUCCEEDED');
  const { NetworkConfiguration } = propertiesOf(it, 'shop-test-api', 'Service') ?? {};
  const ids = [
    resourcesOf(it, 'platform').InnerA?.physicalId ?? '',
    resourcesOf(it, 'platform').InnerB?.physicalId ?? '',
  ].sort();
  expect(NetworkConfiguration).toMatchObject({ AwsvpcConfiguration: { Subnets: ids } });
});

test('a release that changes nothing asks nothing about what it does not use', async () => {
  const asked: { [operation: string]: number }[] = [];
  const it = anInstallation({
    onInvoked: ({ name }) => {
      if (name === 'render') asked.push(countReads(it));
    },
  });
  const names = Array.from({ length: 12 }, (_, index) => `w${index}`);
  const shop = aWorkspace({ workloads: names.map((name) => ({ name, changes: false })) });
  await it.deploy(shop);
  it.account.calls.clear();
  await it.deploy(shop);
  // Each twice: when the request is accepted, and when the release is rendered.
  expect(asked[1]).toEqual({
    'CloudFormation.DescribeStacks': 2,
    'CloudFormation.ListStacks': 2,
    'SSM.GetParameter': 4,
  });
});

/** Calls so far, but for those of the ledger and of files. */
function countReads(it: Installation): { [operation: string]: number } {
  const counts: { [operation: string]: number } = {};
  for (const { service, operation } of it.account.calls.all()) {
    if (['DynamoDB', 'S3', 'SFN', 'EventBridge'].includes(service)) continue;
    counts[`${service}.${operation}`] = (counts[`${service}.${operation}`] ?? 0) + 1;
  }
  return counts;
}
