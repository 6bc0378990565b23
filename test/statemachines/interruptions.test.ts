import type { Verdict } from '../../core/verdict.js';
import { anInstallation, type Installation, type Invocation } from '../support/installation.js';
import { describeAccount, holdInvariants } from '../support/invariants.js';
import { describeInvocation } from '../support/invocations.js';
import { spread } from '../support/thorough.js';
import { aWorkspace } from '../support/workspaces.js';

holdInvariants();

/** One stack that stays, one that changes, one that is new. */
const before = aWorkspace({ workloads: ['api'] });
const after = aWorkspace({ workloads: ['api', { name: 'fresh', dependsOn: ['api'] }] });

type Interrupt = (it: Installation, id: string, invocation: Invocation) => void;

/**
 * Deploys version 2 over version 1 and interrupts once, after the function call that `point` names. Gives the account
 * as version 1 had it, and how version 2 ended.
 */
async function deployInterrupted(
  point: string,
  interrupt: Interrupt,
  often: 'once' | 'always' = 'once',
) {
  let id = '';
  let isDone = false;
  const it = anInstallation({
    onInvoked: (invocation) => {
      if ((isDone && often === 'once') || id === '' || describeInvocation(invocation) !== point)
        return;
      isDone = true;
      interrupt(it, id, invocation);
    },
  });
  await it.deploy(before, { version: '1' });
  const account = describeAccount(it);
  id = await it.start(after, { version: '2', options: { bakeMinutes: 2 } });
  await it.runUntilIdle();
  expect(isDone).toBe(true);
  return { it, id, account };
}

/** Every function call of the release as it goes when nothing interrupts it; once each, in order. */
const POINTS = [
  'lease acquire',
  'render',
  'watch-alarms snapshot',
  'deploy-environment deploy/environment/test',
  'record-step step-ended deploy/environment/test',
  'await-predecessors deploy/workload/api',
  'await-predecessors deploy/workload/fresh',
  'deploy-service deploy/workload/api',
  'inspect-change-set deploy/workload/api',
  'execute-change-set execute deploy/workload/api',
  'wake',
  'record-step step-ended deploy/workload/api',
  'deploy-service deploy/workload/fresh',
  'inspect-change-set deploy/workload/fresh',
  'execute-change-set execute deploy/workload/fresh',
  'record-step step-ended deploy/workload/fresh',
  'watch-alarms bake',
  'verify',
] as const;

/** Before the execution, behind it, and on a schedule: they are killed in kills.test.ts. */
const AROUND = ['announce', 'check-workspace', 'janitor', 'notice-pauses'];

test('these are all calls of a release', async () => {
  const it = anInstallation();
  await it.deploy(before, { version: '1' });
  const already = it.invocations.length;
  await it.deploy(after, { version: '2', options: { bakeMinutes: 2 } });
  const called = it.invocations.slice(already).map(describeInvocation);
  expect([...new Set(called)].filter((call) => !AROUND.includes(call)).toSorted()).toEqual(
    [...POINTS, 'record verdict'].toSorted(),
  );
});

describe('a release that is cancelled right after', () => {
  test.each(POINTS)('%s ends CANCELLED, with the account as before', async (point) => {
    const { it, id, account } = await deployInterrupted(point, (installation, of) => {
      void installation.cancel(of);
    });
    expect((await it.document(id)).verdict).toBe<Verdict>('CANCELLED');
    expect(describeAccount(it)).toEqual(account);
  });
});

test('a release whose verdict is written cannot be cancelled any more', async () => {
  let answer: ReturnType<Installation['cancel']> | undefined;
  const { it, id } = await deployInterrupted('record verdict', (installation, of) => {
    answer = installation.cancel(of);
  });
  expect(await answer).toMatchObject({
    status: 409,
    body: { detail: `deployment ${id} has ended already: SUCCEEDED` },
  });
  expect(await it.document(id)).toMatchObject({ verdict: 'SUCCEEDED' });
});

describe('a release whose execution is stopped right after', () => {
  test.each(spread(POINTS, 6))(
    '%s gets a verdict, and the next release succeeds',
    async (point) => {
      const { it, id } = await deployInterrupted(point, (installation, of) => {
        const dead = installation.executions('release').find(({ name }) => name === of);
        installation.engine.stopExecution({ executionArn: dead?.executionArn ?? '' });
      });
      await it.runFor(6);
      expect(['FAILED_CLEAN', 'FAILED_DIRTY']).toContain((await it.document(id)).verdict);
      const next = await it.deploy(after, { version: '3' });
      expect(next.verdict).toBe('SUCCEEDED');
    },
  );
});

describe('a release of which a function is broken for good', () => {
  test.each(spread([...POINTS.filter((point) => point !== 'wake'), 'record verdict'], 6, 1))(
    '%s still gets its verdict, which tells the truth',
    async (point) => {
      const { it, id, account } = await deployInterrupted(
        point,
        () => {
          throw new TypeError('cannot read properties of undefined');
        },
        'always',
      );
      await it.runFor(6);
      const { verdict, summary } = await it.document(id);
      // A function may break when it has done its work already: then the release goes on.
      if (verdict === 'SUCCEEDED') return;
      expect(summary).toMatch(/: TypeError: cannot read properties of undefined$/);
      expect(verdict).not.toBe('FAILED_DIRTY');
      expect(describeAccount(it)).toEqual(account);
    },
  );
});
