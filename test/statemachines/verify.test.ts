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
