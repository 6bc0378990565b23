import { NOBODY } from '../../cli/asker.js';
import { type DeletionOrder, runDeletion } from '../../cli/delete/run-deletion.js';
import { deploy } from '../../cli/deploy/deploy.js';
import { type ServedWorkspace, serveWorkspace } from '../support/served-workspace.js';
import { aWorkspace } from '../support/workspaces.js';

const files = aWorkspace({ workloads: [{ name: 'api', changes: false }] });

let served: ServedWorkspace;
let printed: string[];

beforeEach(async () => {
  served = await serveWorkspace(files);
  printed = [];
});
afterEach(() => served.close());

const tools = () => ({
  client: served.client,
  asker: NOBODY,
  print: (line: string) => void printed.push(line),
  pollMs: 20,
});

const order = (more: Partial<DeletionOrder> = {}): DeletionOrder => ({
  path: '/v1/applications/shop/environments/test/workloads/api',
  cascade: false,
  confirm: [],
  dryRun: false,
  yes: true,
  ...more,
});

test('shows what would go, asks, deletes, and is followed to its end', async () => {
  const body = { environment: 'test', options: { bakeMinutes: 0 } };
  const request = { workspace: served.folder, body, idempotencyKey: 'k', wait: true, json: true };
  await deploy(request, { ...tools(), print: () => undefined });

  expect(await runDeletion(order({ dryRun: true, yes: false }), tools())).toBe(0);
  expect(printed).toEqual([expect.stringMatching(/^Deletes workload api of shop-test\n/)]);

  await expect(runDeletion(order({ yes: false }), tools())).rejects.toThrow('--yes is missing');

  printed = [];
  expect(await runDeletion(order(), tools())).toBe(0);
  expect(printed[1]).toMatch(/^Deletion d-[0-9a-f]{20}$/);
  expect(printed.at(-1)).toContain('SUCCEEDED: workload api of shop-test is gone');
});

test.each(['..', '.', '%2e%2e', 'a b', '..%2f..'])(
  'a workload called %s asks for nothing: it would be the path of something else',
  async (name) => {
    const path = `/v1/applications/shop/environments/test/workloads/${name}`;
    await expect(runDeletion(order({ path }), tools())).rejects.toMatchObject({
      name: 'InputInvalid',
    });
    expect(printed).toEqual([]);
  },
);
