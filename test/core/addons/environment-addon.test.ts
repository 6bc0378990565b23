import { renderEnvironmentAddon } from '../../../core/addons/environment-addon.js';
import { Facts } from '../../../core/facts/facts.js';
import type { EnvironmentAddonSource, Workspace } from '../../../core/workspace/workspace.js';

const PARAMETERS = 'Parameters: {App: {Type: String}, Env: {Type: String}, Name: {Type: String}}\n';
const BUS = `${PARAMETERS}Resources: {Bus: {Type: 'AWS::Events::EventBus', Properties: {Name: !Sub '\${App}-\${Env}'}}}`;

const WORKSPACE: Workspace = {
  application: 'demo',
  workloads: [],
  environments: [],
  environmentAddons: [],
  leftOut: [],
  sharedEnvironmentAddons: undefined,
  pipelines: [],
  workloadAddons: new Map(),
  patches: new Map(),
  cdkOverrides: new Map(),
  files: new Map(),
};
const context = {
  application: 'demo',
  environment: 'test',
  workspace: WORKSPACE,
  facts: Facts.parse({ application: { name: 'demo' }, resourceTags: { team: 'a' } }),
};
const anAddon = (
  files: { readonly [name: string]: string } = { 'bus.yml': BUS },
  text = 'name: eventbus\ntype: Environment Addons\n',
): EnvironmentAddonSource => ({
  name: 'eventbus',
  file: 'copilot/eventbus/manifest.yml',
  text,
  addons: { folder: 'copilot/eventbus/addons', files: new Map(Object.entries(files)) },
});
const render = (...input: Parameters<typeof anAddon>) =>
  renderEnvironmentAddon(anAddon(...input), context);

test('environment addons are a stack of their own', () => {
  expect(render()).toEqual({
    ok: true,
    issues: [],
    stack: {
      kind: 'environment-addon',
      name: 'eventbus',
      type: 'Environment Addons',
      stackName: 'demo-test-eventbus',
      template: {
        Parameters: { App: { Type: 'String' }, Env: { Type: 'String' }, Name: { Type: 'String' } },
        Resources: {
          Bus: {
            Type: 'AWS::Events::EventBus',
            Properties: { Name: { 'Fn::Sub': '${App}-${Env}' } },
          },
        },
      },
      parameters: { App: 'demo', Env: 'test', Name: 'eventbus' },
      tags: {
        team: 'a',
        'copilot-application': 'demo',
        'copilot-environment': 'test',
        'copilot-workload-type': 'Environment Addons',
      },
      assets: [],
      after: [],
      images: [],
      alarms: { created: [], named: [] },
    },
  });
});

test('literal values of the parameters file become parameters of the stack', () => {
  const declared = `${PARAMETERS.trim().slice(0, -1)}, Size: {Type: Number}, Zones: {Type: CommaDelimitedList}}\n`;
  const files = {
    'bus.yml': BUS.replace(PARAMETERS, declared),
    'addons.parameters.yml': 'Parameters: {Size: 5, Zones: [a, b]}',
  };
  expect(render(files)).toMatchObject({ stack: { parameters: { Size: '5', Zones: 'a,b' } } });
});

test('a value that refers to a parent is refused, as there is none', () => {
  const declared = `${PARAMETERS.trim().slice(0, -1)}, Vpc: {Type: String}}\n`;
  const files = {
    'bus.yml': BUS.replace(PARAMETERS, declared),
    'addons.parameters.yml': 'Parameters: {Vpc: !Ref VPC}',
  };
  expect(render(files).issues).toMatchObject([
    { message: 'parameter "Vpc" refers to a parent stack, and Environment Addons have none' },
  ]);
});

test.each([
  ['name: other\ntype: Environment Addons', 'name is "other", but the folder is "eventbus"', 1],
  ['type: Environment Addons', '"name" must be specified', undefined],
  ['name: [', expect.stringContaining('unexpected end of the stream within a flow collection'), 1],
])('the manifest %j is refused', (text, message, line) => {
  const result = render(undefined, text);
  expect(result.ok).toBe(false);
  expect(result.issues).toMatchObject([{ severity: 'error', message, ...(line ? { line } : {}) }]);
});

test('an unknown key is a warning', () => {
  expect(render(undefined, 'name: eventbus\ntype: Environment Addons\nhttp: {}')).toMatchObject({
    ok: true,
    issues: [{ severity: 'warning', line: 3, message: 'unknown key "http"' }],
  });
});

test('an unknown key is an error where that is asked for', () => {
  const addon = anAddon(undefined, 'name: eventbus\ntype: Environment Addons\nhttp: {}');
  expect(renderEnvironmentAddon(addon, context, { strict: true, faults: 'error' })).toMatchObject({
    ok: false,
    issues: [{ severity: 'error', line: 3, message: 'unknown key "http"' }],
  });
});

test('a folder without a template is refused', () => {
  expect(render({}).issues).toMatchObject([{ message: 'no template in copilot/eventbus/addons' }]);
});

test('a stack name that is too long is refused', () => {
  const long = { ...context, environment: 'e'.repeat(128) };
  expect(renderEnvironmentAddon(anAddon(), long)).toMatchObject({ ok: false });
});
