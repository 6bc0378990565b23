import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { formatPlan } from '../../cli/plan/format-plan.js';
import { readBaseline } from '../../cli/plan/read-baseline.js';
import { renderOffline } from '../../cli/plan/render-offline.js';
import { DeploymentOptions } from '../../core/deployment/request.js';
import { planOffline } from '../../core/plan/plan-offline.js';
import { bundleKey } from '../../core/release/make-bundle.js';
import type { WorkspaceFiles } from '../../core/workspace/workspace.js';
import { runAutoland } from '../support/run-autoland.js';
import { aWorkspace } from '../support/workspaces.js';

jest.setTimeout(60_000);

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'autoland-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, content: string | Uint8Array): string {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
}

function save(name: string, files: WorkspaceFiles): string {
  for (const [file, content] of files) write(path.join(name, file), content);
  return path.join(folder, name);
}

const shop = (cpu: number, key = 'id') =>
  aWorkspace({
    workloads: [
      { name: 'api', changes: false, lines: ['exec: false'] },
      { name: 'web', changes: false },
    ],
    addons: ['orders'],
    files: {
      'copilot/orders/addons/table.yml': renderTable(key),
      'copilot/web/manifest.yml': `name: web
type: Backend Service
image: { location: nginx, port: 80 }
cpu: ${cpu}
memory: 512
`,
    },
  });

const options = { environment: 'test', facts: {}, strict: false };

async function planFrom(workspace: string, against?: string) {
  const rendered = await renderOffline(workspace, options);
  if (!rendered.ok) throw new Error('the workspace has mistakes');
  const before = against ? await readBaseline(against, options) : undefined;
  return {
    made: rendered.made,
    plan: planOffline(rendered.made, before, DeploymentOptions.parse({})),
  };
}

describe('autoland plan --offline', () => {
  test('over nothing everything is created', async () => {
    const { plan } = await planFrom(save('now', shop(256)));
    expect(plan.stacks.map(({ name, action, basis }) => `${name} ${action} ${basis}`)).toEqual([
      'test create forecast',
      'orders create forecast',
      'api create forecast',
      'web create forecast',
    ]);
    expect(plan).toMatchObject({ previousRelease: null, wayBack: { way: 'one-way' } });
  });

  test('over the workspace before, only what differs is changed', async () => {
    const { plan } = await planFrom(save('now', shop(512)), save('before', shop(256)));
    expect(plan.stacks.map(({ name, action }) => `${name} ${action}`)).toEqual([
      'test none',
      'orders none',
      'api none',
      'web update',
    ]);
    const web = plan.stacks.at(-1);
    expect(web?.changes.map(({ logicalId, action }) => `${logicalId} ${action}`)).toEqual([
      'Service update',
      'TaskDefinition replace',
    ]);
    expect(plan.wayBack.way).toBe('reversible');
  });

  test('data that would be lost is told, and that there is no way back', async () => {
    const { plan } = await planFrom(save('now', shop(256, 'no')), save('before', shop(256, 'id')));
    const orders = plan.stacks.find(({ name }) => name === 'orders');
    expect(orders).toMatchObject({
      action: 'replace',
      losses: [expect.stringContaining('Table (AWS::DynamoDB::Table) would be replaced')],
    });
    expect(plan.wayBack.way).toBe('one-way');
  });

  test('over a bundle as it lies in the bucket', async () => {
    const { made } = await planFrom(save('before', shop(256)));
    const bundle = write(path.join('bucket', bundleKey(made.bundle)), JSON.stringify(made.bundle));
    for (const { key, body } of made.objects) write(path.join('bucket', key), body);
    const { plan } = await planFrom(save('now', shop(512)), bundle);
    expect(plan.previousRelease).toBe(made.bundle.releaseId);
    expect(plan.stacks.filter(({ action }) => action !== 'none').map(({ name }) => name)).toEqual([
      'web',
    ]);
  });

  test('a bundle without its bucket is refused', async () => {
    const { made } = await planFrom(save('now', shop(256)));
    const bundle = write('release.json', JSON.stringify(made.bundle));
    await expect(readBaseline(bundle, options)).rejects.toMatchObject({
      name: 'InputInvalid',
      instructions: [expect.stringContaining('keep the paths of the bucket')],
    });
  });

  test('reads like this', async () => {
    const now = save('now', shop(512, 'no'));
    const { plan } = await planFrom(now, save('before', shop(256, 'id')));
    const shown = { application: 'shop', environment: 'test', warnings: [], ...plan };
    expect(formatPlan(shown).replace(/r-[0-9a-f]{16}/g, 'r-…')).toMatchInlineSnapshot(`
"Plan: shop into test, over r-…: 1 update, 1 replace, 2 unchanged
   1. none     test             shop-test
   2. replace  orders           shop-test-orders
        ± Table AWS::DynamoDB::Table replace: AttributeDefinitions, KeySchema
        data would be lost: Table (AWS::DynamoDB::Table) would be replaced: AttributeDefinitions, KeySchema changes
        found by comparing templates; CloudFormation was not asked
   3. none     api              shop-test-api after orders
   4. update   web              shop-test-web after orders
        ~ Service AWS::ECS::Service update: TaskDefinition
        ± TaskDefinition AWS::ECS::TaskDefinition replace: Cpu
        found by comparing templates; CloudFormation was not asked
Way back: one-way
  orders: Table (AWS::DynamoDB::Table) is replaced: its data is lost
  orders: a rollback leaves environment addons as they are unless it is asked to include them
  whether the images and files of the release before are still there is unknown: nobody was asked
  whether the alarms that manifests name exist is unknown: nobody was asked
Refused: orders: data would be lost, which options.statefulLoss "refuse" does not allow"
`);
  });

  test('as a command it tells mistakes and ends with 1', () => {
    save('bad', new Map([['copilot/api/manifest.yml', Buffer.from('name: api\ntype: Nothing\n')]]));
    const { status, err } = runAutoland(path.join(folder, 'bad'), [
      'plan',
      '--offline',
      '-e',
      'test',
    ]);
    expect(status).toBe(1);
    expect(err).toContain('copilot/api/manifest.yml');
  });

  test('as a command it gives JSON', () => {
    const words = ['plan', '--offline', '-e', 'test', '-w', save('now', shop(256)), '--json'];
    const { status, out } = runAutoland(folder, words);
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ application: 'shop', environment: 'test' });
  });

  test('what only goes offline is refused otherwise', () => {
    const { status, err } = runAutoland(folder, ['plan', '-e', 'test', '--against', 'x']);
    expect(status).toBe(1);
    expect(err).toContain('--against goes with --offline');
  });
});

function renderTable(key: string): string {
  return `Parameters:
  App: { Type: String }
  Env: { Type: String }
  Name: { Type: String }
Resources:
  Table:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{ AttributeName: ${key}, AttributeType: S }]
      KeySchema: [{ AttributeName: ${key}, KeyType: HASH }]
Outputs:
  Table: { Value: !Ref Table, Export: { Name: !Sub '\${Name}-\${Env}-\${App}-Table' } }
`;
}
