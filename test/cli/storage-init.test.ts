import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../..');
const SHOP = path.join(ROOT, 'examples/shop');

// Each command is a process of its own.
jest.setTimeout(120_000);

let workspace: string;

beforeEach(() => {
  workspace = mkdtempSync(path.join(tmpdir(), 'autoland-'));
  cpSync(SHOP, workspace, { recursive: true });
});
afterEach(() => rmSync(workspace, { recursive: true, force: true }));

function autoland(...words: readonly string[]) {
  const run = spawnSync('node', [path.join(ROOT, 'bin/autoland'), ...words], {
    cwd: workspace,
    encoding: 'utf8',
  });
  return { status: run.status, out: run.stdout, err: run.stderr };
}
const read = (file: string) => readFileSync(path.join(workspace, file), 'utf8');
const init = (...words: readonly string[]) => autoland('storage', 'init', ...words);
const BUCKET = ['-n', 'photos', '-t', 'S3', '-w', 'api'];

test('files are written once, and what comes next is told', () => {
  const first = init(...BUCKET, '-l', 'environment');
  expect(first).toMatchObject({ status: 0, err: '' });
  expect(first.out).toContain(
    'Wrote CloudFormation template at copilot/environments/addons/photos.yml',
  );
  expect(first.out).toContain(
    'Wrote CloudFormation template at copilot/api/addons/photos-access-policy.yml',
  );
  expect(first.out).toContain('Safer than the files that AWS Copilot wrote:');
  expect(first.out).toContain(
    'from_cfn: ${COPILOT_APPLICATION_NAME}-${COPILOT_ENVIRONMENT_NAME}-photosBucketName',
  );
  writeFileSync(path.join(workspace, 'copilot/environments/addons/photos.yml'), 'mine');
  const second = init(...BUCKET, '-l', 'environment');
  expect(second.out).toContain(
    'CloudFormation template already exists at copilot/environments/addons/photos.yml, skipping writing it.',
  );
  expect(second.out).not.toContain('Safer than');
  expect(read('copilot/environments/addons/photos.yml')).toBe('mine');
});

test('a parameters file that is there is told what it lacks', () => {
  const cluster = [
    '-t',
    'Aurora',
    '-w',
    'api',
    '-l',
    'environment',
    '--engine',
    'MySQL',
    '--initial-db',
    'main',
  ];
  init('-n', 'sales', ...cluster);
  const file = 'copilot/environments/addons/addons.parameters.yml';
  expect(init('-n', 'stock', ...cluster).out).toContain(
    'It has all the parameters that are needed.',
  );
  writeFileSync(path.join(workspace, file), 'Parameters:\n  VPCID: !Ref VPC\n');
  const { out } = init('-n', 'users', ...cluster);
  expect(out).toContain('Check that it has the following snippet:');
  expect(out).toContain("PrivateSubnets: !Join [',', [!Ref PrivateSubnet1, !Ref PrivateSubnet2]]");
});

test('a missing flag is named where there is no terminal', () => {
  const { status, out, err } = init(...BUCKET);
  expect({ status, out }).toEqual({ status: 1, out: '' });
  expect(err).toContain('--lifecycle is missing, and there is no terminal to ask for it');
});

test('environment addons of the workspace are listed as JSON', () => {
  expect(autoland('env', 'ls', '--addons', '--local')).toEqual({
    status: 0,
    out: '{"addons":[{"name":"eventbus"}]}\n',
    err: '',
  });
  expect(autoland('env', 'ls', '--local', '--json').out).toBe(
    '{"environments":[{"name":"prod"},{"name":"test"}]}\n',
  );
  expect(autoland('env', 'ls', '--local').out).toBe('prod\ntest\n');
  expect(autoland('env', 'ls')).toMatchObject({ status: 1 });
});

test('outside of a workspace that is what is said', () => {
  // Deeper than the search goes up: something else may have left a copilot folder beside us.
  const empty = path.join(workspace, 'a/b/c/d/e/f');
  mkdirSync(empty, { recursive: true });
  const { status, err } = init('--workspace', empty, ...BUCKET);
  expect(status).toBe(1);
  expect(err).toContain('there is no copilot folder in');
});

const hasPython = spawnSync('python3', ['-c', 'import pty']).status === 0;
const terminalTest = (name: string, run: () => void) =>
  hasPython ? test(name, run) : test.skip(`${name}: there is no python3 with its module pty`, run);

/** Runs a command in a pseudo-terminal; sends each line of keys once its text has been seen. */
function onTerminal(dialogue: readonly (readonly [seen: string, keys: string])[]) {
  const script = path.join(import.meta.dirname, '../support/terminal.py');
  const run = spawnSync(
    'python3',
    [script, 'node', path.join(ROOT, 'bin/autoland'), 'storage', 'init'],
    {
      cwd: workspace,
      encoding: 'utf8',
      input: JSON.stringify(dialogue),
    },
  );
  return { status: run.status, out: run.stdout, err: run.stderr };
}
const DOWN = '\u001b[B';
const ENTER = '\r';

terminalTest('on a terminal everything is asked for', () => {
  const { status, out, err } = onTerminal([
    ['What type of storage', ENTER],
    ['Which workload', DOWN + ENTER],
    ['name this DynamoDB table', `x${ENTER}`],
    ['between 3 and 255', `yz${ENTER}`],
    ['created and deleted with the', DOWN + ENTER],
    ['name the partition key', `id${ENTER}`],
    ['What datatype', DOWN + ENTER],
    ['add a sort key', 'y'],
    ['name the sort key', `at${ENTER}`],
    ['What datatype', ENTER],
    ['any alternate sort keys', 'n'],
  ]);
  expect({ status, err }).toEqual({ status: 0, err: '' });
  expect(out).toContain('Wrote CloudFormation template at copilot/environments/addons/xyz.yml');
  const table = read('copilot/environments/addons/xyz.yml');
  expect(table).toContain('AttributeName: id\n          AttributeType: "N"');
  expect(table).toContain('AttributeName: at\n          AttributeType: "S"');
  expect(existsSync(path.join(workspace, 'copilot/frontend/addons/xyz-access-policy.yml'))).toBe(
    true,
  );
});

terminalTest('a cancelled question writes nothing', () => {
  const { status, out } = onTerminal([['What type of storage', '\u0003']]);
  expect(status).toBe(1);
  expect(out).toContain('cancelled, nothing was written');
});
