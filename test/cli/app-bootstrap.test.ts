import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { renderApplicationInfrastructure } from '../../core/template/application/render-infrastructure.js';
import { runAutoland } from '../support/run-autoland.js';

const SHOP = join(import.meta.dirname, '../../examples/shop');
const HOME = ['--account', '111111111111', '--region', 'us-east-1'];

jest.setTimeout(60_000);

const aFolder = (): string => mkdtempSync(join(tmpdir(), 'autoland-bootstrap-'));

function bootstrap(folder: string, ...more: readonly string[]) {
  const words = ['app', 'bootstrap', '--workspace', SHOP, ...HOME, '--output-dir', 'out', ...more];
  const done = runAutoland(folder, words);
  return { ...done, commands: done.out.split('\n').filter((line) => line.startsWith('aws ')) };
}

const read = (folder: string, name: string) =>
  JSON.parse(readFileSync(join(folder, 'out', name), 'utf8'));

test('an application needs its roles, its StackSet with an instance per region, and its record', () => {
  const folder = aFolder();
  const regions = ['--env-region', 'us-east-1', 'eu-west-1', '--env-account', '222222222222'];
  const { status, out, commands } = bootstrap(folder, ...regions, '--tag', 'team=the shop');
  expect(status).toBe(0);
  expect(readdirSync(join(folder, 'out')).sort()).toEqual([
    'shop-infrastructure-roles.json',
    'shop-infrastructure.json',
  ]);
  expect(commands.map((line) => line.split(' ').slice(1, 3).join(' '))).toEqual([
    'cloudformation deploy',
    'cloudformation create-stack-set',
    'cloudformation create-stack-instances',
    'ssm put-parameter',
  ]);
  expect(out).toContain('with image repositories of api, frontend, orders, report\n');
  expect(out).toContain('--accounts 111111111111 --regions us-east-1 eu-west-1');
  expect(out).toContain("'Key=team,Value=the shop'");
  expect(out).toContain('AppDNSDelegatedAccounts=111111111111,222222222222');
  const { Metadata, Resources } = read(folder, 'shop-infrastructure.json');
  expect(Metadata).toMatchObject({ Version: 1, Accounts: ['111111111111', '222222222222'] });
  expect(Object.keys(Resources)).toContain('ECRRepofrontend');
});

test('one that is deployed is extended: what other workspaces have there stays', () => {
  const folder = aFolder();
  const { template } = renderApplicationInfrastructure({
    application: 'shop',
    accounts: ['333333333333'],
    workloads: [{ name: 'theirs', withRepository: true }],
    version: 4,
    templateVersion: 'v1.2.0',
  });
  writeFileSync(join(folder, 'deployed.json'), JSON.stringify(template));
  const { out, commands } = bootstrap(folder, '--deployed', 'deployed.json');
  expect(commands.map((line) => line.split(' ')[2])).toEqual(['deploy', 'update-stack-set']);
  expect(out).toContain('--operation-id 5');
  const { Metadata, Resources } = read(folder, 'shop-infrastructure.json');
  expect(Metadata).toMatchObject({ Version: 5, Accounts: ['111111111111', '333333333333'] });
  expect(Object.keys(Resources)).toContain('ECRRepotheirs');
});

test('a template that is too long for a call goes through a bucket', () => {
  const folder = aFolder();
  const { template } = renderApplicationInfrastructure({
    application: 'shop',
    accounts: [],
    workloads: Array.from({ length: 80 }, (_, at) => ({ name: `w${at}`, withRepository: true })),
    version: 4,
    templateVersion: 'v1.2.0',
  });
  writeFileSync(join(folder, 'deployed.json'), JSON.stringify(template));
  const { out } = bootstrap(folder, '--deployed', 'deployed.json');
  expect(out).toContain('aws s3 cp out/shop-infrastructure.json s3://BUCKET/');
  expect(out).toContain('--template-url https://BUCKET.s3.us-east-1.amazonaws.com/');
});

test.each([
  [['--env-account', '12'], '12 is no account'],
  [['--domain', 'shop.example'], 'a domain and its hosted zone go together'],
  [['--tag', 'team'], 'team is no tag'],
  [['--deployed', 'nowhere.json'], 'nowhere.json cannot be read'],
])('%j is a mistake', (more, message) => {
  const folder = aFolder();
  const { status, err } = bootstrap(folder, ...more);
  expect([status, readdirSync(folder)]).toEqual([1, []]);
  expect(err).toContain(message);
});
