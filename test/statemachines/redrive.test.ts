import { ENVIRONMENT, listStackNames, startDeletion } from '../support/deletions.js';
import { anInstallation, type Installation } from '../support/installation.js';
import { describeAccount, holdInvariants } from '../support/invariants.js';
import { describeInvocation } from '../support/invocations.js';
import { listAsked } from '../support/stack-changes.js';
import { readTimeline } from '../support/timeline.js';
import { aWorkspace } from '../support/workspaces.js';

holdInvariants();

const before = aWorkspace({ workloads: ['api'] });
const after = aWorkspace({ workloads: ['api', { name: 'fresh', dependsOn: ['api'] }] });
const QUICK = { bakeMinutes: 2 };

/** The state in which a release stands right after a function was called: a redrive begins there. */
const MOMENTS = [
  ['Acquire lease', 'lease acquire'],
  ['Render', 'render'],
  ['Check alarms before the change', 'watch-alarms snapshot'],
  ['Deploy environment', 'deploy-environment deploy/environment/test'],
  ['Deploy environment, at its end', 'record-step step-ended deploy/environment/test'],
  ['Deploy workloads, waiting', 'await-predecessors deploy/workload/fresh'],
  ['Deploy workloads, looking', 'deploy-service deploy/workload/api'],
  ['Deploy workloads, changing', 'execute-change-set execute deploy/workload/api'],
  ['Deploy workloads, the first done', 'record-step step-ended deploy/workload/api'],
  ['Deploy workloads, creating', 'execute-change-set execute deploy/workload/fresh'],
  ['Deploy workloads, at their end', 'record-step step-ended deploy/workload/fresh'],
  ['Bake under alarms', 'watch-alarms bake'],
  ['Verify release', 'verify'],
] as const;

type Interrupt = (it: Installation, deploymentId: string) => void;

/** Version 2 over version 1; the execution of version 2 is stopped right after the call named. */
async function aReleaseStoppedAt(
  call: string,
  afterwards: Interrupt = () => undefined,
  beforehand: (it: Installation, id: string) => Promise<void> = async () => undefined,
) {
  let id = '';
  let isStopped = false;
  const it = anInstallation({
    onInvoked: (invocation) => {
      if (id === '' || isStopped || describeInvocation(invocation) !== call) return;
      isStopped = true;
      stop(it, id);
      afterwards(it, id);
    },
  });
  await it.deploy(before, { version: '1' });
  const account = describeAccount(it);
  id = await it.start(after, { version: '2', options: QUICK });
  await beforehand(it, id);
  await it.runUntil(() => isStopped);
  return { it, id, account };
}

function findExecution(it: Installation, id: string, machine = 'release') {
  const found = it.executions(machine).find(({ name }) => name === id);
  if (!found) throw new Error(`no execution ${machine} ${id}`);
  return found;
}

function stop(it: Installation, id: string, machine?: string): void {
  it.engine.stopExecution(findExecution(it, id, machine));
}

function redrive(it: Installation, id: string, machine?: string): void {
  it.engine.redriveExecution(findExecution(it, id, machine).executionArn);
}

describe('a release that is continued from the console before it has a verdict', () => {
  // At once: whoever hears of the stop finds an execution that runs.
  test.each(MOMENTS)('in "%s" goes on and doubles nothing', async (_state, call) => {
    const { it, id } = await aReleaseStoppedAt(call, redrive);
    await it.runUntilIdle();
    const { verdict, steps } = await it.document(id);
    expect(verdict).toBe('SUCCEEDED');
    expect(steps.map(({ name, result }) => [name, result])).toEqual([
      ['deploy/environment/test', { kind: 'unchanged' }],
      ['deploy/workload/api', { kind: 'updated' }],
      ['deploy/workload/fresh', { kind: 'created' }],
    ]);
    expect(findExecution(it, id)).toMatchObject({ status: 'SUCCEEDED', redriveCount: 1 });
    expect(listAsked(it.changes())).toEqual([
      'create shop-test',
      'create shop-test-api',
      'update shop-test-api',
      'create shop-test-fresh',
    ]);
  });

  test('on its way back goes back, and its verdict is the same', async () => {
    const { it, id, account } = await aReleaseStoppedAt(
      'execute-change-set execute restore/workload/api',
      redrive,
      async (installation, deploymentId) => {
        await installation.runUntilInvoked('watch-alarms', { deploymentId, action: 'bake' });
        await installation.cancel(deploymentId);
      },
    );
    await it.runUntilIdle();
    expect((await it.document(id)).verdict).toBe('CANCELLED');
    expect(describeAccount(it)).toEqual(account);
    expect(listAsked(it.changes()).slice(4)).toEqual([
      'delete shop-test-fresh',
      'update shop-test-api',
    ]);
  });
});

describe('a release that is continued from the console after its verdict', () => {
  test.each(MOMENTS)('in "%s" changes nothing and tells so', async (_state, call) => {
    const { it, id } = await aReleaseStoppedAt(call);
    await it.runFor(30);
    const ended = await it.document(id);
    expect(ended.verdict).toMatch(/^FAILED/);
    const asked = listAsked(it.changes());

    redrive(it, id);
    await it.runUntilIdle();
    expect(listAsked(it.changes())).toEqual(asked);
    expect(await it.document(id)).toEqual(ended);
    expect(findExecution(it, id)).toMatchObject({
      status: 'FAILED',
      error: ended.verdict,
      cause: expect.stringContaining(`${id} has ended already`),
    });
  });

  test('while another holds the environment leaves that one alone', async () => {
    const { it, id } = await aReleaseStoppedAt('execute-change-set execute deploy/workload/api');
    await it.runFor(1);
    const next = await it.start(after, { version: '3', options: QUICK });
    await it.runUntilInvoked('execute-change-set', { deploymentId: next });
    redrive(it, id);
    await it.runUntilIdle();
    expect((await it.document(next)).verdict).toBe('SUCCEEDED');
    expect((await it.document(id)).verdict).toMatch(/^FAILED/);
  });

  test('that it got from the janitor changes nothing', async () => {
    const { it, id } = await aReleaseStoppedAt(
      'execute-change-set execute deploy/workload/api',
      (installation) => installation.account.inject({ kind: 'lost-events' }),
    );
    expect((await it.document(id)).verdict).toBeNull();
    await it.runFor(10);
    expect((await it.document(id)).verdict).toMatch(/^FAILED/);
    const asked = listAsked(it.changes());
    redrive(it, id);
    await it.runUntilIdle();
    expect(listAsked(it.changes())).toEqual(asked);
  });

  test('that waited in the queue does not take the environment', async () => {
    const it = anInstallation();
    const first = await it.start(before, { version: '1' });
    const second = await it.start(before, { version: '2' });
    await it.runFor(1);
    stop(it, second);
    await it.runFor(1);
    expect((await it.document(second)).verdict).toBe('FAILED_CLEAN');
    redrive(it, second);
    await it.runUntilIdle();
    expect((await it.document(first)).verdict).toBe('SUCCEEDED');
    expect(readTimeline(await it.document(second))).not.toContain('has the environment');
    expect(findExecution(it, second)).toMatchObject({ status: 'FAILED', error: 'FAILED_CLEAN' });
  });

  test('that failed by itself fails again in the same words', async () => {
    const it = anInstallation({ mishaps: [{ kind: 'stack-failure', name: 'api' }] });
    const { id } = await it.deploy(before, { version: '1' });
    const { error, cause } = findExecution(it, id);
    redrive(it, id);
    await it.runUntilIdle();
    expect(findExecution(it, id)).toMatchObject({ error, cause, redriveCount: 1 });
  });
});

describe('a rollback of its own', () => {
  async function aRollbackAmid() {
    const it = anInstallation({ alarms: ['errors'] });
    const files = aWorkspace({ workloads: [{ name: 'api', alarms: ['errors'] }] });
    await it.deploy(files, { version: '1', options: QUICK });
    const account = describeAccount(it);
    const { id } = await it.deploy(files, { version: '2', options: QUICK });
    it.account.alarms.set('errors', 'ALARM');
    await it.runUntilStack('shop-test-api', 'UPDATE_IN_PROGRESS');
    return { it, id: `rb-${id}`, account };
  }

  test('that is continued before its verdict goes on and doubles nothing', async () => {
    const { it, id, account } = await aRollbackAmid();
    const asked = listAsked(it.changes());
    stop(it, id, 'rollback');
    redrive(it, id, 'rollback');
    await it.runUntilIdle();
    expect((await it.document(id)).verdict).toBe('ROLLED_BACK');
    expect(describeAccount(it)).toEqual(account);
    expect(listAsked(it.changes())).toEqual(asked);
  });

  test('that is continued after its verdict changes nothing and tells so', async () => {
    const { it, id } = await aRollbackAmid();
    stop(it, id, 'rollback');
    await it.runFor(30);
    const ended = await it.document(id);
    const asked = listAsked(it.changes());
    redrive(it, id, 'rollback');
    await it.runUntilIdle();
    expect(listAsked(it.changes())).toEqual(asked);
    expect(await it.document(id)).toEqual(ended);
    expect(findExecution(it, id, 'rollback')).toMatchObject({
      status: 'FAILED',
      error: ended.verdict,
      cause: expect.stringContaining(`${id} has ended already`),
    });
  });
});

describe('a deletion', () => {
  async function aDeletionAmid() {
    const it = anInstallation();
    await it.deploy(after, { version: '1', options: QUICK });
    const id = await startDeletion(it, `${ENVIRONMENT}?cascade=true&confirm=test`);
    await it.runUntilStack('shop-test-fresh', 'DELETE_IN_PROGRESS');
    return { it, id };
  }

  test('that is continued before its verdict goes on and doubles nothing', async () => {
    const { it, id } = await aDeletionAmid();
    stop(it, id, 'delete');
    redrive(it, id, 'delete');
    await it.runUntilIdle();
    expect((await it.document(id)).verdict).toBe('SUCCEEDED');
    expect(listStackNames(it)).toEqual([]);
    expect(listAsked(it.changes()).slice(3)).toEqual([
      'delete shop-test-fresh',
      'delete shop-test-api',
      'delete shop-test',
    ]);
  });

  test('that is continued after its verdict deletes nothing more and tells so', async () => {
    const { it, id } = await aDeletionAmid();
    stop(it, id, 'delete');
    await it.runFor(30);
    const ended = await it.document(id);
    expect(ended.verdict).toMatch(/^FAILED/);
    const asked = listAsked(it.changes());
    redrive(it, id, 'delete');
    await it.runUntilIdle();
    expect(listAsked(it.changes())).toEqual(asked);
    expect(await it.document(id)).toEqual(ended);
    expect(findExecution(it, id, 'delete')).toMatchObject({
      status: 'FAILED',
      error: ended.verdict,
      cause: expect.stringContaining(`${id} has ended already`),
    });
  });
});
