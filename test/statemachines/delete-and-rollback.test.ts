import { startRollback } from '../../functions/support/alarms/guarding.js';
import { ledger } from '../../functions/support/ledger/current-ledger.js';
import { ENVIRONMENT, listStackNames, runDeletion, WORKLOAD } from '../support/deletions.js';
import { anInstallation, type Installation } from '../support/installation.js';
import { holdInvariants } from '../support/invariants.js';
import { listAsked } from '../support/stack-changes.js';
import { aWorkspace } from '../support/workspaces.js';

holdInvariants();

const KEY = { application: 'shop', environment: 'test' };

const both = aWorkspace({
  workloads: [
    { name: 'api', alarms: ['api-errors'] },
    { name: 'web', alarms: ['web-errors'] },
  ],
});

/** Both workloads, in two releases; the second one is watched. */
async function afterTwoReleases(): Promise<{ readonly it: Installation; readonly second: string }> {
  const it = anInstallation({ alarms: ['api-errors', 'web-errors'] });
  await it.deploy(both, { version: '1' });
  const { id } = await it.deploy(both, { version: '2', options: { watchMinutes: 60 } });
  return { it, second: id };
}

test('releases do not count on a workload that was deleted', async () => {
  const { it } = await afterTwoReleases();
  await runDeletion(it, `${WORKLOAD}/api`);
  const last = await ledger().releases.findLastGood(KEY);
  expect(last).toMatchObject({
    workloads: ['web'],
    removed: [{ kind: 'workload', name: 'api' }],
  });
  expect(await ledger().releases.findLastGood(KEY, { workload: 'api' })).toBeUndefined();
  const guards = await ledger().guards.listAll();
  expect(guards.map(({ workload }) => workload)).toEqual(['web']);
});

test('its alarm rolls nothing back any more', async () => {
  const { it } = await afterTwoReleases();
  await runDeletion(it, `${WORKLOAD}/api`);
  const already = it.changes().length;
  await it.runFor(1);
  it.account.alarms.set('api-errors', 'ALARM', 'Threshold Crossed');
  await it.runFor(30);
  expect(listAsked(it.changes().slice(already))).toEqual([]);
});

test('an alarm of another workload still rolls the release back, without what was deleted since', async () => {
  const { it, second } = await afterTwoReleases();
  await runDeletion(it, `${WORKLOAD}/api`);
  const already = it.changes().length;
  await it.runFor(1);
  it.account.alarms.set('web-errors', 'ALARM', 'Threshold Crossed');
  await it.runFor(30);
  expect(listAsked(it.changes().slice(already))).toEqual(['update shop-test-web']);
  expect(await it.document(second)).toMatchObject({ verdict: 'ROLLED_BACK' });
  expect(listStackNames(it)).toEqual(['shop-test', 'shop-test-web']);
});

test('a rollback that is asked for leaves out what was deleted since', async () => {
  const { it, second } = await afterTwoReleases();
  await runDeletion(it, `${WORKLOAD}/api`);
  await startRollback(second, KEY, { reason: 'asked for', alarms: [] });
  await it.runUntilIdle();
  expect(listStackNames(it)).toEqual(['shop-test', 'shop-test-web']);
});

test('a later release that fails removes what it created anew: it was not there before', async () => {
  const { it } = await afterTwoReleases();
  await runDeletion(it, `${WORKLOAD}/api`);
  it.account.inject({ kind: 'stack-failure', name: 'web' });
  const third = await it.deploy(both, { version: '3' });
  expect(third.verdict).toBe('ROLLED_BACK');
  expect(listStackNames(it)).toEqual(['shop-test', 'shop-test-web']);
});

test('after its environment was deleted a release is the first one', async () => {
  const { it } = await afterTwoReleases();
  await runDeletion(it, `${ENVIRONMENT}?cascade=true`);
  expect(await ledger().releases.findLastGood(KEY)).toBeUndefined();
  expect(await ledger().guards.listAll()).toEqual([]);
  const third = await it.deploy(both, { version: '3' });
  expect(third).toMatchObject({ verdict: 'SUCCEEDED', previousRelease: null });
});

test('a workload that was deleted and deployed again is rolled back like any other', async () => {
  const { it } = await afterTwoReleases();
  await runDeletion(it, `${WORKLOAD}/api`);
  await it.deploy(both, { version: '3' });
  expect((await ledger().releases.findLastGood(KEY))?.workloads).toEqual(['api', 'web']);
  it.account.inject({ kind: 'stack-failure', name: 'web' });
  expect((await it.deploy(both, { version: '4' })).verdict).toBe('ROLLED_BACK');
  expect(listStackNames(it)).toEqual(['shop-test', 'shop-test-api', 'shop-test-web']);
});
