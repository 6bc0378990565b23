import { resolve } from 'node:path';
import { formatIssue } from '../../../core/issues.js';
import { readWorkspace } from '../../../core/workspace/read-workspace.js';
import { readFolder } from '../../support/folders.js';
import { aWorkspaceFolder } from '../../support/manifests.js';

const API = 'name: api\ntype: Backend Service\n';
const TEST = 'name: test\ntype: Environment\n';

function read(texts: { readonly [path: string]: string }) {
  return readWorkspace(aWorkspaceFolder(texts));
}

test('the shop is sorted by kind', () => {
  const { workspace, issues } = readWorkspace(
    readFolder(resolve(import.meta.dirname, '../../../examples/shop')),
  );
  expect(issues).toEqual([]);
  expect(workspace.application).toBe('shop');
  expect(workspace.workloads.map(({ name, type }) => `${name}: ${type}`)).toEqual([
    'api: Backend Service',
    'frontend: Load Balanced Web Service',
    'orders: Worker Service',
    'report: Scheduled Job',
  ]);
  expect(workspace.environments.map(({ name }) => name)).toEqual(['prod', 'test']);
  expect(workspace.environmentAddons).toMatchObject([
    { name: 'eventbus', addons: { folder: 'copilot/eventbus/addons' } },
  ]);
  expect([...workspace.workloadAddons.keys()]).toEqual(['api', 'orders']);
  expect([...(workspace.workloadAddons.get('api')?.files.keys() ?? [])]).toContain(
    'addons.parameters.yml',
  );
  expect(workspace.pipelines).toMatchObject([
    { name: 'release', file: 'copilot/pipelines/release/manifest.yml' },
  ]);
  expect(workspace.files.has('frontend/Dockerfile')).toBe(true);
});

describe('the root', () => {
  const own = {
    'copilot/.workspace': 'application: shop',
    'copilot/api/manifest.yml': API,
    Dockerfile: 'FROM x',
  };
  const rename = (change: (path: string) => string) =>
    Object.fromEntries(Object.entries(own).map(([path, text]) => [change(path), text]));

  test.each([
    ['holds copilot/', own],
    ['is inside of one folder', rename((path) => `shop-main/${path}`)],
    ['is the copilot folder', { '.workspace': 'application: shop', 'api/manifest.yml': API }],
    [
      'is the copilot folder under another name in a zip',
      { 'infra/.workspace': 'application: shop', 'infra/api/manifest.yml': API },
    ],
    [
      'has what systems leave behind',
      { ...rename((path) => `shop/${path}`), '__MACOSX/shop/._x': '', '.DS_Store': '' },
    ],
  ])('%s', (_name, texts) => {
    const { workspace, issues } = read(texts);
    expect(issues).toEqual([]);
    expect(workspace.application).toBe('shop');
    expect(workspace.workloads).toMatchObject([{ name: 'api', file: 'copilot/api/manifest.yml' }]);
  });

  test('without a copilot folder is an issue', () => {
    expect(read({ 'src/index.js': '' }).issues).toMatchObject([
      { file: 'copilot', message: 'there is no copilot folder' },
    ]);
    expect(read({}).issues).toHaveLength(1);
  });
});

describe('types', () => {
  test.each([
    ['plain', 'type: Worker Service'],
    ['with a comment', 'type: Worker Service # mine'],
    ['in quotes', "type: 'Worker Service'"],
    ['with Windows line ends', 'name: api\r\ntype: Worker Service\r\n'],
    ['after a byte order mark', '\uFEFFtype: Worker Service'],
    ['in flow style', '{ name: api, type: Worker Service }'],
    ['with an anchor', 'type: &t Worker Service'],
    ['beside a text that looks like one', 'x: |\n  type: a\n\ntype: Worker Service'],
    ['beside a line that looks like one', 'type: "Worker Service"\nx: "\ntype: Static Site"'],
  ])('%s', (_name, text) => {
    const { workspace, issues } = read({ 'copilot/api/manifest.yml': text });
    expect(issues).toEqual([]);
    expect(workspace.workloads).toMatchObject([{ type: 'Worker Service' }]);
  });

  test.each([
    [
      'type: Web Service',
      '1:7  error  type: invalid manifest type: "Web Service" (types are Load Balanced Web Service',
    ],
    [
      'type: worker service',
      '1:7  error  type: invalid manifest type: "worker service" (did you mean "Worker Service"?)',
    ],
    ['name: api', '1:1  error  type: "type" must be specified (add type, one of'],
    [
      'type: Environment',
      '1:7  error  type: an environment lies among the workloads (move it to copilot/environments/api/manifest.yml)',
    ],
    ['type: [a]', '1:1  error  type: invalid manifest type: ["a"]'],
    ['type: "x', '1:9  error  cannot be read as YAML'],
  ])('%s is an issue', (text, issue) => {
    const { workspace, issues } = read({ 'copilot/api/manifest.yml': text });
    expect(workspace.workloads).toEqual([]);
    expect(issues.map(formatIssue)).toEqual([
      expect.stringContaining(`copilot/api/manifest.yml:${issue}`),
    ]);
  });
});

describe('folders', () => {
  test('without a manifest are told', () => {
    const { issues } = read({ 'copilot/api/manifest.yml': API, 'copilot/old/addons/a.yml': '' });
    expect(issues).toMatchObject([
      { severity: 'warning', file: 'copilot/old', message: 'has no manifest.yml and is ignored' },
    ]);
  });

  test('with manifest.yaml are read, with a doubt', () => {
    const { workspace, issues } = read({ 'copilot/api/manifest.yaml': API });
    expect(workspace.workloads).toMatchObject([{ name: 'api', file: 'copilot/api/manifest.yaml' }]);
    expect(issues).toMatchObject([{ severity: 'warning', message: 'is not called manifest.yml' }]);
  });

  test('of environment addons need a template', () => {
    const { workspace, issues } = read({
      'copilot/bus/manifest.yml': 'name: bus\ntype: Environment Addons\n',
    });
    expect(workspace.environmentAddons).toMatchObject([{ name: 'bus' }]);
    expect(issues).toMatchObject([
      { severity: 'error', message: 'environment addons without a template' },
    ]);
  });

  test('of environments: their shared addons are apart, templates called manifest.yml too', () => {
    const { workspace } = read({
      'copilot/environments/test/manifest.yml': TEST,
      'copilot/environments/addons/manifest.yml': 'Resources: {}',
      'copilot/environments/addons/deep/x.yml': 'Resources: {}',
      'copilot/environments/addons/note.txt': 'x',
    });
    expect(workspace.environments.map(({ name }) => name)).toEqual(['test']);
    expect([...(workspace.sharedEnvironmentAddons?.files.keys() ?? [])]).toEqual(['manifest.yml']);
  });
});

test('pipelines are read in both places', () => {
  const { workspace } = read({
    'copilot/pipelines/zeta/manifest.yml': 'name: zeta',
    'copilot/pipeline.yml': '# old\nname: "alpha" # one\nversion: 1',
  });
  expect(workspace.pipelines).toMatchObject([
    { name: 'alpha', file: 'copilot/pipeline.yml' },
    { name: 'zeta', file: 'copilot/pipelines/zeta/manifest.yml' },
  ]);
});

test('overrides are patches or CDK apps, patches first', () => {
  const { workspace, issues } = read({
    'copilot/api/manifest.yml': API,
    'copilot/api/overrides/cfn.patches.yml': '- op: remove',
    'copilot/api/overrides/cdk.json': '{}',
    'copilot/environments/overrides/cdk.json': '{}',
    'copilot/pipelines/release/overrides/cfn.patches.yml': '- op: add',
    'copilot/pipelines/release/manifest.yml': 'name: release',
    'copilot/web/manifest.yml': API,
    'copilot/web/overrides/README.md': 'soon',
  });
  expect([...workspace.patches.keys()]).toEqual(['api', 'pipelines/release']);
  expect(workspace.cdkOverrides).toEqual(
    new Map([['environments', 'copilot/environments/overrides']]),
  );
  expect(issues).toMatchObject([
    { file: 'copilot/web/overrides', message: 'holds neither cfn.patches.yml nor cdk.json' },
  ]);
});

describe('.workspace', () => {
  test.each([
    ['application: shop', 'shop', []],
    ['', undefined, ['the manifest is empty']],
    ['application:', undefined, ['"application" must be specified']],
    ['application: my app', 'my app', ['"my app" cannot be part of the name of a stack']],
    ['application: 1shop', '1shop', ['"1shop" cannot be part of the name of a stack']],
    ['app: [', undefined, [expect.stringContaining('cannot be read as YAML')]],
  ])('%j', (text, application, messages) => {
    const { workspace, issues } = read({
      'copilot/.workspace': text,
      'copilot/api/manifest.yml': API,
    });
    expect(workspace.application).toBe(application);
    expect(issues.map(({ message }) => message)).toEqual(messages);
  });
});

test('a file that is not UTF-8 is told and left out', () => {
  const files = new Map([
    ...aWorkspaceFolder({ 'copilot/api/manifest.yml': API }),
    ['copilot/web/manifest.yml', new Uint8Array([0xff, 0xfe, 0x00])],
  ]);
  const { workspace, issues } = readWorkspace(files as never);
  expect(workspace.workloads.map(({ name }) => name)).toEqual(['api']);
  expect(issues).toMatchObject([
    { file: 'copilot/web/manifest.yml', message: 'is not UTF-8 text' },
  ]);
});
