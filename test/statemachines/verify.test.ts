import { cloudFormation } from '../../functions/support/aws/cloudformation.js';
import { alterAnswers } from '../support/alter-answers.js';
import { anInstallation, type Installation } from '../support/installation.js';
import { holdInvariants } from '../support/invariants.js';
import { aWorkspace } from '../support/workspaces.js';

holdInvariants();

const shop = aWorkspace({ workloads: ['api'] });

async function scaleTo({ account }: Installation, desiredCount: number): Promise<void> {
  const [service = ''] = Object.keys(account.snapshot().services);
  const cluster = account.snapshot().stacks['shop-test']?.resources.Cluster?.physicalId;
  await account.handle('ECS', 'UpdateService', { cluster, service, desiredCount });
}

test('a service that is scaled out while it is looked at serves its release', async () => {
  const it = anInstallation();
  const id = await it.start(shop, { options: { bakeMinutes: 1 } });
  await it.runUntilInvoked('watch-alarms', { deploymentId: id, action: 'bake' });
  // Tasks take forty seconds to start.
  await it.runFor(0.9);
  await scaleTo(it, 3);
  await it.runUntilIdle();
  await it.runFor(1);
  expect(await it.document(id)).toMatchObject({ verdict: 'SUCCEEDED' });
});

test('a few stacks are looked at, at a time: CloudFormation throttles early', async () => {
  const it = anInstallation();
  const names = Array.from({ length: 20 }, (_unused, index) => `service-${index}`);
  const many = aWorkspace({ workloads: names });
  const id = await it.start(many, { options: { bakeMinutes: 1 } });
  await it.runUntilInvoked('watch-alarms', { deploymentId: id, action: 'bake' });
  let [asked, atOnce, mostAtOnce] = [0, 0, 0];
  const restore = alterAnswers(cloudFormation.home, {
    GetTemplate: async (ask) => {
      asked += 1;
      atOnce += 1;
      mostAtOnce = Math.max(mostAtOnce, atOnce);
      try {
        return await ask();
      } finally {
        atOnce -= 1;
      }
    },
  });
  await it.runUntilIdle();
  restore();
  expect(await it.document(id)).toMatchObject({ verdict: 'SUCCEEDED' });
  expect(asked).toBe(21);
  expect(mostAtOnce).toBeLessThanOrEqual(8);
});
