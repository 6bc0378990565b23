import { setTimeout as sleep } from 'node:timers/promises';
import { type ApiClient, ask } from '../../cli/api-client.js';
import { deploy } from '../../cli/deploy/deploy.js';
import { answer, cancel, showStatus } from '../../cli/deployments.js';
import type { DeploymentDocument } from '../../functions/support/deployments/document.js';
import { serveApi } from '../../local/serve.js';
import { runAutoland } from '../support/run-autoland.js';
import { prepare, type ServedWorkspace, serveWorkspace } from '../support/served-workspace.js';
import { aWorkspace } from '../support/workspaces.js';

const files = aWorkspace({
  workloads: [
    { name: 'api', changes: false },
    {
      name: 'held',
      changes: false,
      lines: [
        'deployment:',
        '  strategy: blue_green',
        '  lifecycle_hooks:',
        '    - { pause: true, stages: [pre_scale_up], timeout: 1m }',
      ],
    },
  ],
  environments: ['test', 'prod'],
});

let served: ServedWorkspace;
let client: ApiClient;

beforeEach(async () => {
  served = await serveWorkspace(files);
  client = served.client;
});
afterEach(() => served.close());

/** Long enough for hours of simulated time, where it moves. */
const aWhile = (): Promise<void> => sleep(1_000);

async function start(
  environment: string,
  options: object = {},
  names: readonly string[] = ['api'],
): Promise<string> {
  const printed: string[] = [];
  const body = { environment, names, options: { bakeMinutes: 0, ...options } };
  const order = { workspace: served.folder, body, wait: false, json: true };
  await deploy(
    { ...order, idempotencyKey: JSON.stringify(body) },
    { client, print: (line) => void printed.push(line), pollMs: 20 },
  );
  return (JSON.parse(printed[0] ?? '') as { readonly id: string }).id;
}

const document = async (id: string): Promise<DeploymentDocument> =>
  JSON.parse(await showStatus(client, id, { json: true })) as DeploymentDocument;

async function until(isReached: () => Promise<boolean>): Promise<void> {
  while (!(await isReached())) await sleep(20);
}

const untilEnded = (id: string): Promise<void> =>
  until(async () => (await document(id)).verdict !== null);

/** The question that the deployment asks, once it does. */
async function question(id: string): Promise<string> {
  await until(async () => (await document(id)).approvals.length > 0);
  return (await document(id)).approvals[0]?.id ?? '';
}

/** Asks before its first change, and would take no answer after a simulated minute. */
const startAsking = (): Promise<string> =>
  start('test', { requireApproval: true, approvalMinutes: 1 });

test('simulated time stands still while nothing but an answer is waited for', async () => {
  const id = await startAsking();
  const approvalId = await question(id);
  await aWhile();
  expect((await document(id)).approvals).toMatchObject([{ status: 'WAITING' }]);
  await answer(client, approvalId, true, {});
  await untilEnded(id);
  expect((await document(id)).verdict).toBe('SUCCEEDED');
});

test('who waits for the environment does not move time', async () => {
  const asking = await startAsking();
  const approvalId = await question(asking);
  const queued = await start('test');
  await aWhile();
  expect((await document(queued)).verdict).toBeNull();
  await answer(client, approvalId, false, {});
  await untilEnded(queued);
  expect((await document(queued)).verdict).toBe('SUCCEEDED');
});

test('another environment is deployed while a person is asked', async () => {
  const asking = await start('test', { requireApproval: true });
  await question(asking);
  const other = await start('prod');
  await untilEnded(other);
  expect((await document(other)).verdict).toBe('SUCCEEDED');
  expect((await document(asking)).approvals).toMatchObject([{ status: 'WAITING' }]);
});

test('a service that ECS holds is asked about for as long as it takes', async () => {
  const id = await start('test', {}, ['held']);
  const approvalId = await question(id);
  await aWhile();
  await answer(client, approvalId, true, {});
  await untilEnded(id);
  expect((await document(id)).verdict).toBe('SUCCEEDED');
});

test('a deployment that asks can be cancelled', async () => {
  const id = await startAsking();
  await question(id);
  await cancel(client, id);
  await untilEnded(id);
  expect((await document(id)).verdict).toBe('CANCELLED');
});

test('something of a protected environment goes with the yes of a person', async () => {
  await untilEnded(await start('test'));
  const environment = '/v1/applications/shop/environments/test';
  await ask(client, {
    method: 'PUT',
    path: `${environment}/protection`,
    body: { protected: true },
  });
  const { id } = await ask<{ readonly id: string }>(client, {
    method: 'DELETE',
    path: `${environment}/workloads/api?confirm=test`,
  });
  const approvalId = await question(id);
  await aWhile();
  await answer(client, approvalId, true, {});
  await untilEnded(id);
  expect((await document(id)).verdict).toBe('SUCCEEDED');
});

test('a port that is in use is refused, and the server that has it goes on', async () => {
  const { port } = served.server;
  await expect(
    serveApi({ port, seed: 1, facts: {}, prepared: prepare(files), mishaps: [] }),
  ).rejects.toMatchObject({
    name: 'Conflict',
    message: `port ${port} of this machine is in use`,
    instructions: [`choose another one, for instance --serve ${port + 1}`],
  });
  const path = '/v1/applications/shop/environments/test/protection';
  expect(await ask(client, { method: 'GET', path })).toMatchObject({ protected: false });
});

test('the command tells a port that is in use before it rehearses anything', () => {
  const { port } = served.server;
  const { status, out, err } = runAutoland('.', ['rehearse', '--serve', String(port)]);
  expect(err).toBe(
    `autoland: port ${port} of this machine is in use\n  choose another one, for instance --serve ${port + 1}\n`,
  );
  expect(out).toBe('');
  expect(status).toBe(1);
});
