import { CALLER_HEADER } from '../../functions/support/api/find-caller.js';
import type { ApprovalDocument } from '../../functions/support/approvals/describe-approval.js';
import { stepFunctions } from '../../functions/support/aws/executions.js';
import { alterAnswers } from '../support/alter-answers.js';
import { anInstallation, type Installation } from '../support/installation.js';
import { holdInvariants } from '../support/invariants.js';
import { readTimeline } from '../support/timeline.js';
import { aWorkspace } from '../support/workspaces.js';

holdInvariants();

const hook = (stages: string, more = '') => `{ pause: true, stages: [${stages}]${more} }`;

/** A service whose deployments ECS holds at these hooks. */
const shop = (...hooks: readonly string[]) =>
  aWorkspace({
    workloads: [
      {
        name: 'api',
        lines: [
          'deployment:',
          '  strategy: blue_green',
          '  bake_time: 1m',
          '  rollback_alarms: [errors]',
          ...(hooks.length > 0 ? [`  lifecycle_hooks: [${hooks.join(', ')}]`] : []),
        ],
      },
    ],
  });

const calm = shop();
const careful = shop(hook('pre_production_traffic_shift', ', timeout: 2h'));

/** Version 1 is in place without hooks; ECS holds version 2. */
async function hold(
  files = careful,
  options: object = {},
): Promise<{ it: Installation; id: string }> {
  const it = anInstallation({ alarms: ['errors'] });
  await it.deploy(calm, { version: '1' });
  const id = await it.start(files, { version: '2', options });
  await it.runUntilInvoked('approvals', { deploymentId: id });
  return { it, id };
}

async function findQuestions(it: Installation, id: string): Promise<readonly ApprovalDocument[]> {
  return (await it.document(id)).approvals.filter(({ status }) => status === 'WAITING');
}

async function findQuestion(it: Installation, id: string): Promise<ApprovalDocument> {
  const [question] = await findQuestions(it, id);
  if (!question) throw new Error('nobody was asked');
  return question;
}

const answer = (it: Installation, approvalId: string, approved: boolean) =>
  it.post(
    `/v1/approvals/${approvalId}`,
    { approved, comment: approved ? 'looks good' : 'too slow' },
    { [CALLER_HEADER]: 'ann' },
  );

const continued = (it: Installation) =>
  it.account.calls.all().filter(({ operation }) => operation === 'ContinueServiceDeployment');

describe('a deployment that ECS holds', () => {
  test('asks, and goes on when somebody approves', async () => {
    const { it, id } = await hold();
    await it.runFor(30);
    const question = await findQuestion(it, id);
    expect(question).toMatchObject({
      kind: 'pause',
      step: 'deploy/workload/api',
      data: { workload: 'api', onTimeout: 'ROLLBACK' },
    });
    expect(question.question).toContain('ECS holds the deployment of api');
    await answer(it, question.id, true);
    await it.runUntilIdle();
    const document = await it.document(id);
    expect(document.verdict).toBe('SUCCEEDED');
    expect(continued(it)).toHaveLength(1);
    expect(readTimeline(document)).toMatchInlineSnapshot(`
"request accepted
has the environment, epoch 2
release r-…: 2 stacks
test: looks at stack shop-test
test: stack shop-test is unchanged
api: looks at stack shop-test-api
api: waits for approval a-…: ECS holds the deployment of api at PRE_PRODUCTION_TRAFFIC_SHIFT. Go on?
api: approved by ann: looks good
api: has ECS go on at PRE_PRODUCTION_TRAFFIC_SHIFT: approved
api: stack shop-test-api is updated
bakes for 5 minutes under errors
watched for 60 minutes more: errors
SUCCEEDED: the release serves"
`);
  });

  test('goes back when somebody refuses, and the verdict says why', async () => {
    const { it, id } = await hold();
    await answer(it, (await findQuestion(it, id)).id, false);
    await it.runUntilIdle();
    const document = await it.document(id);
    expect(document.verdict).toBe('ROLLED_BACK');
    expect(document.rootCause).toMatchObject({
      class: 'release',
      reason: expect.stringContaining('not approved by ann: too slow'),
    });
  });

  test('goes back when nobody answers in the time that the manifest gives', async () => {
    const { it, id } = await hold();
    const from = it.clock.now();
    await it.runUntilIdle();
    const document = await it.document(id);
    expect(document.verdict).toBe('ROLLED_BACK');
    expect(document.approvals).toMatchObject([
      { status: 'REFUSED', decision: { by: 'autoland', comment: expect.stringContaining('time') } },
    ]);
    expect((document.finishedAt ?? 0) - from).toBeLessThan(150 * 60_000);
  });

  test('goes on when nobody answers in time, where the manifest says so', async () => {
    const patient = shop(hook('post_scale_up', ', timeout: 10m, on_timeout: continue'));
    const { it, id } = await hold(patient);
    await it.runUntilIdle();
    const document = await it.document(id);
    expect(document.verdict).toBe('SUCCEEDED');
    expect(document.approvals).toMatchObject([
      { status: 'APPROVED', decision: { by: 'autoland', comment: expect.stringContaining('ECS') } },
    ]);
    expect(continued(it)).toEqual([]);
  });

  test('is found without its event too', async () => {
    const it = anInstallation({ alarms: ['errors'] });
    await it.deploy(calm, { version: '1' });
    it.account.inject({ kind: 'lost-events' });
    const id = await it.start(careful, { version: '2' });
    await it.runUntilInvoked('approvals', { deploymentId: id });
    await answer(it, (await findQuestion(it, id)).id, true);
    await it.runUntilIdle();
    expect((await it.document(id)).verdict).toBe('SUCCEEDED');
  });

  test('asks once, however often its event comes', async () => {
    const it = anInstallation({ alarms: ['errors'], mishaps: [{ kind: 'duplicate-events' }] });
    await it.deploy(calm, { version: '1' });
    const id = await it.start(careful, { version: '2' });
    await it.runUntilInvoked('approvals', { deploymentId: id });
    await it.runFor(20);
    expect(await findQuestions(it, id)).toHaveLength(1);
    await answer(it, (await findQuestion(it, id)).id, true);
    await it.runUntilIdle();
    expect((await it.document(id)).verdict).toBe('SUCCEEDED');
    expect(continued(it)).toHaveLength(1);
  });

  test('is asked about though whoever noticed it died before telling', async () => {
    const it = anInstallation({ alarms: ['errors'] });
    await it.deploy(calm, { version: '1' });
    let deaths = 0;
    const restore = alterAnswers(stepFunctions, {
      SendTaskFailure: (ask) => {
        deaths += 1;
        return deaths === 1 ? Promise.reject(new Error('killed')) : ask();
      },
    });
    const id = await it.start(careful, { version: '2' });
    await it.runUntilInvoked('approvals', { deploymentId: id });
    await answer(it, (await findQuestion(it, id)).id, true);
    await it.runUntilIdle();
    restore();
    expect(deaths).toBe(2);
    expect((await it.document(id)).verdict).toBe('SUCCEEDED');
    expect(continued(it)).toHaveLength(1);
  });

  test('is cancelled: ECS goes back, and nothing of it is left', async () => {
    const { it, id } = await hold();
    await it.cancel(id);
    await it.runUntilIdle();
    const document = await it.document(id);
    expect(document.verdict).toBe('CANCELLED');
    expect(document.approvals).toMatchObject([{ status: 'REFUSED' }]);
    expect(document.notRestored).toEqual([]);
  });

  test('an alarm that fires meanwhile answers no, though nobody has', async () => {
    const { it, id } = await hold();
    await it.runFor(20);
    it.account.alarms.set('errors', 'ALARM', 'too many');
    await it.runUntilIdle();
    const document = await it.document(id);
    expect(document.verdict).toBe('ROLLED_BACK');
    expect(document.rootCause?.reason).toMatch(/errors/);
    expect(document.approvals).toMatchObject([{ status: 'REFUSED', decision: { by: 'autoland' } }]);
  });

  test('that somebody lets go on by hand is not asked about any more', async () => {
    const { it, id } = await hold();
    const { data } = await findQuestion(it, id);
    const { serviceDeploymentArn, hookId } = data as { [field: string]: string };
    await it.account.handle('ECS', 'ContinueServiceDeployment', { serviceDeploymentArn, hookId });
    await it.runUntilIdle();
    const document = await it.document(id);
    expect(document.verdict).toBe('SUCCEEDED');
    expect(document.approvals).toMatchObject([
      { status: 'APPROVED', decision: { comment: expect.stringContaining('without asking here') } },
    ]);
  });

  test('asks again at the next stage, and for each of two hooks of one stage', async () => {
    const { it, id } = await hold(
      shop(hook('post_scale_up'), hook('post_scale_up, pre_production_traffic_shift')),
    );
    for (const count of [1, 2, 3]) {
      await it.runFor(10);
      const questions = await findQuestions(it, id);
      expect(questions).toHaveLength(1);
      expect((await it.document(id)).approvals).toHaveLength(count);
      await answer(it, questions[0]?.id ?? '', true);
    }
    await it.runUntilIdle();
    expect((await it.document(id)).verdict).toBe('SUCCEEDED');
    expect(continued(it)).toHaveLength(3);
  });

  test('of the first deployment is asked about as well', async () => {
    const it = anInstallation({ alarms: ['errors'] });
    const id = await it.start(careful);
    await it.runUntilInvoked('approvals', { deploymentId: id });
    await answer(it, (await findQuestion(it, id)).id, true);
    await it.runUntilIdle();
    expect((await it.document(id)).verdict).toBe('SUCCEEDED');
  });

  test('waiting costs no transitions, however long it takes', async () => {
    const run = async (minutes: number): Promise<number> => {
      const { it, id } = await hold();
      await it.runFor(minutes);
      await answer(it, (await findQuestion(it, id)).id, true);
      await it.runUntilIdle();
      return it.transitions(id);
    };
    expect(await run(100)).toBe(await run(1));
  });
});

describe('the way back', () => {
  test('of a whole release waits for nobody', async () => {
    const { it, id } = await hold();
    await answer(it, (await findQuestion(it, id)).id, true);
    await it.runUntilIdle();
    const third = await it.start(careful, { version: '3' });
    await it.runUntil(() => it.invocations.at(-1)?.event.deploymentId === third);
    await it.runUntilInvoked('approvals', { deploymentId: third });
    await answer(it, (await findQuestion(it, third)).id, true);
    await it.runUntilInvoked('watch-alarms', { deploymentId: third, action: 'bake' });
    it.account.alarms.set('errors', 'ALARM', 'too many');
    const from = it.clock.now();
    await it.runUntilIdle();
    const document = await it.document(third);
    expect(document.verdict).toBe('ROLLED_BACK');
    expect(document.approvals).toHaveLength(1);
    expect(readTimeline(document)).toContain('the way back waits for nobody');
    expect(it.clock.now() - from).toBeLessThan(60 * 60_000);
  });

  test('of CloudFormation alone waits for nobody either', async () => {
    const { it, id } = await hold();
    await answer(it, (await findQuestion(it, id)).id, true);
    await it.runUntilIdle();
    it.account.inject({ kind: 'stack-failure', name: 'api' });
    const third = await it.start(careful, { version: '3' });
    await it.runUntilInvoked('approvals', { deploymentId: third });
    await answer(it, (await findQuestion(it, third)).id, true);
    await it.runUntilIdle();
    const document = await it.document(third);
    expect(document.verdict).toBe('ROLLED_BACK');
    expect(document.approvals).toHaveLength(1);
    expect(readTimeline(document)).toContain('the way back waits for nobody');
  });
});
