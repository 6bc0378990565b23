import type { Issue } from '../../core/issues.js';
import type { Mishap } from '../../local/account/mishaps.js';
import { anInstallation, type Installation } from '../support/installation.js';
import { holdInvariants } from '../support/invariants.js';
import { PLATFORM } from '../support/shared-platform.js';
import { aWebService, propertiesOf, resourcesOf } from '../support/stack-resources.js';
import { aWorkspace } from '../support/workspaces.js';

holdInvariants();

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

describe('what the workspace names and AWS does not have', () => {
  const lost = aWorkspace({
    files: {
      ...aWebService('web', '/', ', alb: nobodys'),
      'copilot/api/manifest.yml': `name: api
type: Backend Service
image: { location: public.ecr.aws/docker/library/nginx:1.29, port: 8080 }
network:
  vpc: { placement: { subnets: { from_tags: { tier: nowhere } } } }
variables: { VERSION: "1" }
`,
    },
  });

  test('is told at once, at the fields that name it, and nothing has been changed', async () => {
    const it = anInstallation();
    const workspace = await it.upload(lost);
    const variables = { VERSION: '1' };
    const answer = await it.post('/v1/deployments', { environment: 'test', workspace, variables });
    expect(answer.status).toBe(422);
    const { issues } = answer.body as { issues: readonly Issue[] };
    const errors = issues.filter(({ severity }) => severity === 'error');
    expect(errors).toMatchObject([
      { file: 'copilot/api/manifest.yml', line: 5, field: expect.stringContaining('from_tags') },
      { file: 'copilot/web/manifest.yml', line: 4, field: 'http.alb' },
    ]);
    expect(errors.every(({ hint }) => hint !== undefined)).toBe(true);
    expect(it.account.snapshot().stacks).toEqual({});
  });
});

test('a throttled account gives the same facts: the calls are repeated', async () => {
  const shop = aWorkspace({
    files: {
      'copilot/environments/test/manifest.yml':
        'name: test\ntype: Environment\nhttp: { public: { ingress: { cdn: true } } }\ncdn: true\n',
      ...aWebService('web', '/', ', alb: shared'),
      'copilot/api/manifest.yml': `name: api
type: Backend Service
image: { location: public.ecr.aws/docker/library/nginx:1.29, port: 8080 }
count: { range: 1-4, cpu_percentage: 70 }
network: { vpc: { placement: { subnets: { from_tags: { tier: inner } } } } }
`,
    },
  });
  const templates = async (mishaps: readonly Mishap[]) => {
    const it = anInstallation({ mishaps });
    it.account.setup.stack({ stackName: 'platform', template: PLATFORM });
    for (const version of ['1', '2'])
      expect((await it.deploy(shop, { version })).verdict).toBe('SUCCEEDED');
    const { stacks } = it.account.snapshot();
    return Object.entries(stacks).map(([name, { templateHash }]) => [name, templateHash]);
  };
  expect(await templates([{ kind: 'throttling' }])).toEqual(await templates([]));
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
  const { 'SSM.GetParameter': records = 0, ...others } = asked[1] ?? {};
  // Each twice: when the request is checked, and when the release is rendered.
  expect(others).toEqual({
    'CloudFormation.DescribeStacks': 2,
    'CloudFormation.ListStacks': 2,
    'Lambda.Invoke': 1,
  });
  // Copilot's two records, and where the environment is: as many for one workload as for twelve.
  expect(records).toBeLessThanOrEqual(8);
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
