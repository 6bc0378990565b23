import { anInstallation } from '../support/installation.js';
import { holdInvariants } from '../support/invariants.js';
import { readTimeline } from '../support/timeline.js';
import { aWorkspace } from '../support/workspaces.js';

holdInvariants();

/** `errors` guards api for ten minutes after success, as its manifest says; `latency` guards web as the request says. */
const shop = aWorkspace({
  workloads: [
    { name: 'api', lines: ['deployment: { rollback_alarms: [errors], rollback_window: 10m }'] },
    { name: 'web', alarms: ['latency'] },
  ],
});

async function aGuardedRelease() {
  const it = anInstallation({ alarms: ['errors', 'latency'] });
  await it.deploy(shop, { version: '1' });
  const { id } = await it.deploy(shop, { version: '2' });
  return { it, id };
}

test('within the window of the manifest an alarm brings the release back', async () => {
  const { it, id } = await aGuardedRelease();
  await it.runFor(8);
  it.account.alarms.set('errors', 'ALARM');
  await it.runFor(30);
  expect((await it.document(id)).verdict).toBe('ROLLED_BACK');
});

test('after it the alarm is heeded no more, while others still are', async () => {
  const { it, id } = await aGuardedRelease();
  expect(readTimeline(await it.document(id))).toContain(
    'watched for 60 minutes more: latency; for 10 minutes more: errors',
  );
  await it.runFor(12);
  it.account.alarms.set('errors', 'ALARM');
  await it.runFor(20);
  expect((await it.document(id)).verdict).toBe('SUCCEEDED');
  it.account.alarms.set('latency', 'ALARM');
  await it.runFor(30);
  expect((await it.document(id)).verdict).toBe('ROLLED_BACK');
});
