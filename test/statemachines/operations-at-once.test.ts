import { slots } from '../../functions/support/stacks/current-slots.js';
import { anInstallation, type Installation } from '../support/installation.js';
import { holdInvariants } from '../support/invariants.js';
import type { ChangeLine } from '../support/stack-changes.js';
import { readTimeline } from '../support/timeline.js';
import { aWorkspace } from '../support/workspaces.js';

holdInvariants();

const POOL = '111111111111/us-east-1';
const NAMES = ['a', 'b', 'c', 'd', 'e', 'f'];
const shop = aWorkspace({ workloads: NAMES, environments: ['test', 'prod'] });

/** So many stacks of workloads were being changed at once, at most. */
function countAtOnce(changes: readonly ChangeLine[]): number {
  const busy = new Set<string>();
  let most = 0;
  for (const { stackName, what } of changes) {
    if (what === 'settled') busy.delete(stackName);
    else if (/-[a-f]$/.test(stackName)) busy.add(stackName);
    most = Math.max(most, busy.size);
  }
  return most;
}

async function stop(it: Installation, name: string): Promise<void> {
  const execution = it.engine.listExecutions().find((one) => one.name === name);
  it.engine.stopExecution({ executionArn: execution?.executionArn ?? '', cause: 'by hand' });
}

afterEach(async () => {
  expect(await slots().list(POOL)).toEqual([]);
});

test('no more stacks of an account are changed at once than it allows, over all deployments', async () => {
  const it = anInstallation({ operationsAtOnce: 3 });
  const ids = await Promise.all(
    ['test', 'prod'].map((environment) => it.start(shop, { environment })),
  );
  await it.runUntilIdle();
  const documents = await Promise.all(ids.map((id) => it.document(id)));
  expect(documents.map(({ verdict }) => verdict)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
  expect(countAtOnce(it.changes())).toBe(3);
  expect(documents.map(readTimeline).join('\n')).toContain(
    'waits until fewer stacks of the account are being changed',
  );
});

test('one by one a release of independent workloads goes through, and back', async () => {
  const it = anInstallation({ operationsAtOnce: 1, alarms: ['errors'] });
  const files = aWorkspace({
    workloads: ['a', 'b', { name: 'c', alarms: ['errors'] }],
  });
  await it.deploy(files, { version: '1' });
  const { id } = await it.deploy(files, { version: '2' });
  it.account.alarms.set('errors', 'ALARM');
  await it.runFor(60);
  expect((await it.document(id)).verdict).toBe('ROLLED_BACK');
  expect(countAtOnce(it.changes())).toBe(1);
});

test('a release takes as many transitions, whether it waits for its turn or not', async () => {
  const run = async (operationsAtOnce: number): Promise<number> => {
    const it = anInstallation({ operationsAtOnce });
    return it.transitions((await it.deploy(shop)).id);
  };
  expect(await run(2)).toBe(await run(100));
});

test('who waits is let go when its deployment is cancelled', async () => {
  const it = anInstallation({ operationsAtOnce: 2 });
  await it.deploy(shop, { version: '1' });
  const id = await it.start(shop, { version: '2' });
  await it.runUntilInvoked('execute-change-set', { deploymentId: id });
  await it.cancel(id);
  await it.runUntilIdle();
  expect(await it.document(id)).toMatchObject({ verdict: 'CANCELLED' });
});

test('who waits is let go when another step of its deployment fails', async () => {
  const it = anInstallation({ operationsAtOnce: 2 });
  await it.deploy(shop, { version: '1' });
  it.account.inject({ kind: 'stack-failure', name: 'a' });
  const { verdict, steps } = await it.deploy(shop, { version: '2' });
  expect(verdict).toBe('ROLLED_BACK');
  expect(steps.some(({ status }) => status === 'skipped')).toBe(true);
});

test.each([
  ['its event', []],
  ['the janitor', [{ kind: 'lost-events' }]],
] as const)('what a dead execution had is free again by %s', async (_by, mishaps) => {
  const it = anInstallation({ operationsAtOnce: 2, mishaps });
  const dead = await it.start(shop, { environment: 'test' });
  await it.runUntilInvoked('execute-change-set', {
    deploymentId: dead,
    step: 'deploy/workload/a',
  });
  const next = await it.start(shop, { environment: 'prod' });
  await stop(it, dead);
  await it.runUntilIdle();
  expect((await it.document(dead)).verdict).toBe('FAILED_DIRTY');
  expect((await it.document(next)).verdict).toBe('SUCCEEDED');
});

test('a place that nobody frees is found by the janitor', async () => {
  const it = anInstallation({ operationsAtOnce: 1 });
  const { id } = await it.deploy(shop, { environment: 'prod' });
  await slots().take(POOL, { deploymentId: id, step: 'deploy/workload/a' }, 1, 0);
  expect((await it.deploy(shop)).verdict).toBe('SUCCEEDED');
});
