import type { DeploymentDocument } from '../../functions/support/deployments/document.js';
import { parseMishap } from '../../local/account/mishaps.js';
import { anInstallation, type Installation } from '../support/installation.js';
import { describeAccount, holdInvariants } from '../support/invariants.js';
import { aShownTopic, aWorkspace } from '../support/workspaces.js';

holdInvariants();

const shop = aWorkspace({
  workloads: [
    { name: 'api', alarms: ['api-errors'] },
    { name: 'web', alarms: ['web-errors'] },
  ],
});

async function afterOneRelease(): Promise<Installation> {
  const it = anInstallation({ alarms: ['api-errors', 'web-errors'] });
  await it.deploy(shop, { version: '1', options: { bakeMinutes: 0 } });
  return it;
}

/** What `${VERSION}` each service runs with. */
function versionsOf({ account }: Installation): unknown {
  const { stacks } = account.snapshot();
  return Object.fromEntries(
    ['api', 'web'].map((name) => {
      const text = JSON.stringify(
        stacks[`shop-test-${name}`]?.resources.TaskDefinition?.properties,
      );
      return [name, /"Name":"VERSION","Value":"(\w+)"/.exec(text)?.[1]];
    }),
  );
}

/** An addon whose topic has this name to show. */
const withTopic = (name: string) =>
  aWorkspace({
    workloads: ['api'],
    addons: ['topics'],
    files: {
      'copilot/topics/addons/topic.yml': aShownTopic(name),
    },
  });

const LEFT = 'the rollback unit is "workload": only what failed goes back';

describe('with the rollback unit "workload"', () => {
  const options = { rollbackUnit: 'workload', onStepFailure: 'continue' } as const;

  test('what failed goes back, what works stays, and it is told', async () => {
    const it = await afterOneRelease();
    it.account.inject(parseMishap('unhealthy-release:web'));
    const document = await it.deploy(shop, { version: '2', options });
    expect(document).toMatchObject({
      verdict: 'ROLLED_BACK',
      left: [{ name: 'api', reason: LEFT }],
      notRestored: [],
    });
    expect(versionsOf(it)).toEqual({ api: '2', web: '1' });
  });

  test('an alarm during the bake takes back whom it guards', async () => {
    const it = await afterOneRelease();
    const id = await it.start(shop, { version: '2', options });
    await it.runUntilInvoked('watch-alarms', { deploymentId: id, action: 'bake' });
    it.account.alarms.set('api-errors', 'ALARM');
    await it.runUntilIdle();
    expect(await it.document(id)).toMatchObject({
      verdict: 'ROLLED_BACK',
      left: [{ name: 'web' }],
    });
    expect(versionsOf(it)).toEqual({ api: '1', web: '2' });
  });

  test('an alarm after success too', async () => {
    const it = await afterOneRelease();
    const { id } = await it.deploy(shop, { version: '2', options });
    it.account.alarms.set('web-errors', 'ALARM');
    await it.runFor(30);
    expect(await it.document(id)).toMatchObject({
      verdict: 'ROLLED_BACK',
      left: [{ name: 'api' }],
    });
    expect(versionsOf(it)).toEqual({ api: '2', web: '1' });
  });

  const LATER = { bakeMinutes: 0 };
  const failing = (workload: string) => parseMishap(`unhealthy-release:${workload}`);

  /** Of release 2 web has failed and gone back to 1; api stayed. */
  async function withApiKept(): Promise<Installation> {
    const it = await afterOneRelease();
    it.account.inject(failing('web'));
    await it.deploy(shop, { version: '2', options });
    it.account.lift(failing('web'));
    return it;
  }

  test('what stayed is what a later release goes back to', async () => {
    const it = await withApiKept();
    it.account.inject(failing('web'));
    const document = await it.deploy(shop, {
      version: '3',
      options: { onStepFailure: 'continue' },
    });
    expect(document).toMatchObject({ verdict: 'ROLLED_BACK', left: [], notRestored: [] });
    expect(versionsOf(it)).toEqual({ api: '2', web: '1' });
  });

  test('what stayed after an alarm after success too', async () => {
    const it = await afterOneRelease();
    await it.deploy(shop, { version: '2', options });
    it.account.alarms.set('web-errors', 'ALARM');
    await it.runFor(30);
    it.account.alarms.set('web-errors', 'OK');
    it.account.inject(failing('web'));
    const document = await it.deploy(shop, {
      version: '3',
      options: { onStepFailure: 'continue' },
    });
    expect(document.verdict).toBe('ROLLED_BACK');
    expect(versionsOf(it)).toEqual({ api: '2', web: '1' });
  });

  test('the content that failed stays refused, with what stayed of it', async () => {
    const it = await withApiKept();
    expect(await it.deploy(shop, { version: '2', options })).toMatchObject({
      verdict: 'FAILED_CLEAN',
    });
    expect(versionsOf(it)).toEqual({ api: '2', web: '1' });
  });

  test('a rollback that is asked for takes back what stayed as well, and later releases know it', async () => {
    const it = anInstallation({ alarms: ['api-errors', 'web-errors'] });
    await it.deploy(shop, { version: '0', options: LATER });
    await it.deploy(shop, { version: '1', options: LATER });
    it.account.inject(failing('web'));
    await it.deploy(shop, { version: '2', options });
    it.account.lift(failing('web'));
    expect(versionsOf(it)).toEqual({ api: '2', web: '1' });
    await it.post('/v1/rollbacks', { application: 'shop', environment: 'test' });
    await it.runUntilIdle();
    expect(versionsOf(it)).toEqual({ api: '0', web: '0' });
    it.account.inject(failing('web'));
    const document = await it.deploy(shop, {
      version: '3',
      options: { onStepFailure: 'continue' },
    });
    expect(document.verdict).toBe('ROLLED_BACK');
    expect(versionsOf(it)).toEqual({ api: '0', web: '0' });
  });

  test.each([
    ['api', { api: '1', web: '1' }],
    ['web', { api: '2', web: '0' }],
  ])('%s alone goes back from what is in place of it', async (workload, versions) => {
    const it = anInstallation({ alarms: ['api-errors', 'web-errors'] });
    await it.deploy(shop, { version: '0', options: LATER });
    await it.deploy(shop, { version: '1', options: LATER });
    it.account.inject(failing('web'));
    await it.deploy(shop, { version: '2', options });
    it.account.lift(failing('web'));
    await it.post('/v1/rollbacks', { application: 'shop', environment: 'test', workload });
    await it.runUntilIdle();
    expect(versionsOf(it)).toEqual(versions);
  });

  test.each([
    ['api', 'of what stayed says nothing against the release before', { api: '2', web: '1' }],
    ['web', 'of what went back is still of the release before', { api: '2', web: '0' }],
  ])('an alarm of %s, %s', async (workload, _what, versions) => {
    const it = anInstallation({ alarms: ['api-errors', 'web-errors'] });
    await it.deploy(shop, { version: '0', options: LATER });
    await it.deploy(shop, { version: '1', options: { ...LATER, watchMinutes: 600 } });
    it.account.inject(failing('web'));
    await it.deploy(shop, { version: '2', options });
    it.account.lift(failing('web'));
    await it.runFor(1);
    it.account.alarms.set(`${workload}-errors`, 'ALARM');
    await it.runFor(30);
    expect(versionsOf(it)).toEqual(versions);
  });

  test('where nobody is to blame everything goes back: cancelled is cancelled', async () => {
    const it = await afterOneRelease();
    const before = describeAccount(it);
    const id = await it.start(shop, { version: '2', options });
    await it.runUntilInvoked('watch-alarms', { deploymentId: id, action: 'bake' });
    await it.cancel(id);
    await it.runUntilIdle();
    expect(await it.document(id)).toMatchObject({ verdict: 'CANCELLED', left: [] });
    expect(describeAccount(it)).toEqual(before);
  });
});

describe('a first deployment that fails', () => {
  async function deployFirst(
    firstDeployment: 'leave' | 'remove',
  ): Promise<{ readonly it: Installation; readonly document: DeploymentDocument }> {
    const it = anInstallation({ alarms: ['api-errors', 'web-errors'] });
    it.account.inject(parseMishap('stack-failure:web'));
    const document = await it.deploy(shop, { version: '1', options: { firstDeployment } });
    return { it, document };
  }

  test('"remove": leaves nothing behind', async () => {
    const { it, document } = await deployFirst('remove');
    expect(document).toMatchObject({ verdict: 'ROLLED_BACK', notRestored: [] });
    expect(Object.keys(it.account.snapshot().stacks)).toEqual([]);
  });

  test('"leave": what works stays for the next attempt, and nothing is said to be restored', async () => {
    const { it, document } = await deployFirst('leave');
    expect(document.verdict).toBe('FAILED_DIRTY');
    expect(Object.keys(it.account.snapshot().stacks)).toContain('shop-test-api');
    expect(document.notRestored).toContainEqual({
      name: 'api',
      reason: 'left as the release made it',
      instructions: ['deploy a release that mends it'],
    });
    it.account.lift(parseMishap('stack-failure:web'));
    expect((await it.deploy(shop, { version: '1' })).verdict).toBe('SUCCEEDED');
  });
});

describe('environment addons', () => {
  test.each([
    [false, ['topics']],
    [true, []],
  ])('with `rollBackAddons: %s` a failed release leaves %j', async (rollBackAddons, left) => {
    const it = anInstallation();
    await it.deploy(withTopic('one'), { version: '1', options: { bakeMinutes: 0 } });
    const before = describeAccount(it);
    it.account.inject(parseMishap('unhealthy-release:api'));
    const document = await it.deploy(withTopic('two'), {
      version: '2',
      options: { rollBackAddons },
    });
    expect(document.verdict).toBe('ROLLED_BACK');
    expect((document.left as readonly { name: string }[]).map(({ name }) => name)).toEqual(left);
    if (rollBackAddons) expect(describeAccount(it)).toEqual(before);
    else expect(describeAccount(it)).not.toEqual(before);
  });
});

test('an addon that stayed is what a later release goes back to', async () => {
  const it = anInstallation();
  const topic = () => it.account.snapshot().stacks['shop-test-topics']?.resources.Topic?.properties;
  const failing = parseMishap('unhealthy-release:api');
  await it.deploy(withTopic('one'), { version: '1', options: { bakeMinutes: 0 } });
  it.account.inject(failing);
  await it.deploy(withTopic('two'), { version: '2' });
  expect(topic()).toEqual({ DisplayName: 'two' });
  const document = await it.deploy(withTopic('three'), {
    version: '3',
    options: { rollBackAddons: true },
  });
  expect(document.verdict).toBe('ROLLED_BACK');
  expect(topic()).toEqual({ DisplayName: 'two' });
});

test('FAILED_DIRTY names the commands that finish it; carried out, everything is as it was', async () => {
  const it = await afterOneRelease();
  const before = describeAccount(it);
  const mishap = parseMishap('rollback-failure:web');
  it.account.inject(mishap);
  const document = await it.deploy(shop, { version: '2' });
  expect(document.verdict).toBe('FAILED_DIRTY');
  const [left] = document.notRestored as readonly { name: string; instructions: string[] }[];
  expect(left?.name).toBe('web');
  expect(left?.instructions).toContain(
    'continue the rollback: aws cloudformation continue-update-rollback --stack-name shop-test-web',
  );
  expect(left?.instructions.at(-1)).toBe(
    'or go back the rest of the way: autoland rollback --app shop --env test',
  );
  it.account.lift(mishap);
  await it.account.handle('CloudFormation', 'ContinueUpdateRollback', {
    StackName: 'shop-test-web',
  });
  await it.runUntilStack('shop-test-web', 'UPDATE_ROLLBACK_COMPLETE');
  const { body } = await it.post('/v1/rollbacks', { application: 'shop', environment: 'test' });
  await it.runUntilIdle();
  expect(await it.document('id' in body ? body.id : '')).toMatchObject({ verdict: 'ROLLED_BACK' });
  expect(describeAccount(it)).toEqual(before);
});
