import { cloudFormation } from '../../functions/support/aws/cloudformation.js';
import { alterAnswers } from '../support/alter-answers.js';
import { ENVIRONMENT, listStackNames, startDeletion } from '../support/deletions.js';
import { anInstallation, type Installation } from '../support/installation.js';
import { describeAccount, holdInvariants } from '../support/invariants.js';
import { listAsked } from '../support/stack-changes.js';
import { readTimeline } from '../support/timeline.js';
import { aWorkspace } from '../support/workspaces.js';

holdInvariants();

const shop = aWorkspace({ workloads: ['api', { name: 'web', dependsOn: ['api'] }] });
const HOUR = 60;
const DAY = 24 * HOUR;
/** The janitor comes every five minutes. */
const UNTIL_SEEN = 5;

/** Minutes from the request to the verdict. */
async function countMinutes(it: Installation, id: string): Promise<number> {
  const { requestedAt, finishedAt } = await it.document(id);
  return ((finishedAt ?? Number.POSITIVE_INFINITY) - requestedAt) / 60_000;
}

async function aSlowUpdate(mishaps: Parameters<typeof anInstallation>[0] = {}) {
  const it = anInstallation(mishaps);
  await it.deploy(shop, { version: '1', options: { bakeMinutes: 0 } });
  const account = describeAccount(it);
  it.account.inject({ kind: 'slow', name: 'web' });
  return { it, account };
}

/** CloudFormation never comes to an end with the stack, as far as it tells. The returned function ends that. */
const neverSettle = (stackName: string, status: string): (() => void) =>
  alterAnswers(cloudFormation.home, {
    DescribeStacks: async (ask, { StackName }) => {
      if (!String(StackName).includes(stackName)) return ask();
      const { Stacks } = (await ask().catch(() => ({ Stacks: [] }))) as {
        readonly Stacks?: readonly object[];
      };
      const stack = { StackName: stackName, StackId: stackName, CreationTime: new Date(0) };
      return { Stacks: [{ ...stack, ...Stacks?.[0], StackStatus: status }] };
    },
  });

describe('a release that is past its deadline', () => {
  test('in the middle of a change stops it, goes back and says why', async () => {
    const { it, account } = await aSlowUpdate();
    const options = { deadlineMinutes: 8, bakeMinutes: 0 };
    const document = await it.deploy(shop, { version: '2', options });
    expect(document).toMatchObject({
      verdict: 'ROLLED_BACK',
      summary: 'the release is rolled back: the deadline of 8 minutes has passed',
      rootCause: { class: 'configuration', reason: 'the deadline of 8 minutes has passed' },
    });
    expect(describeAccount(it)).toEqual(account);
    expect(readTimeline(document)).toMatchInlineSnapshot(`
"request accepted
has the environment, epoch 2
release r-…: 3 stacks
test: looks at stack shop-test
test: stack shop-test is unchanged
api: looks at stack shop-test-api
api: stack shop-test-api is updated
web: looks at stack shop-test-web
the deadline of 8 minutes has passed
stops what stack shop-test-web is doing
web: CloudFormation rolled stack shop-test-web back: no reason given
rolls back: api has changed
restores, in reverse order of the graph: api
api: looks at stack shop-test-api
api: stack shop-test-api is updated
everything that was to go back is back
ROLLED_BACK: the release is rolled back: the deadline of 8 minutes has passed"
`);
  });

  test('is stopped although no event arrives', async () => {
    const { it, account } = await aSlowUpdate();
    it.account.inject({ kind: 'lost-events' });
    const options = { deadlineMinutes: 8, bakeMinutes: 0 };
    const { id, verdict } = await it.deploy(shop, { version: '2', options });
    expect(verdict).toBe('ROLLED_BACK');
    expect(describeAccount(it)).toEqual(account);
    expect(await countMinutes(it, id)).toBeLessThan(DAY);
  });

  test('in the queue never starts, and those in front of it are left alone', async () => {
    const it = anInstallation();
    const first = await it.start(shop, { version: '1', options: { bakeMinutes: 30 } });
    const second = await it.start(shop, {
      version: '2',
      options: { deadlineMinutes: 20, bakeMinutes: 0 },
    });
    const third = await it.start(shop, { version: '3', options: { bakeMinutes: 0 } });
    await it.runUntilIdle();
    expect((await it.document(first)).verdict).toBe('SUCCEEDED');
    expect(await it.document(second)).toMatchObject({
      verdict: 'FAILED_CLEAN',
      summary: 'the deadline of 20 minutes has passed while it waited for the environment',
    });
    expect(await countMinutes(it, second)).toBeLessThan(20 + UNTIL_SEEN + 1);
    expect((await it.document(third)).verdict).toBe('SUCCEEDED');
  });

  test('while it waits for an approval changes nothing', async () => {
    const it = anInstallation();
    const document = await it.deploy(shop, {
      options: { deadlineMinutes: 30, requireApproval: true },
    });
    expect(document.verdict).toBe('FAILED_CLEAN');
    expect(document.summary).toContain('the deadline of 30 minutes has passed');
    expect(listAsked(it.changes())).toEqual([]);
    expect(await countMinutes(it, document.id)).toBeLessThan(30 + UNTIL_SEEN + 1);
  });

  test('during its bake goes back', async () => {
    const { it, account } = await aSlowUpdate();
    const document = await it.deploy(shop, {
      version: '2',
      options: { deadlineMinutes: 70, bakeMinutes: 69 },
    });
    expect(document.verdict).toBe('ROLLED_BACK');
    expect(document.summary).toContain('the deadline of 70 minutes has passed');
    expect(describeAccount(it)).toEqual(account);
  });

  test('while somebody else changes its stack does not wait for them any longer', async () => {
    const it = anInstallation();
    await it.deploy(shop, { version: '1', options: { bakeMinutes: 0 } });
    const settle = neverSettle('shop-test-web', 'UPDATE_IN_PROGRESS');
    const options = { deadlineMinutes: 30, bakeMinutes: 0 };
    const { id, verdict, summary } = await it.deploy(shop, { version: '2', options });
    settle();
    expect(verdict).toBe('ROLLED_BACK');
    expect(summary).toContain('the deadline of 30 minutes has passed');
    expect(await countMinutes(it, id)).toBeLessThan(HOUR);
  });

  test('and failed before keeps its cause, however long its way back takes', async () => {
    const { it, account } = await aSlowUpdate();
    it.account.inject({ kind: 'stack-failure', name: 'web' });
    const options = { deadlineMinutes: 60, bakeMinutes: 0 };
    const { verdict, summary } = await it.deploy(shop, { version: '2', options });
    expect(verdict).toBe('ROLLED_BACK');
    expect(summary).not.toContain('deadline');
    expect(describeAccount(it)).toEqual(account);
  });

  test('and whose stack never settles has a verdict a day later, and lets the environment go', async () => {
    const { it } = await aSlowUpdate();
    const id = await it.start(shop, {
      version: '2',
      options: { deadlineMinutes: 60, bakeMinutes: 0 },
    });
    await it.runUntilStack('shop-test-web', 'UPDATE_IN_PROGRESS');
    const settle = neverSettle('shop-test-web', 'UPDATE_ROLLBACK_IN_PROGRESS');
    await it.runUntilIdle();
    await it.runFor(1);
    settle();
    const { verdict, summary } = await it.document(id);
    expect(verdict).toBe('FAILED_DIRTY');
    expect(summary).toContain('the 1440 minutes for the way back have passed');
    const minutes = await countMinutes(it, id);
    expect(minutes).toBeGreaterThanOrEqual(HOUR + DAY);
    expect(minutes).toBeLessThan(HOUR + DAY + UNTIL_SEEN + 1);
    const next = await it.deploy(shop, { version: '3', options: { bakeMinutes: 0 } });
    expect(next.verdict).toBe('SUCCEEDED');
  });

  test('cannot be asked for with a bake that is longer', async () => {
    const it = anInstallation();
    const answer = await it.post('/v1/deployments', {
      environment: 'test',
      workspace: await it.upload(shop),
      options: { deadlineMinutes: 30, bakeMinutes: 30 },
    });
    expect(answer).toMatchObject({
      status: 422,
      body: {
        errors: [
          {
            field: 'options.bakeMinutes',
            detail:
              'must be less than deadlineMinutes, but 30 is not less than 30: send a larger deadlineMinutes too (2880 at most), or a smaller bakeMinutes',
          },
        ],
      },
    });
    await it.deploy(shop, { options: { bakeMinutes: 0 } });
  });
});

test('a rollback of its own that does not come to an end has a verdict after a day', async () => {
  const it = anInstallation({ alarms: ['errors'] });
  const files = aWorkspace({ workloads: [{ name: 'api', alarms: ['errors'] }] });
  await it.deploy(files, { version: '1', options: { bakeMinutes: 0 } });
  const { id } = await it.deploy(files, { version: '2', options: { bakeMinutes: 0 } });
  it.account.alarms.set('errors', 'ALARM');
  await it.runUntilStack('shop-test-api', 'UPDATE_IN_PROGRESS');
  const settle = neverSettle('shop-test-api', 'UPDATE_IN_PROGRESS');
  await it.runUntilIdle();
  await it.runFor(1);
  settle();
  expect((await it.document(`rb-${id}`)).verdict).toBe('FAILED_DIRTY');
  expect(await countMinutes(it, `rb-${id}`)).toBeLessThan(DAY + UNTIL_SEEN + 1);
});

test('a deletion that is past its deadline begins nothing new, and has a verdict a day later', async () => {
  const it = anInstallation();
  await it.deploy(shop, { options: { bakeMinutes: 0 } });
  const id = await startDeletion(it, `${ENVIRONMENT}?cascade=true&confirm=test`);
  await it.runUntilStack('shop-test-web', 'DELETE_IN_PROGRESS');
  const settle = neverSettle('shop-test-web', 'DELETE_IN_PROGRESS');
  await it.runUntilIdle();
  await it.runFor(1);
  settle();
  const document = await it.document(id);
  expect(document.verdict).toMatch(/^FAILED/);
  expect(await countMinutes(it, id)).toBeLessThan(2 * DAY + UNTIL_SEEN + 1);
  expect(readTimeline(document)).toContain(
    'api: not started: the deadline of 1440 minutes has passed',
  );
  expect(listStackNames(it)).toEqual(['shop-test', 'shop-test-api']);
});
