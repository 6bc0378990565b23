import { startRollback } from '../../functions/support/alarms/guarding.js';
import { anInstallation, type Installation } from '../support/installation.js';
import { describeAccount, holdInvariants } from '../support/invariants.js';
import { listAsked } from '../support/stack-changes.js';
import { readTimeline } from '../support/timeline.js';
import { aWorkspace } from '../support/workspaces.js';

holdInvariants();

const guardedBy = (...alarms: string[]) =>
  aWorkspace({ environments: ['prod'], workloads: [{ name: 'api', alarms }] });

const PROD = { environment: 'prod' };

/** Version 1 is in place in prod, guarded by these alarms, all of which exist. */
async function anInstallationWith(...alarms: string[]): Promise<Installation> {
  const it = anInstallation({ alarms });
  await it.deploy(guardedBy(...alarms), { ...PROD, version: '1' });
  return it;
}

async function bake(it: Installation, id: string): Promise<void> {
  await it.runUntilInvoked('watch-alarms', { deploymentId: id, action: 'bake' });
}

describe('an alarm after success', () => {
  test('of release N does nothing once N+1 is out', async () => {
    const it = await anInstallationWith('old-errors', 'errors');
    const second = await it.deploy(guardedBy('old-errors'), { ...PROD, version: '2' });
    const third = await it.deploy(guardedBy('errors'), { ...PROD, version: '3' });
    const before = it.account.calls.changes().length;
    it.account.alarms.set('old-errors', 'ALARM');
    await it.runFor(30);
    const changed = it.account.calls.changes().slice(before);
    // What the timeline tells is announced; nothing is changed.
    expect(changed.filter((call) => !call.startsWith('EventBridge.'))).toEqual([]);
    expect((await it.document(second.id)).rolledBackBy).toBeNull();
    expect((await it.document(third.id)).verdict).toBe('SUCCEEDED');
  });

  test('that both name rolls back N+1 once and then leaves N alone', async () => {
    const it = await anInstallationWith('errors');
    const first = await it.deploy(guardedBy('errors'), { ...PROD, version: '2' });
    const serving = describeAccount(it);
    const { id } = await it.deploy(guardedBy('errors'), { ...PROD, version: '3' });
    for (const state of ['ALARM', 'OK', 'ALARM'] as const) {
      it.account.alarms.set('errors', state);
      await it.runFor(10);
    }
    expect((await it.document(id)).verdict).toBe('ROLLED_BACK');
    expect((await it.document(first.id)).verdict).toBe('SUCCEEDED');
    expect(describeAccount(it)).toEqual(serving);
  });

  test('starts one rollback however many alarms fire', async () => {
    const it = await anInstallationWith('errors', 'latency');
    const { id } = await it.deploy(guardedBy('errors', 'latency'), { ...PROD, version: '2' });
    it.account.alarms.set('errors', 'ALARM');
    it.account.alarms.set('latency', 'ALARM');
    await it.runFor(20);
    expect(it.executions('rollback').map(({ name }) => name)).toEqual([`rb-${id}`]);
    expect((await it.document(id)).verdict).toBe('ROLLED_BACK');
  });

  test('does nothing when the watch is over', async () => {
    const it = await anInstallationWith('errors');
    const options = { watchMinutes: 30 };
    const { id } = await it.deploy(guardedBy('errors'), { ...PROD, version: '2', options });
    await it.runFor(31);
    it.account.alarms.set('errors', 'ALARM');
    await it.runFor(30);
    expect((await it.document(id)).verdict).toBe('SUCCEEDED');
    expect(it.executions('rollback')).toEqual([]);
  });

  test('is left to the deployment that is under way, whose own failure it then is', async () => {
    const it = await anInstallationWith('errors');
    const serving = describeAccount(it);
    const id = await it.start(guardedBy('errors'), { ...PROD, version: '2' });
    await bake(it, id);
    it.account.alarms.set('errors', 'ALARM');
    await it.runUntilIdle();
    // Still firing, events late or not: the release before is innocent.
    await it.runFor(30);
    expect((await it.document(id)).verdict).toBe('ROLLED_BACK');
    expect(it.executions('rollback')).toHaveLength(1);
    expect(describeAccount(it)).toEqual(serving);
  });

  test('a rollback that gets the environment only after N+1 went out leaves N+1 alone', async () => {
    const it = await anInstallationWith('errors');
    const second = await it.deploy(guardedBy('errors'), { ...PROD, version: '2' });
    const third = await it.start(guardedBy('errors'), { ...PROD, version: '3' });
    await bake(it, third);
    const key = { application: 'shop', environment: 'prod' };
    await startRollback(second.id, key, { reason: 'the alarm came late', alarms: ['errors'] });
    await it.runUntilIdle();
    const rollback = await it.document(`rb-${second.id}`);
    expect(rollback).toMatchObject({ verdict: 'SUPERSEDED', summary: `superseded by ${third}` });
    expect((await it.document(second.id)).verdict).toBe('SUCCEEDED');
    expect((await it.document(third)).verdict).toBe('SUCCEEDED');
    expect(listAsked(it.changes())).toEqual([
      'create shop-prod',
      'create shop-prod-api',
      'update shop-prod-api',
      'update shop-prod-api',
    ]);
  });
});

describe('an alarm that fires before the first change', () => {
  async function anInstallationFiring(): Promise<Installation> {
    const it = await anInstallationWith('errors');
    it.account.alarms.set('errors', 'ALARM', 'since yesterday');
    return it;
  }

  test('under "refuse" ends the deployment before anything has changed', async () => {
    const it = await anInstallationFiring();
    const before = listAsked(it.changes()).length;
    const document = await it.deploy(guardedBy('errors'), {
      ...PROD,
      version: '2',
      options: { alarmsFiring: 'refuse' },
    });
    expect(document).toMatchObject({
      verdict: 'FAILED_CLEAN',
      alarms: { baseline: [{ name: 'errors', workload: 'api', state: 'ALARM' }] },
      rootCause: {
        reason: 'alarm errors already fires before the first change, and the policy is "refuse"',
      },
    });
    expect(listAsked(it.changes()).slice(before)).toEqual([]);
    expect(readTimeline(document)).toMatchInlineSnapshot(`
"request accepted
has the environment, epoch 2
release r-…: 2 stacks
alarm errors already fires; it protects api again once it has been OK
FAILED_CLEAN: nothing has changed: alarm errors already fires before the first change, and the policy is "refuse""
`);
  });

  test.each(['proceed-unprotected', 'rearm-when-ok'] as const)(
    'under "%s" is told and stands for nothing while it goes on firing',
    async (alarmsFiring) => {
      const it = await anInstallationFiring();
      const document = await it.deploy(guardedBy('errors'), {
        ...PROD,
        version: '2',
        options: { alarmsFiring },
      });
      await it.runFor(70);
      expect(await it.document(document.id)).toMatchObject({ verdict: 'SUCCEEDED' });
      const told = document.timeline.filter(({ kind }) => kind === 'alarm-baseline');
      expect(told.map(({ message }) => message)).toEqual([
        alarmsFiring === 'proceed-unprotected'
          ? 'alarm errors already fires and does not protect api in this deployment'
          : 'alarm errors already fires; it protects api again once it has been OK',
      ]);
    },
  );

  test('stands for nothing when it is evaluated again and found to fire still', async () => {
    const it = await anInstallationFiring();
    const id = await it.start(guardedBy('errors'), { ...PROD, version: '2' });
    await bake(it, id);
    it.account.alarms.set('errors', 'ALARM');
    await it.runUntilIdle();
    expect((await it.document(id)).verdict).toBe('SUCCEEDED');
  });

  test.each([
    ['proceed-unprotected', 'SUCCEEDED'],
    ['rearm-when-ok', 'ROLLED_BACK'],
  ] as const)(
    'and is OK in between: under "%s" the release is %s',
    async (alarmsFiring, verdict) => {
      const it = await anInstallationFiring();
      const id = await it.start(guardedBy('errors'), {
        ...PROD,
        version: '2',
        options: { alarmsFiring },
      });
      await bake(it, id);
      it.account.alarms.set('errors', 'OK');
      await it.runFor(1);
      it.account.alarms.set('errors', 'ALARM');
      await it.runUntilIdle();
      expect((await it.document(id)).verdict).toBe(verdict);
    },
  );

  test.each([
    ['proceed-unprotected', 'SUCCEEDED'],
    ['rearm-when-ok', 'ROLLED_BACK'],
  ] as const)(
    'and again after success: under "%s" the release is %s',
    async (alarmsFiring, verdict) => {
      const it = await anInstallationFiring();
      const { id } = await it.deploy(guardedBy('errors'), {
        ...PROD,
        version: '2',
        options: { alarmsFiring },
      });
      it.account.alarms.set('errors', 'OK');
      await it.runFor(10);
      it.account.alarms.set('errors', 'ALARM');
      await it.runFor(20);
      expect((await it.document(id)).verdict).toBe(verdict);
    },
  );
});

test('an alarm that does not exist is told, and protects nothing', async () => {
  const it = anInstallation();
  const document = await it.deploy(guardedBy('no-such-alarm'), PROD);
  expect(document).toMatchObject({
    verdict: 'SUCCEEDED',
    alarms: { baseline: [{ name: 'no-such-alarm', state: 'absent' }] },
  });
  expect(readTimeline(document)).toContain(
    'alarm no-such-alarm of api does not exist: it protects nothing',
  );
});

test.each([
  ['ignore', 'SUCCEEDED'],
  ['breaching', 'ROLLED_BACK'],
] as const)(
  'an alarm without data during the bake, under "%s": %s',
  async (alarmsMissing, verdict) => {
    const it = await anInstallationWith('errors');
    const id = await it.start(guardedBy('errors'), {
      ...PROD,
      version: '2',
      options: { alarmsMissing },
    });
    await bake(it, id);
    it.account.alarms.set('errors', 'INSUFFICIENT_DATA');
    await it.runUntilIdle();
    expect((await it.document(id)).verdict).toBe(verdict);
  },
);

test('an alarm without data before the first change is told, and protects from its first data on', async () => {
  const it = await anInstallationWith('errors');
  it.account.alarms.set('errors', 'INSUFFICIENT_DATA');
  const id = await it.start(guardedBy('errors'), {
    ...PROD,
    version: '2',
    options: { alarmsMissing: 'breaching' },
  });
  await bake(it, id);
  await it.runFor(1);
  expect((await it.document(id)).verdict).toBeNull();
  it.account.alarms.set('errors', 'ALARM');
  await it.runUntilIdle();
  const document = await it.document(id);
  expect(document.verdict).toBe('ROLLED_BACK');
  expect(readTimeline(document)).toContain(
    'alarm errors has no data; it protects api from its first data on',
  );
});

test('alarms that the release makes itself guard its bake', async () => {
  const files = aWorkspace({ workloads: [{ name: 'api', alarms: { cpu_utilization: 80 } }] });
  const it = anInstallation();
  await it.deploy(files, { version: '1' });
  const id = await it.start(files, { version: '2' });
  await bake(it, id);
  const [alarm = ''] = it.account.alarms.guarding('api');
  it.account.alarms.set(alarm, 'ALARM');
  await it.runUntilIdle();
  expect(await it.document(id)).toMatchObject({
    verdict: 'ROLLED_BACK',
    alarms: { bake: { kind: 'breach', breaches: [{ name: alarm, workload: 'api' }] } },
  });
});

test('a composite alarm is counted to the nets that hear it', async () => {
  const it = anInstallation({ alarms: ['errors'] });
  it.account.alarms.create('both', { rule: 'ALARM(errors)' });
  const files = aWorkspace({ workloads: [{ name: 'api', alarms: ['errors', 'both'] }] });
  const { nets } = await it.deploy(files, { version: '1' });
  const names = nets.map(({ net, alarms }) => [net, alarms.map(({ name }) => name)]);
  expect(names).toEqual([
    ['ecs', ['errors']],
    ['cloudformation', ['both', 'errors']],
    ['autoland', ['both', 'errors']],
  ]);
});

test('a release that was rolled back is refused until somebody forces it', async () => {
  const it = await anInstallationWith('errors');
  const id = await it.start(guardedBy('errors'), { ...PROD, version: '2' });
  await bake(it, id);
  it.account.alarms.set('errors', 'ALARM');
  await it.runUntilIdle();
  it.account.alarms.set('errors', 'OK');
  const again = await it.deploy(guardedBy('errors'), { ...PROD, version: '2' });
  expect(again.verdict).toBe('FAILED_CLEAN');
  expect(again.rootCause?.reason).toMatch(/^this very release was rolled back before/);
  const forced = await it.deploy(guardedBy('errors'), {
    ...PROD,
    version: '2',
    options: { force: true },
  });
  expect(forced.verdict).toBe('SUCCEEDED');
});
