import { anInstallation } from '../support/installation.js';
import { holdInvariants } from '../support/invariants.js';
import { listAsked } from '../support/stack-changes.js';
import { aWorkspace } from '../support/workspaces.js';

holdInvariants();

const shop = aWorkspace({ workloads: ['api'] });

const CREATED_ONCE = ['create shop-test', 'create shop-test-api'];

test('the same Idempotency-Key gives the same deployment, while it runs and when it has ended', async () => {
  const it = anInstallation();
  const workspace = await it.upload(shop);
  const body = { environment: 'test', workspace, variables: { VERSION: '1' } };
  const headers = { 'idempotency-key': 'build-42' };
  const post = () => it.post('/v1/deployments', body, headers);
  const first = await post();
  expect(first).toMatchObject({ status: 202, body: { isNew: true } });
  const same = { status: 202, body: { ...first.body, isNew: false } };
  expect(await post()).toEqual(same);
  await it.runUntilIdle();
  expect(await post()).toEqual(same);
  await it.runUntilIdle();
  expect(it.executions('release')).toHaveLength(1);
  expect(listAsked(it.changes())).toEqual(CREATED_ONCE);
});

test('the same Idempotency-Key with another request is a conflict that says what to do', async () => {
  const it = anInstallation();
  const workspace = await it.upload(shop);
  const post = (version: string) =>
    it.post(
      '/v1/deployments',
      { environment: 'test', workspace, variables: { VERSION: version } },
      { 'idempotency-key': 'build-42' },
    );
  const first = await post('1');
  expect(await post('2')).toEqual({
    status: 409,
    body: {
      type: 'about:blank',
      title: 'Conflict',
      status: 409,
      code: 'Conflict',
      detail: `the Idempotency-Key was used for another request (deployment ${'id' in first.body && first.body.id})`,
      instructions: ['use a new key for a new request'],
    },
  });
  await it.runUntilIdle();
  expect(it.executions('release')).toHaveLength(1);
});

test('twice the same key at the same moment is one deployment', async () => {
  const it = anInstallation();
  const [one, other] = await Promise.all([
    it.start(shop, { idempotencyKey: 'build-42' }),
    it.start(shop, { idempotencyKey: 'build-42' }),
  ]);
  expect(one).toBe(other);
  await it.runUntilIdle();
  expect(listAsked(it.changes())).toEqual(CREATED_ONCE);
});

test('without a key the same request gives the same deployment while that is under way, in whatever order its fields are', async () => {
  const it = anInstallation();
  const workspace = await it.upload(shop);
  const variables = { VERSION: '1' };
  const post = (body: object) => it.post('/v1/deployments', body);
  const first = await post({ environment: 'test', workspace, variables });
  const again = await post({
    variables,
    options: { bakeMinutes: 5 },
    workspace,
    environment: 'test',
  });
  expect(again.body).toEqual({ ...first.body, isNew: false });
  await it.runUntilIdle();
  const later = await post({ environment: 'test', workspace, variables });
  expect(later.body).toMatchObject({ isNew: true });
  expect(later.body).not.toMatchObject({ id: 'id' in first.body && first.body.id });
  await it.runUntilIdle();
  expect(listAsked(it.changes())).toEqual(CREATED_ONCE);
});

test('a deployment that does not exist cannot be cancelled', async () => {
  const it = anInstallation();
  expect(await it.cancel('d-none')).toMatchObject({ status: 404, body: { code: 'NotFound' } });
});
