import { startRollback } from '../../functions/support/alarms/guarding.js';
import { anInstallation, type Installation } from '../support/installation.js';
import { holdInvariants } from '../support/invariants.js';
import { listChanges } from '../support/stack-changes.js';
import { readTimeline } from '../support/timeline.js';
import { aWorkspace } from '../support/workspaces.js';

holdInvariants();

const WORKLOADS = [
  { name: 'api', alarms: ['api-errors'] },
  { name: 'web', alarms: ['web-errors'] },
  { name: 'worker', dependsOn: ['api'] },
] as const;

const shop = aWorkspace({ workloads: WORKLOADS });

/** The same workloads in an environment whose stack changes. */
const elsewhere = aWorkspace({
  workloads: WORKLOADS,
  files: {
    'copilot/environments/test/manifest.yml':
      'name: test\ntype: Environment\nobservability:\n  container_insights: true\n',
  },
});

/** All of the workspace is in place, as version 1. */
async function inPlace(): Promise<Installation> {
  const it = anInstallation({ alarms: ['api-errors', 'web-errors'] });
  await it.deploy(shop, { version: '1' });
  return it;
}

const only = (name: string, version: string) => ({ names: [name], version });

const verdictsOf = (it: Installation, ids: readonly string[]) =>
  Promise.all(ids.map(async (id) => (await it.document(id)).verdict));

async function timelineOf(it: Installation, id: string): Promise<readonly string[]> {
  return readTimeline(await it.document(id)).split('\n');
}

describe('deployments of different workloads in one environment', () => {
  test('run side by side', async () => {
    const it = await inPlace();
    const already = it.changes().length;
    const ids = [await it.start(shop, only('api', '2')), await it.start(shop, only('web', '2'))];
    await it.runUntilIdle();
    expect(await verdictsOf(it, ids)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
    const changes = listChanges(it.changes().slice(already));
    expect([changes.slice(0, 2).sort(), changes.slice(2).sort()]).toEqual([
      ['update shop-test-api', 'update shop-test-web'],
      ['  shop-test-api is UPDATE_COMPLETE', '  shop-test-web is UPDATE_COMPLETE'],
    ]);
    expect(await timelineOf(it, ids[1] ?? '')).toContain('has web of the environment, epoch 3');
  });

  test('wait for each other where they name the same one, or one builds on the other', async () => {
    const it = await inPlace();
    const first = await it.start(shop, only('api', '2'));
    const same = await it.start(shop, only('api', '3'));
    const onTop = await it.start(shop, only('worker', '2'));
    const other = await it.start(shop, only('web', '2'));
    await it.runFor(1);
    const statuses = [first, same, onTop, other].map(async (id) => (await it.document(id)).status);
    expect(await Promise.all(statuses)).toEqual(['RUNNING', 'QUEUED', 'QUEUED', 'RUNNING']);
    await it.runUntilIdle();
    expect(await verdictsOf(it, [first, same, onTop, other])).toEqual(Array(4).fill('SUCCEEDED'));
  });

  test('wait for one of everything, and it for them', async () => {
    const it = await inPlace();
    const narrow = await it.start(shop, only('api', '2'));
    const whole = await it.start(shop, { version: '3' });
    const late = await it.start(shop, only('web', '4'));
    await it.runFor(1);
    expect((await it.document(whole)).status).toBe('QUEUED');
    expect((await it.document(late)).status).toBe('QUEUED');
    await it.runUntilIdle();
    expect(await verdictsOf(it, [narrow, whole, late])).toEqual(Array(3).fill('SUCCEEDED'));
  });
});

describe('one that turns out to change the environment', () => {
  test('gives back what it has, waits for all of it, and comes before those that came later', async () => {
    const it = await inPlace();
    const narrow = await it.start(shop, only('web', '2'));
    const wide = await it.start(elsewhere, only('api', '2'));
    const late = await it.start(shop, only('api', '3'));
    await it.runUntilIdle();
    expect(await verdictsOf(it, [narrow, wide, late])).toEqual(Array(3).fill('SUCCEEDED'));
    expect((await timelineOf(it, wide)).slice(0, 6)).toMatchInlineSnapshot(`
[
  "request accepted",
  "has api of the environment, epoch 3",
  "gives its part of the environment back and asks for all of it: stack shop-test changes too",
  "waits for d-…, at place 1 of the queue",
  "has the environment, epoch 4",
  "release r-…: 2 stacks",
]
`);
    // The last one's workspace changes the environment back.
    expect(await timelineOf(it, late)).toContain('has the environment, epoch 6');
  });

  test('finds another that does the same, and neither waits for the other for ever', async () => {
    const it = await inPlace();
    const ids = [
      await it.start(elsewhere, only('api', '2')),
      await it.start(elsewhere, only('web', '2')),
    ];
    await it.runUntilIdle();
    expect(await verdictsOf(it, ids)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
  });

  test('is refused where it will not wait, and has changed nothing', async () => {
    const it = await inPlace();
    const narrow = await it.start(shop, only('web', '2'));
    const already = it.changes().length;
    const wide = await it.start(elsewhere, {
      ...only('api', '2'),
      options: { whenBusy: 'refuse' },
    });
    await it.runFor(1);
    expect(await it.document(wide)).toMatchObject({
      verdict: 'FAILED_CLEAN',
      summary: `refused: the environment is held by ${narrow}`,
      steps: [],
    });
    await it.runUntilIdle();
    const changed = it.changes().slice(already);
    expect(new Set(changed.map(({ stackName }) => stackName))).toEqual(new Set(['shop-test-web']));
  });

  test('can be cancelled while it waits', async () => {
    const it = await inPlace();
    const narrow = await it.start(shop, only('web', '2'));
    const wide = await it.start(elsewhere, only('api', '2'));
    await it.runFor(1);
    await it.cancel(wide);
    await it.runUntilIdle();
    expect(await verdictsOf(it, [narrow, wide])).toEqual(['SUCCEEDED', 'CANCELLED']);
  });

  test('leaves the queue when its execution dies', async () => {
    const it = await inPlace();
    const narrow = await it.start(shop, only('web', '2'));
    const wide = await it.start(elsewhere, only('api', '2'));
    await it.runFor(1);
    const dead = it.executions('release').find(({ name }) => name === wide);
    it.engine.stopExecution({ executionArn: dead?.executionArn ?? '', cause: 'by hand' });
    const late = await it.start(shop, only('api', '3'));
    await it.runUntilIdle();
    await it.runFor(10);
    expect(await verdictsOf(it, [narrow, wide, late])).toEqual([
      'SUCCEEDED',
      'FAILED_CLEAN',
      'SUCCEEDED',
    ]);
  });
});

describe('the way back of one workload', () => {
  test('goes on beside a release of another', async () => {
    const it = await inPlace();
    const { id } = await it.deploy(shop, only('api', '2'));
    const other = await it.start(shop, only('web', '2'));
    await it.runUntilInvoked('execute-change-set', { deploymentId: other });
    it.account.alarms.set('api-errors', 'ALARM');
    await it.runFor(3);
    expect((await it.document(id)).verdict).toBe('ROLLED_BACK');
    expect((await it.document(other)).status).toBe('RUNNING');
    await it.runUntilIdle();
    expect((await it.document(other)).verdict).toBe('SUCCEEDED');
  });

  test('follows its own alarm, whatever went out for others since', async () => {
    const it = await inPlace();
    const { id } = await it.deploy(shop, only('api', '2'));
    const { id: other } = await it.deploy(shop, only('web', '2'));
    it.account.alarms.set('api-errors', 'ALARM');
    const already = it.changes().length;
    await it.runFor(20);
    expect(await verdictsOf(it, [id, other])).toEqual(['ROLLED_BACK', 'SUCCEEDED']);
    expect(listChanges(it.changes().slice(already))).toEqual([
      'update shop-test-api',
      '  shop-test-api is UPDATE_COMPLETE',
    ]);
  });

  test('does not touch a newer release of the same', async () => {
    const it = await inPlace();
    const { id } = await it.deploy(shop, only('api', '2'));
    await it.deploy(shop, only('api', '3'));
    const already = it.changes().length;
    const key = { application: 'shop', environment: 'test' };
    const rollback = await startRollback(id, key, { reason: 'asked for', alarms: [] });
    await it.runUntilIdle();
    expect((await it.document(rollback)).verdict).toBe('SUPERSEDED');
    expect(it.changes().slice(already)).toEqual([]);
  });
});

test('the way back of everything leaves alone what a newer release has brought in', async () => {
  const it = await inPlace();
  const { id } = await it.deploy(elsewhere, { version: '2' });
  const { id: newer } = await it.deploy(elsewhere, only('web', '3'));
  const already = it.changes().length;
  it.account.alarms.set('api-errors', 'ALARM');
  await it.runFor(20);
  const document = await it.document(id);
  expect(document).toMatchObject({ verdict: 'ROLLED_BACK', notRestored: [] });
  expect(document.left).toEqual([
    expect.objectContaining({ name: 'test', reason: `the release of ${newer} is newer` }),
    expect.objectContaining({ name: 'web', reason: `the release of ${newer} is newer` }),
  ]);
  expect(listChanges(it.changes().slice(already))).toEqual([
    'update shop-test-worker',
    '  shop-test-worker is UPDATE_COMPLETE',
    'update shop-test-api',
    '  shop-test-api is UPDATE_COMPLETE',
  ]);
  expect((await it.document(newer)).verdict).toBe('SUCCEEDED');
});
