import { formatIssue } from '../../../core/issues.js';
import { readWorkspace } from '../../../core/workspace/read-workspace.js';
import {
  type ValidateOptions,
  validateWorkspace,
} from '../../../core/workspace/validate-workspace.js';
import { aWorkspaceFolder } from '../../support/manifests.js';

function validate(
  texts: { readonly [path: string]: string },
  over: Partial<ValidateOptions> = {},
): readonly string[] {
  const { workspace } = readWorkspace(aWorkspaceFolder(texts));
  return validateWorkspace(workspace, { variables: {}, strict: false, ...over }).map(formatIssue);
}

const environment = (name: string) => ({
  [`copilot/environments/${name}/manifest.yml`]: `name: ${name}\ntype: Environment\n`,
});
const backend = (name: string, fields = '') => ({
  [`copilot/${name}/manifest.yml`]: `name: ${name}\ntype: Backend Service\nimage: { build: D }\n${fields}`,
});
const worker = (name: string, fields: string) => ({
  [`copilot/${name}/manifest.yml`]: `name: ${name}\ntype: Worker Service\nimage: { build: D }\n${fields}`,
});

const inFolder = (folder: string, name: string) => ({
  [`copilot/${folder}/manifest.yml`]: `name: ${name}\ntype: Backend Service\nimage: { build: D }\n`,
});

test('a sound workspace has nothing to tell', () => {
  expect(validate({ ...environment('test'), ...backend('api') })).toEqual([]);
});

test('every environment is looked at, and what they share is told once', () => {
  const fields = 'cpu: x\nenvironments:\n  test: { count: -1 }\n  prod: { count: -2 }\n';
  expect(
    validate({ ...environment('test'), ...environment('prod'), ...backend('api', fields) }),
  ).toEqual([
    'copilot/api/manifest.yml:4:6  error  cpu: expected a whole number, found "x"',
    'copilot/api/manifest.yml:6:18  error  environments.test.count: must be at least 0, found -1',
    'copilot/api/manifest.yml:7:18  error  environments.prod.count: must be at least 0, found -2',
  ]);
});

test('one environment alone can be asked for', () => {
  const fields = 'environments:\n  test: { count: -1 }\n  prod: { count: -2 }\n';
  const texts = { ...environment('test'), ...environment('prod'), ...backend('api', fields) };
  expect(validate(texts, { environments: ['prod'] })).toEqual([
    'copilot/api/manifest.yml:6:18  error  environments.prod.count: must be at least 0, found -2',
  ]);
});

test('without environment manifests those that workloads speak of are looked at', () => {
  expect(validate(backend('api', 'environments:\n  live: { count: -1 }\n'))).toEqual([
    'copilot/api/manifest.yml:5:18  error  environments.live.count: must be at least 0, found -1',
  ]);
});

test('issues come in the order of files and places', () => {
  const texts = {
    ...environment('test'),
    'copilot/environments/test/manifest.yml': 'name: test\ntype: Environment\ncdnn: true\n',
    ...backend('bb', 'cpu: x\n'),
    ...backend('aa', 'memory: x\ncpu: x\n'),
    'copilot/bus/manifest.yml': 'name: bus\ntype: Environment Addons\ncpu: 1\n',
    'copilot/bus/addons/bus.yml': 'Resources: {}',
  };
  expect(validate(texts).map((line) => line.split('  ')[0])).toEqual([
    'copilot/aa/manifest.yml:4:9',
    'copilot/aa/manifest.yml:5:6',
    'copilot/bb/manifest.yml:4:6',
    'copilot/bus/manifest.yml:3:1',
    'copilot/environments/test/manifest.yml:3:1',
  ]);
});

test('variables reach the manifests', () => {
  const texts = backend('api', 'variables: { A: "${B}" }\n');
  expect(validate(texts)).toHaveLength(1);
  expect(validate(texts, { variables: { B: 'x' } })).toEqual([]);
});

test('strict makes unknown keys errors', () => {
  expect(validate(backend('api', 'foo: 1\n'), { strict: true })).toEqual([
    'copilot/api/manifest.yml:4:1  error  foo: unknown key "foo" (it has no effect; remove it)',
  ]);
});

describe('names', () => {
  test('two workloads of one name would have one stack', () => {
    const texts = { ...backend('api'), ...inFolder('web', 'api') };
    expect(validate(texts)).toEqual([
      'copilot/web/manifest.yml:1:7  warning  name: name is "api", but the folder is "web" (give both the same name)',
      'copilot/web/manifest.yml:1:7  error  name: "api" is the name of copilot/api/manifest.yml too (it names the stack: choose another one)',
    ]);
  });

  test('a workload may not be called like environment addons', () => {
    const texts = {
      ...inFolder('api', 'bus'),
      'copilot/bus/manifest.yml': 'name: bus\ntype: Environment Addons\n',
      'copilot/bus/addons/bus.yml': 'Resources: {}',
    };
    expect(validate(texts)).toContainEqual(
      expect.stringContaining('error  name: "bus" is the name of copilot/bus/manifest.yml too'),
    );
  });

  test('the stack of a workload may not be that of an environment', () => {
    const texts = { ...backend('api'), ...environment('test'), ...environment('test-api') };
    expect(validate(texts)).toEqual([
      expect.stringContaining(
        'its stack in environment "test" has the name of that of environment "test-api"',
      ),
    ]);
  });

  test('what cannot be in the name of a stack is refused', () => {
    expect(validate(inFolder('api', '../api'))).toEqual([
      'copilot/api/manifest.yml:1:7  error  name: "../api" cannot be part of the name of a stack (names start with a letter and hold two or more lower-case letters, numbers and single hyphens)',
    ]);
  });

  test('folders of environments name stacks', () => {
    const [issue, ...others] = validate({ ...environment('my env'), ...backend('api') });
    expect(others).toEqual([]);
    expect(issue).toContain('the folder "my env" cannot be part of the name of a stack');
  });

  test("an environment's manifest of another name is doubted", () => {
    const file = 'copilot/environments/test/manifest.yml';
    expect(validate({ [file]: 'name: prod\ntype: Environment\n' })).toEqual([
      `${file}:1:7  warning  name: name is "prod", but the folder is "test" (the name of the folder counts: write the same)`,
    ]);
  });
});

describe('references', () => {
  test('depends_on names workloads of the workspace', () => {
    expect(validate({ ...backend('api', 'depends_on: [web, apj]\n'), ...backend('web') })).toEqual([
      'copilot/api/manifest.yml:4:19  error  depends_on[1]: workload "apj" does not exist (did you mean "api"?)',
    ]);
  });

  test('topics are published by their service', () => {
    const subscribe =
      'subscribe:\n  topics:\n    - { name: orders, service: web }\n    - { name: bills, service: web }\n    - { name: x, service: other }\n';
    const texts = {
      ...worker('wk', subscribe),
      ...backend('web', 'publish: { topics: [{ name: orders }] }\n'),
    };
    expect(validate(texts)).toEqual([
      'copilot/wk/manifest.yml:7:15  error  subscribe.topics[1].name: service "web" publishes no topic "bills" (it publishes orders)',
      'copilot/wk/manifest.yml:8:27  warning  subscribe.topics[2].service: service "other" is not in the workspace (it must have been deployed from elsewhere before this service is)',
    ]);
  });

  test('a FIFO queue subscribes to FIFO topics only', () => {
    const subscribe =
      'subscribe: { topics: [{ name: orders, service: web }], queue: { fifo: true } }\n';
    const texts = {
      ...worker('wk', subscribe),
      ...backend('web', 'publish: { topics: [{ name: orders }] }\n'),
    };
    expect(validate(texts)).toEqual([
      expect.stringContaining(
        'service "web" publishes no topic "orders.fifo" (it publishes orders)',
      ),
    ]);
  });

  test('a publisher with mistakes is not blamed twice', () => {
    const subscribe = 'subscribe: { topics: [{ name: orders, service: web }] }\n';
    expect(validate({ ...worker('wk', subscribe), ...backend('web', 'cpu: x\n') })).toHaveLength(1);
  });

  test('files that are missing are doubted', () => {
    const fields = 'env_file: ./vars.env\nsidecars: { x: { image: y, env_file: config/x.env } }\n';
    const texts = { ...backend('api', fields), 'config/x.env': 'A=1' };
    expect(validate(texts)).toEqual([
      'copilot/api/manifest.yml:4:11  warning  env_file: env file "./vars.env" is not in the workspace (paths are relative to the folder that holds copilot/)',
    ]);
    const site = {
      'copilot/docs/manifest.yml':
        'name: docs\ntype: Static Site\nfiles: [{ source: dist/ }, { source: site }]\n',
    };
    expect(validate({ ...site, 'dist/index.html': '' })).toEqual([
      expect.stringContaining('files[1].source: there is nothing at "site" in the workspace'),
    ]);
  });

  test('overrides of unknown environments are doubted', () => {
    const texts = {
      ...environment('staging'),
      ...backend('api', 'environments: { stagin: { cpu: 512 } }\n'),
    };
    expect(validate(texts)).toEqual([
      'copilot/api/manifest.yml:4:17  warning  environments.stagin: environment "stagin" has no manifest in the workspace (did you mean "staging"?)',
    ]);
  });

  test('a name other than the folder is doubted', () => {
    const texts = {
      'copilot/api/manifest.yml': 'name: apy\ntype: Backend Service\nimage: { build: D }\n',
    };
    expect(validate(texts)).toEqual([
      'copilot/api/manifest.yml:1:7  warning  name: name is "apy", but the folder is "api" (give both the same name)',
    ]);
  });
});
