import type { ApiClient } from '../../cli/api-client.js';
import { deploy } from '../../cli/deploy/deploy.js';
import { answer, cancel, showStatus } from '../../cli/deployments.js';
import { askForPlan } from '../../cli/plan/ask-for-plan.js';
import type { DeploymentDocument } from '../../functions/support/deployments/document.js';
import { type ServedWorkspace, serveWorkspace } from '../support/served-workspace.js';
import { aWorkspace } from '../support/workspaces.js';

// The server moves virtual time at a pace that people can follow.
jest.setTimeout(120_000);

const files = aWorkspace({ workloads: [{ name: 'api', changes: false }] });

let served: ServedWorkspace;
let client: ApiClient;
let printed: string[];

beforeEach(async () => {
  served = await serveWorkspace(files);
  client = served.client;
  printed = [];
});
afterEach(() => served.close());

const tools = () => ({ client, print: (line: string) => void printed.push(line), pollMs: 20 });

const order = (more: object = {}) => ({
  workspace: served.folder,
  body: { environment: 'test', options: { bakeMinutes: 1 }, ...more },
  idempotencyKey: 'build-1',
  wait: true,
  json: false,
});

/** Deploys without waiting; the id. */
async function start(options: object = {}): Promise<string> {
  await deploy({ ...order({ options }), wait: false, json: true }, tools());
  return (JSON.parse(printed.at(-1) ?? '') as { readonly id: string }).id;
}

async function document(id: string): Promise<DeploymentDocument> {
  return JSON.parse(await showStatus(client, id, { json: true })) as DeploymentDocument;
}

async function until(isReached: () => Promise<boolean>): Promise<void> {
  while (!(await isReached())) await new Promise((resolve) => setTimeout(resolve, 20));
}

test('a deployment is followed to its verdict, which is the exit code', async () => {
  expect(await deploy(order(), tools())).toBe(0);
  expect(printed[0]).toMatch(/^Deployment d-[0-9a-f]{20}$/);
  expect(printed.join('\n')).toContain('stack shop-test-api is created');
  expect(printed.at(-1)).toContain('SUCCEEDED');
});

test('the same key is the same deployment', async () => {
  const first = await start();
  const second = await start();
  expect(second).toBe(first);
  expect(JSON.parse(printed.at(-1) ?? '')).toMatchObject({ isNew: false });
});

test('as JSON it is the deployment, and nothing else', async () => {
  const code = await deploy({ ...order(), json: true }, tools());
  expect(printed).toHaveLength(1);
  expect(JSON.parse(printed[0] ?? '')).toMatchObject({ verdict: 'SUCCEEDED', application: 'shop' });
  expect(code).toBe(0);
});

test('what the API refuses is told with what to do', async () => {
  await expect(deploy(order({ environment: 'Nowhere' }), tools())).rejects.toMatchObject({
    name: 'InputInvalid',
    instructions: [expect.stringContaining('environment: must start with a letter')],
  });
});

test('mistakes of the workspace are told each with its place', async () => {
  await expect(deploy(order({ environment: 'nowhere' }), tools())).rejects.toMatchObject({
    name: 'InputInvalid',
    instructions: [
      expect.stringMatching(/^copilot\/environments\/nowhere\/manifest\.yml +error +environment/),
    ],
  });
});

test('an approval is answered; the status says how', async () => {
  const id = await start({ requireApproval: true });
  await until(async () => (await document(id)).approvals.length > 0);
  const [approval] = (await document(id)).approvals;
  const approvalId = approval?.id ?? '';
  const status = await showStatus(client, id, {});
  expect(status).toContain(`${id}: deployment of shop into test, running`);
  expect(status).toContain('pending    deployment of api');
  expect(status).toContain('no service has been deployed yet');
  expect(status).toContain(`autoland approve ${approvalId}`);
  const told = await answer(client, approvalId, false, { comment: 'not today' });
  expect(told).toMatch(/^refused: Deploy release/);
  await until(async () => (await document(id)).verdict !== null);
  expect(await showStatus(client, id, {})).toMatch(/not approved by localhost: not today/);
  await expect(answer(client, approvalId, true, {})).rejects.toMatchObject({ name: 'Conflict' });
});

test('a deployment is cancelled', async () => {
  const id = await start();
  await until(async () => (await document(id)).status === 'RUNNING');
  expect(await cancel(client, id)).toContain(`autoland status ${id}`);
  await until(async () => (await document(id)).verdict !== null);
  expect((await document(id)).verdict).toBe('CANCELLED');
});

test('a plan is waited for', async () => {
  const plan = await askForPlan(
    { workspace: served.folder, body: { environment: 'test' } },
    { client, pollMs: 20 },
  );
  expect(plan.stacks.map(({ name, action }) => `${name} ${action}`)).toEqual([
    'test create',
    'api create',
  ]);
});
