import { app } from '../../functions/support/api/app.js';
import { CALLER_HEADER } from '../../functions/support/api/find-caller.js';
import type { Problem } from '../../functions/support/api/problem.js';
import {
  ADDON,
  askDeletion,
  ENVIRONMENT,
  listStackNames,
  runDeletion,
  startDeletion,
  WORKLOAD,
} from '../support/deletions.js';
import { anInstallation, type Installation } from '../support/installation.js';
import { holdInvariants } from '../support/invariants.js';
import { placeStack } from '../support/placed-stacks.js';
import { listAsked } from '../support/stack-changes.js';
import { readTimeline } from '../support/timeline.js';
import { aWorkspace } from '../support/workspaces.js';

holdInvariants();

const shop = aWorkspace({
  workloads: [
    'api',
    { name: 'web', dependsOn: ['api'] },
    { name: 'report', type: 'Scheduled Job' },
  ],
  addons: ['topics'],
});

const bucket = { Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'files' } } };

/** What a refusal says: `code thing: who is in the way`. */
async function readRefusal(it: Installation, path: string): Promise<readonly string[]> {
  const { status, body } = await askDeletion(it, path);
  expect(status).toBe(409);
  return ((body as Problem).obstacles ?? []).map(({ code, name, by }) =>
    `${code} ${name}: ${by.join(', ')}`.trimEnd(),
  );
}

describe('what goes', () => {
  test('a workload, and nothing else', async () => {
    const it = anInstallation();
    await it.deploy(shop);
    const document = await runDeletion(it, `${WORKLOAD}/web`);
    expect(document).toMatchObject({ kind: 'delete', verdict: 'SUCCEEDED', left: [] });
    expect(readTimeline(document)).toMatchInlineSnapshot(`
"deletion of workload web of shop-test accepted
has the environment, epoch 2
deletes shop-test-web
web: deletes stack shop-test-web
web: stack shop-test-web is deleted
SUCCEEDED: workload web of shop-test is gone"
`);
    expect(listStackNames(it)).toEqual([
      'shop-test',
      'shop-test-api',
      'shop-test-report',
      'shop-test-topics',
    ]);
  });

  test('an environment addon that nobody imports from', async () => {
    const it = anInstallation();
    await it.deploy(shop);
    expect((await runDeletion(it, `${ADDON}/topics`)).verdict).toBe('SUCCEEDED');
    expect(listStackNames(it)).not.toContain('shop-test-topics');
  });

  test('an environment with everything in it: jobs and services, addons, environment', async () => {
    const it = anInstallation();
    await it.deploy(shop);
    const already = it.changes().length;
    const document = await runDeletion(it, `${ENVIRONMENT}?cascade=true`);
    expect(document.verdict).toBe('SUCCEEDED');
    expect(listAsked(it.changes().slice(already))).toEqual([
      'delete shop-test-report',
      'delete shop-test-web',
      'delete shop-test-api',
      'delete shop-test-topics',
      'delete shop-test',
    ]);
    expect(listStackNames(it)).toEqual([]);
  });

  test('what is retained stays, and is told', async () => {
    const it = anInstallation();
    placeStack(it.account, 'api', {
      resources: {
        Table: {
          Type: 'AWS::DynamoDB::Table',
          DeletionPolicy: 'Retain',
          Properties: { TableName: 'orders' },
        },
      },
    });
    const { deletion } = await runDeletion(it, `${WORKLOAD}/api`);
    expect(deletion?.stays).toEqual([
      {
        what: 'AWS::DynamoDB::Table',
        name: 'orders',
        stackName: 'shop-test-api',
        reason: 'its DeletionPolicy is Retain',
      },
    ]);
  });

  test('somebody’s own stack with the tags of the environment is left alone', async () => {
    const it = anInstallation();
    placeStack(it.account, 'test', { kind: 'environment' });
    it.account.setup.stack({
      stackName: 'shop-test-secrets',
      template: { Resources: bucket },
      tags: { 'copilot-application': 'shop', 'copilot-environment': 'test' },
    });
    await runDeletion(it, `${ENVIRONMENT}?cascade=true`);
    expect(listStackNames(it)).toEqual(['shop-test-secrets']);
  });
});

describe('refused, with names, and nothing is changed', () => {
  const withBus = (it: Installation): void => {
    placeStack(it.account, 'test', { kind: 'environment' });
    placeStack(it.account, 'bus', { kind: 'environment-addon', exports: ['bus'] });
    placeStack(it.account, 'api', { imports: ['bus'], topics: ['orders'] });
    placeStack(it.account, 'web', { subscriptions: ['orders'] });
  };

  test.each([
    [`${ADDON}/bus`, ['imported shop-test-bus: shop-test-api']],
    [`${WORKLOAD}/api`, ['subscribed shop-test-api: shop-test-web']],
    [ENVIRONMENT, ['occupied shop-test: shop-test-api, shop-test-web']],
  ])('%s', async (path, obstacles) => {
    const it = anInstallation();
    withBus(it);
    expect(await readRefusal(it, path)).toEqual(obstacles);
    expect(it.changes()).toEqual([]);
    expect(it.executions('delete')).toEqual([]);
  });

  test('somebody outside of the application imports, beyond the first page of exports', async () => {
    const it = anInstallation();
    const many = Array.from({ length: 130 }, (_, n) => `export-${String(n).padStart(3, '0')}`);
    placeStack(it.account, 'others', { isOurs: false, exports: many });
    placeStack(it.account, 'test', { kind: 'environment', exports: ['vpc'] });
    placeStack(it.account, 'billing', { isOurs: false, imports: ['vpc'] });
    expect(await readRefusal(it, ENVIRONMENT)).toEqual(['imported shop-test: billing']);
  });

  test('depends_on counts as long as the release says so', async () => {
    const it = anInstallation();
    await it.deploy(shop);
    expect(await readRefusal(it, `${WORKLOAD}/api`)).toEqual([
      'depended-on shop-test-api: shop-test-web',
    ]);
    expect((await runDeletion(it, `${WORKLOAD}/web`)).verdict).toBe('SUCCEEDED');
    expect((await runDeletion(it, `${WORKLOAD}/api`)).verdict).toBe('SUCCEEDED');
  });

  test('termination protection', async () => {
    const it = anInstallation();
    const stackName = placeStack(it.account, 'api');
    await it.account.handle('CloudFormation', 'UpdateTerminationProtection', {
      StackName: stackName,
      EnableTerminationProtection: true,
    });
    expect(await readRefusal(it, `${WORKLOAD}/api`)).toEqual([
      'termination-protection shop-test-api:',
    ]);
  });

  test('an importer that comes between the request and its turn', async () => {
    const it = anInstallation();
    await it.deploy(shop);
    const deployment = await it.start(shop, { version: '2' });
    await it.runFor(1);
    const id = await startDeletion(it, `${ADDON}/topics`);
    placeStack(it.account, 'billing', { isOurs: false, imports: ['topics-test-shop-Topic'] });
    await it.runUntilIdle();
    expect((await it.document(deployment)).verdict).toBe('SUCCEEDED');
    expect(await it.document(id)).toMatchObject({
      verdict: 'FAILED_CLEAN',
      deletion: { obstacles: [{ code: 'imported', by: ['billing'] }] },
    });
    expect(listStackNames(it)).toContain('shop-test-topics');
  });
});

describe('a request', () => {
  test('tells with dryRun what would go, and starts nothing', async () => {
    const it = anInstallation();
    await it.deploy(shop);
    const { status, body } = await askDeletion(it, `${WORKLOAD}/web?dryRun=true`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      plan: { target: 'workload web of shop-test', goes: [{ stackName: 'shop-test-web' }] },
    });
    expect(it.executions('delete')).toEqual([]);
  });

  test.each([
    ['?dryrun=true', 422],
    ['?dryRun=yes', 422],
    ['?dryRun=true&dryRun=false', 422],
  ])('with a mistaken query (%s) deletes nothing', async (query, expected) => {
    const it = anInstallation();
    placeStack(it.account, 'api');
    expect((await askDeletion(it, `${WORKLOAD}/api${query}`)).status).toBe(expected);
    expect(listStackNames(it)).toEqual(['shop-test-api']);
  });

  test.each([
    [`${WORKLOAD}/apo`, 'there are: api'],
    [`${ADDON}/api`, undefined],
    ['/environments/prod', undefined],
  ])('for what is not there (%s) says what there is', async (path, hint) => {
    const it = anInstallation();
    placeStack(it.account, 'api');
    const { status, body } = await askDeletion(it, path);
    expect(status).toBe(404);
    expect((body as Problem).instructions).toEqual(hint ? [hint] : undefined);
  });

  test('that comes twice is one deletion', async () => {
    const it = anInstallation();
    await it.deploy(shop);
    const id = await startDeletion(it, `${WORKLOAD}/web`);
    expect(await startDeletion(it, `${WORKLOAD}/web`)).toBe(id);
    await it.runUntilIdle();
    const again = await runDeletion(it, `${WORKLOAD}/web`);
    expect(again.id).not.toBe(id);
    expect(again).toMatchObject({ verdict: 'SUCCEEDED', steps: [] });
  });

  test('with an idempotency key is the same deletion for ever, and no other one', async () => {
    const it = anInstallation();
    placeStack(it.account, 'api');
    placeStack(it.account, 'web');
    const key = { 'idempotency-key': 'k' };
    const first = await askDeletion(it, `${WORKLOAD}/api`, key);
    await it.runUntilIdle();
    const second = await askDeletion(it, `${WORKLOAD}/api`, key);
    expect(second.body).toMatchObject({ id: (first.body as { id: string }).id, isNew: false });
    expect((await askDeletion(it, `${WORKLOAD}/web`, key)).status).toBe(409);
  });

  test('waits for the deployment that holds the environment', async () => {
    const it = anInstallation();
    const deployment = await it.start(shop);
    await it.runUntilStack('shop-test-api', 'CREATE_IN_PROGRESS');
    const id = await startDeletion(it, `${ENVIRONMENT}?cascade=true`);
    await it.runUntilIdle();
    expect((await it.document(deployment)).verdict).toBe('SUCCEEDED');
    expect((await it.document(id)).verdict).toBe('SUCCEEDED');
    expect(listStackNames(it)).toEqual([]);
  });
});

test('a workload whose name has capitals goes like any other', async () => {
  const it = anInstallation();
  await it.deploy(aWorkspace({ workloads: ['Api'] }));
  expect(listStackNames(it)).toContain('shop-test-Api');
  expect((await runDeletion(it, `${ENVIRONMENT}/workloads/Api`)).verdict).toBe('SUCCEEDED');
  expect(listStackNames(it)).toEqual(['shop-test']);
});

describe('a protected environment', () => {
  const protect = async (it: Installation, isProtected: boolean) =>
    it.clock.track(
      Promise.resolve(
        app.request('/v1/applications/shop/environments/test/protection', {
          method: 'PUT',
          body: JSON.stringify({ protected: isProtected }),
        }),
      ),
    );

  const aProtectedShop = async () => {
    const it = anInstallation();
    await it.deploy(shop);
    await protect(it, true);
    return it;
  };

  /** Starts the deletion and answers what it asks. */
  const deleteAnswered = async (it: Installation, path: string, answer: object) => {
    const id = await startDeletion(it, path);
    await it.runUntilInvoked('approvals', { deploymentId: id });
    await it.runFor(1);
    const [approval] = (await it.document(id)).approvals;
    const before = listStackNames(it);
    const caller = { [CALLER_HEADER]: 'ann' };
    const { status } = await it.post(`/v1/approvals/${approval?.id}`, answer, caller);
    expect(status).toBe(200);
    await it.runUntilIdle();
    return { before, approval, document: await it.document(id) };
  };

  test('keeps everything in it until its name is said again and somebody approves', async () => {
    const it = await aProtectedShop();
    expect(await readRefusal(it, `${WORKLOAD}/web`)).toEqual(['confirmation test:']);
    expect(await readRefusal(it, '')).toEqual(['confirmation test:']);
    expect(await readRefusal(it, `${WORKLOAD}/web?confirm=prod`)).toEqual(['confirmation test:']);
    const yes = { approved: true };
    const one = await deleteAnswered(it, `${WORKLOAD}/web?confirm=test`, yes);
    expect(one.approval).toMatchObject({
      kind: 'deletion',
      question: 'environment test is protected: may workload web of shop-test be deleted?',
    });
    expect(one.before).toContain('shop-test-web');
    expect(one.document.verdict).toBe('SUCCEEDED');
    const all = await deleteAnswered(it, '?confirm=test', yes);
    expect(all.approval?.question).toBe(
      'environment test is protected: may application shop be deleted?',
    );
    expect(all.document.verdict).toBe('SUCCEEDED');
    expect(listStackNames(it)).toEqual([]);
  });

  test('stays as it is when somebody says no', async () => {
    const it = await aProtectedShop();
    const before = listStackNames(it);
    const { document } = await deleteAnswered(it, `${ENVIRONMENT}?cascade=true&confirm=test`, {
      approved: false,
      comment: 'it is in use',
    });
    expect(document).toMatchObject({
      verdict: 'FAILED_CLEAN',
      rootCause: { reason: 'not approved by ann: it is in use' },
    });
    expect(listStackNames(it)).toEqual(before);
  });

  test('stays as it is when nobody answers', async () => {
    const it = await aProtectedShop();
    const document = await runDeletion(it, `${WORKLOAD}/web?confirm=test`);
    expect(document).toMatchObject({
      verdict: 'FAILED_CLEAN',
      rootCause: { reason: 'not approved: nobody has answered in time' },
    });
    expect(listStackNames(it)).toContain('shop-test-web');
  });

  test('is one that is there: a mistyped name would protect nothing', async () => {
    const it = anInstallation();
    const refused = await protect(it, true);
    expect(await refused.json()).toMatchObject({
      status: 404,
      detail: 'there is no environment test of shop',
    });
    expect((await protect(it, false)).status).toBe(200);
  });

  test('is an ordinary one again when the protection is off, or when it was made anew', async () => {
    const it = await aProtectedShop();
    await protect(it, false);
    expect((await runDeletion(it, `${WORKLOAD}/web`)).verdict).toBe('SUCCEEDED');
    await protect(it, true);
    const whole = `${ENVIRONMENT}?cascade=true`;
    await deleteAnswered(it, `${whole}&confirm=test`, { approved: true });
    await it.deploy(shop, { version: '2' });
    expect((await runDeletion(it, whole)).verdict).toBe('SUCCEEDED');
  });
});
