import { anInstallation, type Installation } from '../support/installation.js';
import { describeAccount, holdInvariants } from '../support/invariants.js';
import { listAsked } from '../support/stack-changes.js';
import { readTimeline } from '../support/timeline.js';
import { aWorkspace } from '../support/workspaces.js';

holdInvariants();

const before = aWorkspace({ workloads: ['api', { name: 'web', dependsOn: ['api'] }] });
const after = aWorkspace({
  workloads: ['api', { name: 'web', dependsOn: ['api'] }, { name: 'fresh', dependsOn: ['web'] }],
});

type Reach = (it: Installation, id: string) => Promise<void>;

const amid =
  (stackName: string, status: string, minutes = 0): Reach =>
  async (it) => {
    await it.runUntilStack(stackName, status);
    await it.runFor(minutes);
  };

const API_AND_WEB = ['update shop-test-web', 'update shop-test-api'];

/** Moments of a deployment that changes api, then web, then makes fresh; and what is asked from then on. */
const MOMENTS: readonly (readonly [moment: string, reach: Reach, wayBack: readonly string[]])[] = [
  ['before it has begun', async () => undefined, []],
  [
    'while its change set is computed',
    (it, id) =>
      it.runUntilInvoked('deploy-service', { deploymentId: id, step: 'deploy/workload/api' }),
    [],
  ],
  [
    'while a stack is updated',
    amid('shop-test-api', 'UPDATE_IN_PROGRESS', 0.5),
    ['cancel shop-test-api'],
  ],
  [
    'while a stack is cleaned up after its update',
    amid('shop-test-api', 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS'),
    ['update shop-test-api'],
  ],
  [
    'while a second stack is updated',
    amid('shop-test-web', 'UPDATE_IN_PROGRESS', 0.5),
    ['cancel shop-test-web', 'update shop-test-api'],
  ],
  [
    'while the change set of a new stack is computed',
    amid('shop-test-fresh', 'REVIEW_IN_PROGRESS'),
    ['delete shop-test-fresh', ...API_AND_WEB],
  ],
  [
    'while a new stack is created',
    amid('shop-test-fresh', 'CREATE_IN_PROGRESS', 0.5),
    ['delete shop-test-fresh', ...API_AND_WEB],
  ],
  [
    'during the bake',
    async (it, id) => {
      await it.runUntilInvoked('watch-alarms', { deploymentId: id, action: 'bake' });
      await it.runFor(2);
    },
    ['delete shop-test-fresh', ...API_AND_WEB],
  ],
];

describe('a deployment that is cancelled', () => {
  test.each(MOMENTS)(
    '%s ends CANCELLED with the account as before',
    async (_moment, reach, wayBack) => {
      const it = anInstallation();
      await it.deploy(before, { version: '1' });
      const account = describeAccount(it);
      const id = await it.start(after, { version: '2' });
      await reach(it, id);
      const asked = listAsked(it.changes()).length;
      expect(await it.cancel(id)).toMatchObject({ status: 202, body: { id } });
      await it.runUntilIdle();
      const { verdict, summary } = await it.document(id);
      expect(verdict).toBe('CANCELLED');
      expect(summary).toMatch(/^cancelled/);
      expect(describeAccount(it)).toEqual(account);
      expect(listAsked(it.changes()).slice(asked)).toEqual(wayBack);
    },
  );

  test('in the queue never starts, and the next goes on', async () => {
    const it = anInstallation();
    const first = await it.start(before, { version: '1' });
    const second = await it.start(before, { version: '2' });
    const third = await it.start(before, { version: '3' });
    await it.runFor(1);
    await it.cancel(second);
    await it.runFor(0.1);
    expect(await it.document(second)).toMatchObject({
      verdict: 'CANCELLED',
      summary: 'cancelled while it waited for the environment',
    });
    await it.runUntilIdle();
    expect((await it.document(first)).verdict).toBe('SUCCEEDED');
    expect((await it.document(third)).verdict).toBe('SUCCEEDED');
  });

  test('twice is cancelled once', async () => {
    const it = anInstallation();
    await it.deploy(before, { version: '1' });
    const id = await it.start(before, { version: '2' });
    await it.runUntilStack('shop-test-api', 'UPDATE_IN_PROGRESS');
    expect((await it.cancel(id)).status).toBe(202);
    expect((await it.cancel(id)).status).toBe(202);
    await it.runUntilIdle();
    expect(listAsked(it.changes()).filter((line) => line.startsWith('cancel'))).toEqual([
      'cancel shop-test-api',
    ]);
    expect(readTimeline(await it.document(id))).toMatchInlineSnapshot(`
"request accepted
has the environment, epoch 2
release r-…: 3 stacks
test: looks at stack shop-test
test: stack shop-test is unchanged
api: looks at stack shop-test-api
cancel requested
web: not started: the deployment was cancelled
stops what stack shop-test-api is doing
api: CloudFormation rolled stack shop-test-api back: no reason given
nothing to restore: CloudFormation restored api; nothing else had changed
CANCELLED: cancelled; everything is as it was"
`);
  });

  test('cannot be cancelled after its verdict', async () => {
    const it = anInstallation();
    const { id } = await it.deploy(before);
    expect(await it.cancel(id)).toMatchObject({
      status: 409,
      body: { code: 'Conflict', detail: `deployment ${id} has ended already: SUCCEEDED` },
    });
  });
});
