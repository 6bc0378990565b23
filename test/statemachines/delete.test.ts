import { ENVIRONMENT, listStackNames, runDeletion, WORKLOAD } from '../support/deletions.js';
import { anInstallation } from '../support/installation.js';
import { holdInvariants } from '../support/invariants.js';
import { aWorkspace } from '../support/workspaces.js';

holdInvariants();

const shop = aWorkspace({
  workloads: [
    'api',
    { name: 'web', dependsOn: ['api'] },
    { name: 'report', type: 'Scheduled Job' },
  ],
  addons: ['topics'],
});

test('a workload goes, and everything else stays', async () => {
  const it = anInstallation();
  await it.deploy(shop);
  const document = await runDeletion(it, `${WORKLOAD}/web`);
  expect(document).toMatchObject({ verdict: 'SUCCEEDED', kind: 'delete' });
  expect(listStackNames(it)).toEqual([
    'shop-test',
    'shop-test-api',
    'shop-test-report',
    'shop-test-topics',
  ]);
});

test('environment', async () => {
  const it = anInstallation();
  await it.deploy(shop);
  await runDeletion(it, `${ENVIRONMENT}?cascade=true`);
  expect(listStackNames(it)).toEqual([]);
});

test('app', async () => {
  const it = anInstallation();
  await it.deploy(shop);
  await runDeletion(it, ``);
  expect(listStackNames(it)).toEqual([]);
});
