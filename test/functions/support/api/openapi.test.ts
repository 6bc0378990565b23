import * as z from 'zod';
import {
  DeploymentOptions,
  DeploymentRequest,
  RollbackOrder,
} from '../../../../core/deployment/request.js';
import { ERROR_NAMES } from '../../../../core/errors.js';
import { zipWorkspace } from '../../../../core/workspace/zip-workspace.js';
import { app } from '../../../../functions/support/api/app.js';
import { CALLER_HEADER } from '../../../../functions/support/api/find-caller.js';
import {
  apiDocument,
  findMisfits,
  type Operation,
  operations,
  resolve,
} from '../../../support/api-document.js';
import { anInstallation, type Installation } from '../../../support/installation.js';
import { aWorkspace } from '../../../support/workspaces.js';

jest.setTimeout(120_000);

type Json = Readonly<Record<string, unknown>>;

/** What was really answered in this file: `deploy 202`. */
const seen = new Set<string>();

type Call = { readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> };

/** Calls the API and holds request and answer against the document. */
async function call(
  { clock }: Installation,
  route: string,
  { body, headers = {} }: Call = {},
): Promise<{ readonly status: number; readonly body: Json }> {
  const [method = '', path = ''] = route.split(' ');
  const isBinary = body instanceof Uint8Array;
  const init = {
    method,
    headers: { ...(body && !isBinary ? { 'content-type': 'application/json' } : {}), ...headers },
    ...(body === undefined ? {} : { body: isBinary ? new Blob([body]) : JSON.stringify(body) }),
  };
  const response = await clock.track(Promise.resolve(app.request(path, init)));
  const answer = (await response.json()) as Json;
  const [documented, operation] = findOperation(method, path);
  const [, template = ''] = documented.split(' ');
  const at = ['paths', template, method.toLowerCase(), 'responses'];
  const status = String(response.status);
  const type = response.headers.get('content-type')?.split(';')[0] ?? '';
  expect(Object.keys(operation.responses)).toContain(status);
  const media = [...resolve([...at, status]), 'content', type, 'schema'];
  expect(`${route} ${status}: ${findMisfits(media, answer).join('\n')}`).toBe(
    `${route} ${status}: `,
  );
  seen.add(`${operation.operationId} ${status}`);
  return { status: response.status, body: answer };
}

function findOperation(method: string, path: string): readonly [string, Operation] {
  const [plain = ''] = path.split('?');
  const found = operations.find(([route]) => {
    const pattern = route.replace(/\{\w+\}/g, '[^/]+');
    return new RegExp(`^${pattern}$`).test(`${method} ${plain}`);
  });
  if (!found) throw new Error(`the document has no ${method} ${path}`);
  return found;
}

describe('docs/openapi.yaml', () => {
  test('names every route, and no other', () => {
    const routes = app.routes
      .filter(({ method }) => method !== 'ALL')
      .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`);
    expect(operations.map(([route]) => route).sort()).toEqual([...new Set(routes)].sort());
  });

  test('says of every operation what it is, and that it may be refused', () => {
    expect(apiDocument.openapi).toMatch(/^3\.1\./);
    const ids = operations.map(([, { operationId }]) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [route, { summary, tags, responses }] of operations) {
      const problems = Object.keys(responses).filter((status) => !status.startsWith('2'));
      expect([route, summary.length > 0, tags.length, problems.includes('default')]).toEqual([
        route,
        true,
        1,
        true,
      ]);
    }
  });

  test('every example fits its schema', () => {
    const misfits = operations.flatMap(([route, operation]) => {
      const [method = '', path = ''] = route.split(' ');
      const at = ['paths', path, method.toLowerCase()];
      const bodies = Object.keys(operation.requestBody?.content ?? {}).map((type) => [
        ...at,
        'requestBody',
        'content',
        type,
      ]);
      const answers = Object.keys(operation.responses).flatMap((status) => {
        const response = resolve([...at, 'responses', status]);
        const { content = {} } = read(response) as { content?: object };
        return Object.keys(content).map((type) => [...response, 'content', type]);
      });
      return [...bodies, ...answers].flatMap((media) => {
        const { example } = read(media) as { example?: unknown };
        const found = example === undefined ? [] : findMisfits([...media, 'schema'], example);
        return found.map((misfit) => `${route}: ${misfit}`);
      });
    });
    expect(misfits).toEqual([]);
  });

  test('takes the requests that the API takes', () => {
    const { schemas } = apiDocument.components;
    const keysOf = (schema: unknown) =>
      Object.keys((schema as { properties: object }).properties).sort();
    expect(keysOf(schemas.DeploymentRequest)).toEqual(Object.keys(DeploymentRequest.shape).sort());
    expect(keysOf(schemas.RollbackOrder)).toEqual(Object.keys(RollbackOrder.shape).sort());
    const documented = (schemas.DeploymentOptions as { properties: Json }).properties;
    const { properties } = z.toJSONSchema(DeploymentOptions, { io: 'input' });
    for (const [name, option] of Object.entries(properties ?? {})) {
      const { description: _, ...written } = documented[name] as Json;
      const { type, ...meant } = option as Json;
      const expected = 'enum' in meant ? meant : { type, ...meant };
      if (name === 'requireApprovalWhen')
        (expected as { items: object }).items = { enum: enumOf(option) };
      expect({ [name]: written }).toEqual({ [name]: expected });
    }
    expect(keysOf(schemas.DeploymentOptions)).toEqual(Object.keys(properties ?? {}).sort());
  });

  test('every code of a problem is one that is thrown', () => {
    const { code } = (
      apiDocument.components.schemas.Problem as { properties: { code: { enum: string[] } } }
    ).properties;
    const known: readonly string[] = [...ERROR_NAMES, 'Internal', 'TooLarge'];
    expect(code.enum.filter((name) => !known.includes(name))).toEqual([]);
  });
});

const enumOf = (option: unknown) => (option as { items: { enum: unknown } }).items.enum;

function read(pointer: readonly string[]): unknown {
  return pointer.reduce<unknown>((value, key) => (value as Json)[key], apiDocument);
}

describe('real answers', () => {
  const shop = aWorkspace({
    workloads: [{ name: 'api', alarms: ['errors'] }, 'web'],
    addons: ['topics'],
  });
  const zip = () => new Uint8Array(zipWorkspace(shop));

  async function upload(it: Installation): Promise<string> {
    const headers = { 'content-type': 'application/zip' };
    const { body } = await call(it, 'POST /v1/workspaces', { body: zip(), headers });
    return body.workspace as string;
  }

  const request = (workspace: string, version: string, more: object = {}) => ({
    environment: 'test',
    workspace,
    variables: { VERSION: version },
    ...more,
  });

  async function deployOnce(it: Installation, version: string, more: object = {}): Promise<string> {
    const body = request(await upload(it), version, more);
    const { body: accepted } = await call(it, 'POST /v1/deployments', { body });
    await it.runUntilIdle();
    return accepted.id as string;
  }

  test('of workspaces', async () => {
    const it = anInstallation();
    await upload(it);
    await call(it, 'POST /v1/workspaces', { body: { sha256: 'a'.repeat(64) } });
    await call(it, 'POST /v1/workspaces', { body: { sha256: 'no' } });
    const big = new Uint8Array(5_000_000);
    const headers = { 'content-type': 'application/zip', 'content-length': String(big.length) };
    await call(it, 'POST /v1/workspaces', { body: big, headers });
  });

  test('of deployments: success, failure, rollback, after success, cancelled', async () => {
    const it = anInstallation({ alarms: ['errors'] });
    const first = await deployOnce(it, '1');
    await call(it, `GET /v1/deployments/${first}`);
    it.account.inject({ kind: 'unhealthy-release', name: 'web' });
    const failed = await deployOnce(it, '2');
    const { body } = await call(it, `GET /v1/deployments/${failed}`);
    expect(body.verdict).toBe('ROLLED_BACK');
    await call(it, `POST /v1/deployments/${failed}/cancel`);
    const running = await call(it, 'POST /v1/deployments', {
      body: request(await upload(it), '3'),
    });
    await it.runUntilInvoked('execute-change-set', { deploymentId: running.body.id });
    await call(it, `GET /v1/deployments/${running.body.id}`);
    await call(it, `POST /v1/deployments/${running.body.id}/cancel`);
    await it.runUntilIdle();
    await call(it, `GET /v1/deployments/${running.body.id}`);
    await call(it, 'GET /v1/deployments/d-0');
    await call(it, 'POST /v1/deployments/d-0/cancel');
  });

  test('of a release that an alarm sends back', async () => {
    const it = anInstallation({ alarms: ['errors'] });
    await deployOnce(it, '1');
    const id = await deployOnce(it, '2');
    it.account.alarms.set('errors', 'ALARM', 'too many');
    await it.runFor(30);
    await call(it, `GET /v1/deployments/${id}`);
    await call(it, `GET /v1/deployments/rb-${id}`);
  });

  test('of rollbacks', async () => {
    const it = anInstallation({ alarms: ['errors'] });
    await deployOnce(it, '1');
    const order = { application: 'shop', environment: 'test' };
    const ask = (more: object = {}, query = '') =>
      call(it, `POST /v1/rollbacks${query}`, { body: { ...order, ...more } });
    expect((await ask()).status).toBe(409);
    await deployOnce(it, '2');
    await ask({}, '?dryRun=true');
    await ask({}, '?dryrun=true');
    await ask({ to: 'r-0' });
    await ask({ colour: 'red' });
    const { body } = await ask();
    await ask();
    await it.runUntilIdle();
    await call(it, `GET /v1/deployments/${body.id}`);
    const { body: listed } = await call(it, 'GET /v1/applications/shop/environments/test/releases');
    expect(listed.releases).toMatchObject([
      { verdict: 'ROLLED_BACK', isInPlace: false, canGoBack: false },
      { verdict: 'SUCCEEDED', isInPlace: true, canGoBack: false, reasons: ['it is in place'] },
    ]);
    const workloads = 'GET /v1/applications/shop/environments/test/workloads';
    const { body: status } = await call(it, `${workloads}/api`);
    expect(status).toMatchObject({ service: { kind: 'ecs' }, lastRollback: { rollback: body.id } });
    expect((await call(it, `${workloads}/mail`)).status).toBe(404);
    expect((await call(it, `${workloads}/api_1`)).status).toBe(422);
  });

  test('of requests that are refused', async () => {
    const it = anInstallation();
    const workspace = await upload(it);
    const broken = aWorkspace({
      files: { 'copilot/api/manifest.yml': 'name: api\ntype: Nothing\n' },
    });
    const headers = { 'content-type': 'application/zip' };
    const { body } = await call(it, 'POST /v1/workspaces', {
      body: new Uint8Array(zipWorkspace(broken)),
      headers,
    });
    for (const operation of ['POST /v1/deployments', 'POST /v1/plans']) {
      await call(it, operation, { body: { environment: 'No', colour: 'red' } });
      await call(it, operation, { body: request('w-00000000', '1') });
      await call(it, operation, { body: request(body.workspace as string, '1') });
    }
    const key = { 'idempotency-key': 'k' };
    await call(it, 'POST /v1/deployments', { body: request(workspace, '1'), headers: key });
    await call(it, 'POST /v1/deployments', { body: request(workspace, '2'), headers: key });
    await it.runUntilIdle();
  });

  test('of approvals', async () => {
    const it = anInstallation({ alarms: ['errors'] });
    const { body } = await call(it, 'POST /v1/deployments', {
      body: request(await upload(it), '1', { options: { requireApproval: true } }),
      headers: { [CALLER_HEADER]: 'ann' },
    });
    await it.runUntilInvoked('approvals');
    const deployment = await call(it, `GET /v1/deployments/${body.id}`);
    const [approval] = deployment.body.approvals as readonly Json[];
    const path = `/v1/approvals/${approval?.id}`;
    await call(it, `GET ${path}`);
    const answer = (approved: unknown, caller: string) =>
      call(it, `POST ${path}`, { body: { approved }, headers: { [CALLER_HEADER]: caller } });
    await answer('yes', 'bob');
    await answer(true, 'ann');
    await answer(true, 'bob');
    await answer(false, 'cem');
    await call(it, `GET ${path}`);
    await call(it, 'GET /v1/approvals/a-0');
    await call(it, 'POST /v1/approvals/a-0', { body: { approved: true } });
    await it.runUntilIdle();
  });

  test('of plans', async () => {
    const it = anInstallation({ alarms: ['errors'] });
    const workspace = await upload(it);
    for (const version of ['1', '2']) {
      const { body } = await call(it, 'POST /v1/plans', { body: request(workspace, version) });
      await call(it, `GET /v1/plans/${body.id}`);
      await it.runUntilIdle();
      const plan = await call(it, `GET /v1/plans/${body.id}`);
      expect(plan.body.status).toBe('READY');
      await deployOnce(it, version);
    }
    await call(it, 'GET /v1/plans/p-0');
  });

  test('of deletions', async () => {
    const it = anInstallation({ alarms: ['errors'] });
    await deployOnce(it, '1');
    const environment = '/v1/applications/shop/environments/test';
    await call(it, `GET ${environment}/protection`);
    await call(it, `PUT ${environment}/protection`, { body: { protected: 'yes' } });
    await call(it, `PUT ${environment}/protection`, { body: { protected: true } });
    await call(it, `DELETE ${environment}?dryRun=true`);
    await call(it, `DELETE ${environment}?dryrun=true`);
    await call(it, `PUT ${environment}/protection`, { body: { protected: false } });
    for (const path of ['/workloads/web', '/addons/topics']) {
      await call(it, `DELETE ${environment}${path}?dryRun=true`);
      const { body } = await call(it, `DELETE ${environment}${path}`);
      await it.runUntilIdle();
      await call(it, `GET /v1/deployments/${body.id}`);
      await call(it, `DELETE ${environment}${path}`);
    }
    await call(it, `DELETE ${environment}`);
    await call(it, `DELETE ${environment}?cascade=true&dryRun=true`);
    await call(it, 'DELETE /v1/applications/shop?dryRun=true');
    const { body } = await call(it, 'DELETE /v1/applications/shop');
    await it.runUntilIdle();
    await call(it, `GET /v1/deployments/${body.id}`);
    await call(it, 'DELETE /v1/applications/shop');
    await call(it, `DELETE ${environment}`);
  });

  afterAll(() => {
    // Each success of each operation was really answered above.
    const missing = operations.flatMap(([, { operationId, responses }]) =>
      Object.keys(responses)
        .filter((status) => status.startsWith('2') && !seen.has(`${operationId} ${status}`))
        .map((status) => `${operationId} ${status}`),
    );
    expect(missing).toEqual([]);
  });
});
