import { formatIssue } from '../../../core/issues.js';
import { renderOne } from '../../../core/render/render-one.js';
import type { RenderResult } from '../../../core/render/render-release.js';
import { renderRelease } from '../../../core/render/render-release.js';
import { readWorkspace } from '../../../core/workspace/read-workspace.js';
import {
  aManifest,
  aShop,
  ENVIRONMENT_FILE,
  getStack,
  getStacks,
  NGINX,
  renderShop,
} from '../../support/release-input.js';
import { someFacts } from '../../support/render-context.js';
import { checkTemplate } from '../../support/resource-schema.js';

const TOPIC_ADDON = {
  'copilot/eventbus/manifest.yml': 'name: eventbus\ntype: Environment Addons\n',
  'copilot/eventbus/addons/topic.yml': `Parameters:
  App: {Type: String}
  Env: {Type: String}
  Name: {Type: String}
Resources:
  Topic: {Type: 'AWS::SNS::Topic'}
`,
};

const SHOP = {
  ...aManifest(
    'worker',
    'Worker Service',
    `${NGINX}subscribe:\n  topics: [{name: sold, service: api}]\n`,
  ),
  ...aManifest(
    'api',
    'Load Balanced Web Service',
    `${NGINX}http: {path: /}\npublish:\n  topics: [{name: sold}]\n`,
  ),
  ...aManifest('night', 'Scheduled Job', `${NGINX}on: {schedule: '@daily'}\n`),
  ...TOPIC_ADDON,
};

const linesOf = ({ issues }: RenderResult): readonly string[] => issues.map(formatIssue);

test('a release is the environment, its addons, then the workloads, each by name', () => {
  const stacks = getStacks(renderShop(SHOP));
  expect(stacks.map(({ kind, name, stackName }) => [kind, name, stackName])).toEqual([
    ['environment', 'test', 'shop-test'],
    ['environment-addon', 'eventbus', 'shop-test-eventbus'],
    ['workload', 'api', 'shop-test-api'],
    ['workload', 'night', 'shop-test-night'],
    ['workload', 'worker', 'shop-test-worker'],
  ]);
});

test('every template of a release fits the schemas of its resources', () => {
  const findings = getStacks(renderShop(SHOP)).flatMap(({ name, template }) =>
    checkTemplate(template).map((finding) => `${name}: ${finding}`),
  );
  expect(findings).toEqual([]);
});

test('only the named workloads and addons are rendered, and always the environment', () => {
  const stacks = getStacks(renderShop(SHOP, { names: ['worker', 'eventbus'] }));
  expect(stacks.map(({ name }) => name)).toEqual(['test', 'eventbus', 'worker']);
});

test('a manifest that is not asked for may have mistakes', () => {
  const files = { ...SHOP, ...aManifest('night', 'Scheduled Job', 'cpu: none\n') };
  expect(renderShop(files, { names: ['api'] }).ok).toBe(true);
  expect(renderShop(files).ok).toBe(false);
});

test('a name that the workspace does not have is refused with the names it has', () => {
  expect(linesOf(renderShop(SHOP, { names: ['api', 'apo'] }))).toEqual([
    'copilot/apo/manifest.yml  error  the workspace has no workload or environment addons "apo" (it has api, eventbus, night, worker)',
  ]);
});

test('mistakes of all files are told at once, and nothing is rendered', () => {
  const result = renderShop({
    ...aManifest('api', 'Load Balanced Web Service', 'image: {location: nginx}\nhttp: {path: /}\n'),
    ...aManifest('night', 'Scheduled Job', NGINX),
    ...aManifest('worker', 'Worker Service', `${NGINX}env_file: local.env\n`),
    [ENVIRONMENT_FILE]:
      'name: test\ntype: Environment\nobservability: {container_insights: perhaps}\n',
  });
  expect(result.ok).toBe(false);
  const wrong = result.issues
    .filter(({ severity }) => severity === 'error')
    .map(({ file, field }) => `${file} ${field}`);
  expect(wrong).toEqual(
    expect.arrayContaining([
      'copilot/environments/test/manifest.yml observability.container_insights',
      'copilot/api/manifest.yml image.port',
      'copilot/night/manifest.yml on',
      'copilot/worker/manifest.yml env_file',
    ]),
  );
});

test('the environment lists the workloads that use its load balancer', () => {
  expect(getStack(renderShop(SHOP), 'test').parameters).toMatchObject({
    ALBWorkloads: 'api',
    EFSWorkloads: '',
    NATWorkloads: '',
  });
});

test('a subscriber comes after its publisher, a dependant after what it depends on', () => {
  const files = {
    ...SHOP,
    ...aManifest(
      'night',
      'Scheduled Job',
      `${NGINX}on: {schedule: '@daily'}\ndepends_on: [worker]\n`,
    ),
  };
  const result = renderShop(files);
  expect(getStack(result, 'worker').after).toEqual(['api']);
  expect(getStack(result, 'night').after).toEqual(['worker']);
  expect(getStack(result, 'api').after).toEqual([]);
});

test('patches and overrides of the task definition end up in the template', () => {
  const files = {
    ...aManifest(
      'api',
      'Backend Service',
      `${NGINX}taskdef_overrides: [{path: RuntimePlatform.CpuArchitecture, value: ARM64}]\n`,
    ),
    'copilot/api/overrides/cfn.patches.yml':
      '- {op: add, path: /Resources/Service/Properties/EnableECSManagedTags, value: true}\n',
    'copilot/environments/overrides/cfn.patches.yml':
      '- {op: add, path: /Resources/Cluster/Properties/ClusterName, value: mine}\n',
  };
  const result = renderShop(files);
  const { Service, TaskDefinition } = getStack(result, 'api').template.Resources;
  expect(Service?.Properties?.EnableECSManagedTags).toBe(true);
  expect(TaskDefinition?.Properties?.RuntimePlatform).toEqual({ CpuArchitecture: 'ARM64' });
  expect(getStack(result, 'test').template.Resources.Cluster?.Properties?.ClusterName).toBe('mine');
});

test('a patch that does not apply is an issue of its file', () => {
  const files = {
    ...aManifest('api', 'Backend Service', NGINX),
    'copilot/api/overrides/cfn.patches.yml': '- {op: remove, path: /Resources/Nothing}\n',
  };
  const result = renderShop(files);
  expect(result.ok).toBe(false);
  expect(result.issues[0]?.file).toBe('copilot/api/overrides/cfn.patches.yml');
});

test('what patches and addon parameters break is an issue of their file', () => {
  const topic = "{Type: 'AWS::SNS::Topic', DependsOn: Nothing}";
  const table =
    "Parameters: {App: {Type: String}, Env: {Type: String}, Name: {Type: String}, Key: {Type: String}}\nResources: {T: {Type: 'AWS::SNS::Topic'}}\n";
  const files = {
    ...aManifest('api', 'Backend Service', NGINX),
    'copilot/api/addons/table.yml': table,
    'copilot/api/addons/addons.parameters.yml': 'Parameters: {Key: !Ref Nothing}\n',
    'copilot/api/overrides/cfn.patches.yml': `- {op: add, path: /Resources/Topic, value: ${topic}}\n`,
    'copilot/environments/overrides/cfn.patches.yml': `- {op: remove, path: /Resources/VPC}\n`,
  };
  const result = renderShop(files);
  expect(result.ok).toBe(false);
  const lines = linesOf(result);
  expect(lines).toContainEqual(
    expect.stringMatching(/^copilot\/api\/overrides.* error .*Topic: depends on "Nothing"/),
  );
  expect(lines).toContainEqual(
    expect.stringMatching(
      /^copilot\/api\/addons\/addons.parameters.yml.*AddonsStack: refers to "Nothing"/,
    ),
  );
  expect(lines).toContainEqual(
    expect.stringMatching(/^copilot\/environments\/overrides.* error .*refers to "VPC"/),
  );
});

test('a CDK app in an overrides folder is refused', () => {
  const files = {
    ...aManifest('api', 'Backend Service', NGINX),
    'copilot/api/overrides/cdk.json': '{}',
    'copilot/api/overrides/package.json': '{}',
  };
  expect(linesOf(renderShop(files))[0]).toMatch(/^copilot\/api\/overrides.* error .*CDK/);
});

test('an environment that the workspace does not have is refused with the names it has', () => {
  const [line] = linesOf(renderShop(SHOP, { environment: 'prod' }));
  expect(line).toContain('environment "prod" has no manifest, but the workspace has test');
});

test('an environment from before manifests gets every default, with a warning', () => {
  const workspace = readWorkspace(
    new Map([
      ['copilot/.workspace', new TextEncoder().encode('application: shop\n')],
      [
        'copilot/api/manifest.yml',
        new TextEncoder().encode(`name: api\ntype: Backend Service\n${NGINX}`),
      ],
    ]),
  ).workspace;
  const result = renderRelease({ workspace, facts: someFacts(), environment: 'test' });
  expect(getStacks(result).map(({ name }) => name)).toEqual(['test', 'api']);
  expect(result.issues.map(({ severity }) => severity)).toEqual(['warning']);
});

test('facts of the target environment may stand under its name', () => {
  const { environment, ...facts } = someFacts();
  const named = { ...facts, environments: { test: environment ?? {} } };
  expect(renderShop(SHOP, { facts: named })).toEqual(renderShop(SHOP));
});

test('the same files in another order give the same bytes', () => {
  const workspace = aShop(SHOP);
  const shuffled = readWorkspace(new Map([...workspace.files].reverse())).workspace;
  const input = { facts: someFacts(), environment: 'test' };
  expect(JSON.stringify(renderRelease({ ...input, workspace: shuffled }))).toBe(
    JSON.stringify(renderRelease({ ...input, workspace })),
  );
});

test('one stack alone is the one of the release', () => {
  const stacks = getStacks(renderShop(SHOP));
  for (const stack of stacks) {
    const input = { workspace: aShop(SHOP), facts: someFacts(), environment: 'test' };
    const one = renderOne({ ...input, name: stack.name });
    expect(one.ok && one.stack).toEqual(stack);
  }
});

test('listeners get rules with priorities of their own in one workspace', () => {
  const names = ['a', 'b', 'c', 'd'];
  const files = Object.assign(
    {},
    ...names.map((name) =>
      aManifest(
        name,
        'Load Balanced Web Service',
        `${NGINX}http:\n  path: ${name === 'c' ? '/' : `/${name}`}\n  additional_rules: [{path: /${name}/more}]\n`,
      ),
    ),
  );
  const priorities = getStacks(renderShop(files)).flatMap(({ template }) =>
    Object.values(template.Resources)
      .filter(({ Type }) => Type === 'AWS::ElasticLoadBalancingV2::ListenerRule')
      .map(({ Properties }) => Properties?.Priority),
  );
  expect(priorities).toHaveLength(8);
  expect(new Set(priorities).size).toBe(8);
});
