import { ExecutionDoesNotExist } from '@aws-sdk/client-sfn';
import { startRollback } from '../../functions/support/alarms/guarding.js';
import { stepFunctions } from '../../functions/support/aws/executions.js';
import { ledger } from '../../functions/support/ledger/current-ledger.js';
import { alterAnswers } from '../support/alter-answers.js';
import { anInstallation, type Installation } from '../support/installation.js';
import { describeAccount, holdInvariants } from '../support/invariants.js';
import { readTimeline } from '../support/timeline.js';
import { aWorkspace } from '../support/workspaces.js';

holdInvariants();

const shop = aWorkspace({ workloads: ['api'], environments: ['test', 'prod'] });

/** Ids in the order in which they were given the environment, each with its verdict. */
async function listHolders(it: Installation, ids: readonly string[]) {
  const documents = await Promise.all(ids.map((id) => it.document(id)));
  return documents
    .map((document) => ({
      document,
      at: document.timeline.find(({ kind }) => kind === 'lease-granted')?.at,
    }))
    .filter(({ at }) => at !== undefined)
    .sort((one, other) => (one.at ?? 0) - (other.at ?? 0))
    .map(({ document }) => document.id);
}

const verdictsOf = (it: Installation, ids: readonly string[]) =>
  Promise.all(ids.map(async (id) => (await it.document(id)).verdict));

/** The deployment holds the environment and changes a stack. */
async function startAndReachChange(it: Installation, version: string): Promise<string> {
  const id = await it.start(shop, { version });
  await it.runUntilInvoked('execute-change-set', {
    deploymentId: id,
    step: 'deploy/workload/api',
  });
  return id;
}

describe('deployments of one environment at once', () => {
  test('go one after the other, in the order in which they came', async () => {
    const it = anInstallation();
    const ids = [
      await it.start(shop, { version: '1' }),
      await it.start(shop, { version: '2' }),
      await it.start(shop, { version: '3' }),
    ];
    await it.runFor(1);
    expect(await Promise.all(ids.map(async (id) => (await it.document(id)).status))).toEqual([
      'RUNNING',
      'QUEUED',
      'QUEUED',
    ]);
    await it.runUntilIdle();
    expect(await listHolders(it, ids)).toEqual(ids);
    expect(await verdictsOf(it, ids)).toEqual(['SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED']);
    const third = await it.document(ids[2] ?? '');
    expect(readTimeline(third).split('\n').slice(0, 3)).toMatchInlineSnapshot(`
[
  "request accepted",
  "waits for d-…, at place 2 of the queue",
  "has the environment, epoch 3",
]
`);
  });

  test('one that Step Functions does not know yet keeps what it has', async () => {
    const it = anInstallation();
    const first = await startAndReachChange(it, '1');
    // DescribeExecution is eventually consistent.
    const restore = alterAnswers(stepFunctions, {
      DescribeExecution: async (_ask, { executionArn }) => {
        throw new ExecutionDoesNotExist({ message: `${executionArn} is unknown`, $metadata: {} });
      },
    });
    const second = await it.start(shop, { version: '2' });
    await it.runFor(1);
    restore();
    await it.runUntilIdle();
    const ids = [first, second];
    expect(await listHolders(it, ids)).toEqual(ids);
    expect(await verdictsOf(it, ids)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
    const { finishedAt } = await it.document(first);
    const granted = (await it.document(second)).timeline.find(
      ({ kind }) => kind === 'lease-granted',
    );
    expect(granted?.at).toBeGreaterThanOrEqual(finishedAt ?? Number.POSITIVE_INFINITY);
  });

  test('a queued one gives way to a newer one of the same source that asks for it', async () => {
    const it = anInstallation();
    const first = await startAndReachChange(it, '1');
    const other = await it.start(shop, { version: '2', source: 'github:shop/shop:main' });
    const ours = await it.start(shop, { version: '3', source: 'github:shop/api:main' });
    const newer = await it.start(shop, {
      version: '4',
      source: 'github:shop/shop:main',
      options: { whenBusy: 'supersede' },
    });
    await it.runUntilIdle();
    expect(await verdictsOf(it, [first, other, ours, newer])).toEqual([
      'SUCCEEDED',
      'SUPERSEDED',
      'SUCCEEDED',
      'SUCCEEDED',
    ]);
    expect((await it.document(other)).summary).toBe(`superseded by ${newer}`);
    expect(await listHolders(it, [first, other, ours, newer])).toEqual([first, ours, newer]);
  });

  test('one that will not wait is refused, and has changed nothing', async () => {
    const it = anInstallation();
    const first = await startAndReachChange(it, '1');
    const second = await it.start(shop, { version: '2', options: { whenBusy: 'refuse' } });
    await it.runUntilIdle();
    expect(await it.document(second)).toMatchObject({
      verdict: 'FAILED_CLEAN',
      summary: `refused: the environment is held by ${first}`,
      steps: [],
    });
  });

  test('environments do not wait for each other', async () => {
    const it = anInstallation();
    const test = await it.start(shop, { environment: 'test' });
    const prod = await it.start(shop, { environment: 'prod' });
    await it.runFor(1);
    expect((await it.document(test)).status).toBe('RUNNING');
    expect((await it.document(prod)).status).toBe('RUNNING');
    await it.runUntilIdle();
    expect(await verdictsOf(it, [test, prod])).toEqual(['SUCCEEDED', 'SUCCEEDED']);
  });

  test('a rollback goes before those that were queued first', async () => {
    const it = anInstallation();
    await it.deploy(shop, { version: '1' });
    const { id: second } = await it.deploy(shop, { version: '2' });
    const running = await startAndReachChange(it, '3');
    const queued = await it.start(shop, { version: '4' });
    const key = { application: 'shop', environment: 'test' };
    const rollback = await startRollback(second, key, { reason: 'asked for', alarms: [] });
    it.account.inject({ kind: 'unhealthy-release', name: 'api' });
    await it.cancel(running);
    await it.runUntilIdle();
    expect(await listHolders(it, [running, queued, rollback])).toEqual([running, rollback, queued]);
    expect((await it.document(second)).verdict).toBe('ROLLED_BACK');
  });
});

describe('a dead execution', () => {
  async function stop(it: Installation, name: string): Promise<void> {
    const execution = it.engine.listExecutions().find((one) => one.name === name);
    it.engine.stopExecution({ executionArn: execution?.executionArn ?? '', cause: 'by hand' });
  }

  test.each([
    ['its event', []],
    ['the janitor, where the event is lost', [{ kind: 'lost-events' }]],
  ] as const)(
    'that held the environment gets its verdict by %s, and the next goes on',
    async (_by, mishaps) => {
      const it = anInstallation({ mishaps });
      await it.deploy(shop, { version: '1' });
      const dead = await startAndReachChange(it, '2');
      const next = await it.start(shop, { version: '3' });
      await it.runFor(0.1);
      await stop(it, dead);
      await it.runUntilIdle();
      expect(await it.document(dead)).toMatchObject({
        verdict: 'FAILED_DIRTY',
        notRestored: [{ name: 'api' }],
      });
      expect((await it.document(next)).verdict).toBe('SUCCEEDED');
    },
  );

  test('that waited in the queue is taken out of it', async () => {
    const it = anInstallation();
    const first = await startAndReachChange(it, '1');
    const dead = await it.start(shop, { version: '2' });
    await it.runFor(0.1);
    await stop(it, dead);
    await it.runFor(6);
    expect((await it.document(dead)).verdict).toBe('FAILED_CLEAN');
    await it.runUntilIdle();
    expect((await it.document(first)).verdict).toBe('SUCCEEDED');
  });

  test('whose lease nobody has taken yet does not keep out the next that asks', async () => {
    const it = anInstallation({ mishaps: [{ kind: 'lost-events' }] });
    await it.deploy(shop, { version: '1' });
    const dead = await startAndReachChange(it, '2');
    await stop(it, dead);
    const next = await it.start(shop, { version: '3' });
    await it.runFor(0.01);
    expect((await it.document(next)).status).toBe('RUNNING');
    await it.runUntilIdle();
    expect((await it.document(next)).verdict).toBe('SUCCEEDED');
    expect((await it.document(dead)).verdict).toBe('FAILED_DIRTY');
  });

  test('does not make the environment refuse one that will not wait', async () => {
    const it = anInstallation({ mishaps: [{ kind: 'lost-events' }] });
    await it.deploy(shop, { version: '1' });
    await stop(it, await startAndReachChange(it, '2'));
    const next = await it.deploy(shop, { version: '3', options: { whenBusy: 'refuse' } });
    expect(next.verdict).toBe('SUCCEEDED');
  });

  test('of a rollback after success ends with what was restored by then', async () => {
    const files = aWorkspace({ workloads: [{ name: 'api', alarms: ['errors'] }] });
    const it = anInstallation({ alarms: ['errors'] });
    await it.deploy(files, { version: '1' });
    const { id } = await it.deploy(files, { version: '2' });
    it.account.alarms.set('errors', 'ALARM');
    await it.runUntilInvoked('execute-change-set', { deploymentId: `rb-${id}` });
    await stop(it, `rb-${id}`);
    await it.runFor(20);
    expect((await it.document(`rb-${id}`)).verdict).toBe('FAILED_DIRTY');
    expect((await it.document(id)).verdict).toBe('FAILED_DIRTY');
  });
});

test('a deployment that was given the environment and not told so is told by the janitor', async () => {
  const it = anInstallation();
  const elsewhere = await it.start(shop, { environment: 'prod', options: { bakeMinutes: 60 } });
  const key = { application: 'shop', environment: 'test' };
  const holder = it.executions('release')[0]?.executionArn ?? '';
  const asked = { deploymentId: elsewhere, holder, scope: 'all', priority: 'deploy' } as const;
  const at = it.clock.now();
  await ledger().leases.acquire(key, { ...asked, source: '', whenTaken: 'queue', at });
  const id = await it.start(shop);
  await it.runFor(1);
  expect((await it.document(id)).status).toBe('QUEUED');
  // Whoever let it go died before telling the next.
  await ledger().leases.release(key, { holder, epoch: 1, at: it.clock.now() });
  await it.runFor(5);
  expect((await it.document(id)).status).toBe('RUNNING');
  await it.runUntilIdle();
  expect((await it.document(id)).verdict).toBe('SUCCEEDED');
});

test('a deployment without anything to do leaves the account as it is', async () => {
  const it = anInstallation();
  await it.deploy(shop, { version: '1' });
  const before = describeAccount(it);
  const { verdict } = await it.deploy(shop, { version: '1' });
  expect(verdict).toBe('SUCCEEDED');
  expect(describeAccount(it)).toEqual(before);
});
