import { stepFunctions } from '../../functions/support/aws/executions.js';
import { ledger } from '../../functions/support/ledger/current-ledger.js';
import { alterAnswers } from '../support/alter-answers.js';
import { askDeletion, ENVIRONMENT, listStackNames, startDeletion } from '../support/deletions.js';
import { anInstallation } from '../support/installation.js';
import { holdInvariants } from '../support/invariants.js';
import { readTimeline } from '../support/timeline.js';
import { aWorkspace } from '../support/workspaces.js';

holdInvariants();

const shop = aWorkspace({ workloads: [{ name: 'api', alarms: ['errors'] }] });
const QUICK = { bakeMinutes: 0 };
const STARTED = 'its execution was never started; it is now';

/** Nobody comes to start an execution: whoever wants to dies over it. The returned function ends that. */
const dieAtStart = (): (() => void) =>
  alterAnswers(stepFunctions, {
    StartExecution: () => Promise.reject(new Error('dies here')),
  });

/** Ids that the janitor finds, oldest first. */
async function listOpen(): Promise<readonly string[]> {
  const open = await ledger().deployments.listOpen();
  return open.map(({ deploymentId }) => deploymentId);
}

test('a deployment that was accepted and never started is started by the janitor', async () => {
  const it = anInstallation({ alarms: ['errors'] });
  const live = dieAtStart();
  const answer = await it.post('/v1/deployments', {
    environment: 'test',
    workspace: await it.upload(shop),
    variables: { VERSION: '1' },
    options: QUICK,
  });
  live();
  expect(answer.status).toBe(500);
  const [id = ''] = await listOpen();
  expect(it.engine.listExecutions()).toEqual([]);
  await it.runUntilInvoked('janitor');
  await it.runUntilIdle();
  const document = await it.document(id);
  expect(document.verdict).toBe('SUCCEEDED');
  expect(readTimeline(document)).toContain(STARTED);
});

test('the same request sent again meanwhile starts it, and there is one deployment', async () => {
  const it = anInstallation({ alarms: ['errors'] });
  const request = { idempotencyKey: 'one', options: QUICK };
  const live = dieAtStart();
  await expect(it.start(shop, request)).rejects.toThrow();
  live();
  const id = await it.start(shop, request);
  await it.runUntilIdle();
  await it.runFor(6);
  const document = await it.document(id);
  expect(document.verdict).toBe('SUCCEEDED');
  expect(readTimeline(document)).not.toContain(STARTED);
  expect(it.executions('release')).toHaveLength(1);
});

test('a rollback of its own that was never started is started by the janitor', async () => {
  const it = anInstallation({ alarms: ['errors'] });
  await it.deploy(shop, { version: '1', options: QUICK });
  const { id } = await it.deploy(shop, { version: '2', options: QUICK });
  const live = dieAtStart();
  it.account.alarms.set('errors', 'ALARM');
  await it.runFor(1);
  live();
  // So that no second look at the alarm starts it.
  it.account.alarms.set('errors', 'OK');
  expect(await listOpen()).toEqual([`rb-${id}`]);
  await it.runFor(30);
  const document = await it.document(`rb-${id}`);
  expect(document.verdict).toBe('ROLLED_BACK');
  expect(readTimeline(document)).toContain(STARTED);
});

test('a deletion that was never started is started by the janitor', async () => {
  const it = anInstallation({ alarms: ['errors'] });
  await it.deploy(shop, { options: QUICK });
  const live = dieAtStart();
  const { status } = await askDeletion(it, `${ENVIRONMENT}?cascade=true&confirm=test`);
  live();
  expect(status).toBe(500);
  const [id = ''] = await listOpen();
  await it.runFor(6);
  await it.runUntilIdle();
  expect((await it.document(id)).verdict).toBe('SUCCEEDED');
  expect(listStackNames(it)).toEqual([]);
});

test('a part of a deletion that ended before its turn came has a verdict too', async () => {
  const it = anInstallation({
    alarms: ['errors'],
    onInvoked: ({ name }) => {
      const [whole] = it.executions('delete');
      if (name === 'plan-delete' && whole) it.engine.stopExecution(whole);
    },
  });
  await it.deploy(shop, { options: QUICK });
  const id = await startDeletion(it, '?cascade=true&confirm=shop');
  await it.runUntilInvoked('plan-delete', { deploymentId: id });
  const part = (await listOpen()).find((one) => one !== id) ?? '';
  expect(it.executions('delete')).toHaveLength(1);
  await it.runFor(12);
  expect((await it.document(id)).verdict).toMatch(/^FAILED/);
  expect(await it.document(part)).toMatchObject({ verdict: 'FAILED_CLEAN' });
  expect(await listOpen()).toEqual([]);
});
