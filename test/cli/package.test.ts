import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runAutoland } from '../support/run-autoland.js';

const EXAMPLES = path.resolve(import.meta.dirname, '../../examples');

// Each command is a process of its own.
jest.setTimeout(120_000);

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'autoland-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const runPackage = (example: string, name: string, env: string, ...more: readonly string[]) =>
  runAutoland(path.join(EXAMPLES, example), [
    'package',
    '-n',
    name,
    '-e',
    env,
    '-o',
    folder,
    ...more,
  ]);

const readJson = (file: string) => JSON.parse(readFileSync(path.join(folder, file), 'utf8'));
const listWritten = () => readdirSync(folder, { recursive: true }).map(String).sort();

function write(file: string, text: string): void {
  const target = path.join(folder, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, text);
}

test('a workload becomes a template, parameters and tags, and its addons files of their own', () => {
  const { status, out } = runPackage('shop', 'orders', 'prod');
  expect(status).toBe(0);
  expect(listWritten()).toEqual([
    'orders.addons.template.json',
    'orders.outputs.json',
    'orders.parameters.json',
    'orders.stack-parameters.yml',
    'orders.template.json',
  ]);
  expect(out.trim().split('\n')).toHaveLength(5);
  expect(readJson('orders.template.json').Resources.Service.Type).toBe('AWS::ECS::Service');
  expect(readJson('orders.parameters.json')).toMatchObject({
    Parameters: { AppName: 'shop', EnvName: 'prod', WorkloadName: 'orders' },
    Tags: {
      'copilot-application': 'shop',
      'copilot-environment': 'prod',
      'copilot-service': 'orders',
    },
  });
});

test('an environment, environment addons and shared addons are packaged by their names', () => {
  expect(runPackage('shop', 'test', 'test').status).toBe(0);
  expect(readJson('test.parameters.json').Parameters).toMatchObject({ ALBWorkloads: 'frontend' });
  expect(runPackage('shop', 'eventbus', 'test').status).toBe(0);
  expect(readJson('eventbus.template.json').Resources).toHaveProperty('EventBus');
  expect(runPackage('status-page', 'environments', 'live').status).toBe(0);
  expect(Object.values(readJson('environments.template.json').Resources)).toEqual(
    expect.arrayContaining([expect.objectContaining({ Type: 'AWS::DynamoDB::Table' })]),
  );
});

test('with --assets nested templates are written under the keys that the parameters name', () => {
  expect(runPackage('shop', 'orders', 'test').status).toBe(0);
  expect(readJson('orders.parameters.json').Parameters.AddonsTemplateURL).toBe('');
  const facts = path.join(folder, 'facts.json');
  writeFileSync(
    facts,
    JSON.stringify({
      application: { name: 'shop' },
      environment: { region: 'eu-west-1', artifactBucket: 'artifacts' },
    }),
  );
  expect(runPackage('shop', 'orders', 'test', '--assets', '--facts', facts).status).toBe(0);
  const url: string = readJson('orders.parameters.json').Parameters.AddonsTemplateURL;
  const key = new URL(url).pathname.slice(1);
  expect(existsSync(path.join(folder, 'assets', key))).toBe(true);
});

test('mistakes are told with their places, and nothing is written', () => {
  write('copilot/.workspace', 'application: shop\n');
  write('copilot/api/manifest.yml', 'name: api\ntype: Backend Service\ncpu: much\nmemory: more\n');
  const { status, out, err } = runAutoland(folder, ['package', '-n', 'api', '-e', 'test']);
  expect(status).toBe(1);
  expect(out).toBe('');
  expect(err).toMatch(/^copilot\/api\/manifest\.yml:3:\d+ {2}error {2}cpu: /m);
  expect(err).toMatch(/^copilot\/api\/manifest\.yml:4:\d+ {2}error {2}memory: /m);
  expect(err).not.toMatch(/\n\s+at /);
  expect(existsSync(path.join(folder, 'infrastructure'))).toBe(false);
});

test.each([
  [
    'an unknown name',
    ['-n', 'nothing', '-e', 'test'],
    1,
    'nothing called "nothing" can be rendered',
  ],
  ['an unknown environment', ['-n', 'api', '-e', 'moon'], 1, 'environment "moon" has no manifest'],
  ['a missing workspace', ['-n', 'api', '-e', 'test', '-w', 'nowhere'], 1, 'no such folder or zip'],
  [
    'a missing facts file',
    ['-n', 'api', '-e', 'test', '--facts', 'none.json'],
    1,
    'cannot be read',
  ],
  [
    'a facts file of another shape',
    ['-n', 'api', '-e', 'test', '--facts', 'package.json'],
    1,
    'application',
  ],
  ['a missing name', ['-e', 'test'], 2, "required option '-n, --name <name>'"],
  ['an unknown flag', ['-n', 'api', '-e', 'test', '--fast'], 2, "unknown option '--fast'"],
])('%s is refused without a stack trace', (_, words, code, text) => {
  write('package.json', '{"application": 5}');
  const workspace = words.includes('-w') ? [] : ['-w', path.join(EXAMPLES, 'shop')];
  const { status, err } = runAutoland(folder, ['package', ...words, ...workspace]);
  expect(status).toBe(code);
  expect(err).toContain(text);
  expect(err).not.toMatch(/\n\s+at /);
});

test('with --strict a key that is unknown is an error', () => {
  write('copilot/.workspace', 'application: shop\n');
  write(
    'copilot/api/manifest.yml',
    'name: api\ntype: Backend Service\nimage: {location: nginx}\ncolour: red\n',
  );
  const words = ['package', '-n', 'api', '-e', 'test'];
  const lenient = runAutoland(folder, words);
  expect(lenient.status).toBe(0);
  expect(lenient.err).toContain('warning  colour: unknown key');
  expect(runAutoland(folder, [...words, '--strict']).status).toBe(1);
});

test('a folder that cannot be written is told without a stack trace', () => {
  write('file', '');
  const words = ['package', '-n', 'api', '-e', 'test', '-o', path.join(folder, 'file')];
  const { status, err } = runAutoland(path.join(EXAMPLES, 'shop'), words);
  expect(status).toBe(1);
  expect(err.trim().split('\n').at(-1)).toMatch(/^autoland: E[A-Z]+: .*file'$/);
});
