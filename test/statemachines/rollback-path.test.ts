import type { Installation } from '../support/installation.js';
import { anInstallation } from '../support/installation.js';
import { holdInvariants } from '../support/invariants.js';
import { followPath } from '../support/rollback-path.js';
import { aWorkspace } from '../support/workspaces.js';

holdInvariants();

const shop = aWorkspace({
  workloads: [
    { name: 'api', alarms: ['api-errors'] },
    { name: 'web', dependsOn: ['api'] },
  ],
});

async function aSecondRelease(): Promise<{ readonly it: Installation; readonly id: string }> {
  const it = anInstallation({ alarms: ['api-errors'] });
  await it.deploy(shop, { version: '1' });
  return { it, id: await it.start(shop, { version: '2' }) };
}

/** Issue: alarm event to the first rollback call in at most three state transitions, with one decision in between. */
describe('from the alarm to the first call that takes something back', () => {
  test('during the bake: three states, one function decides', async () => {
    const { it, id } = await aSecondRelease();
    await it.runUntilInvoked('watch-alarms', { deploymentId: id, action: 'bake' });
    await it.runFor(2);
    expect(await followPath(it, () => it.account.alarms.set('api-errors', 'ALARM'))).toEqual({
      decidedBy: ['wake'],
      states: ['Quiet during the bake?', 'Roll back', 'Begin rollback'],
      call: 'CloudFormation.CreateChangeSet shop-test-web',
    });
    await it.runUntilIdle();
  });

  test('after success: one state, one function decides', async () => {
    const { it } = await aSecondRelease();
    await it.runUntilIdle();
    await it.runFor(20);
    expect(await followPath(it, () => it.account.alarms.set('api-errors', 'ALARM'))).toEqual({
      decidedBy: ['wake'],
      states: ['Begin rollback'],
      call: 'CloudFormation.CreateChangeSet shop-test-web',
    });
    await it.runUntilIdle();
  });
});
