import type { DeploymentDocument } from '../../functions/support/document.js';
import { parseMishap } from '../../local/account/mishaps.js';
import { anInstallation, type Installation } from '../support/installation.js';
import { describeAccount, holdInvariants } from '../support/invariants.js';
import { listChanges } from '../support/stack-changes.js';
import { readTimeline } from '../support/timeline.js';
import { aWorkspace } from '../support/workspaces.js';

holdInvariants();

const shop = aWorkspace({
  workloads: [
    { name: 'api', alarms: ['api-errors'] },
    { name: 'web', dependsOn: ['api'] },
    { name: 'report', type: 'Scheduled Job' },
  ],
  addons: ['topics'],
});

type Second = {
  readonly installation: Installation;
  readonly before: unknown;
  readonly document: DeploymentDocument;
  readonly changes: readonly string[];
};

/** Version 1 is in place; then the mishap, and version 2. */
async function deploySecond(mishap: string, minutesAfter = 0): Promise<Second> {
  const installation = anInstallation({ alarms: ['api-errors'] });
  await installation.deploy(shop, { version: '1' });
  const before = describeAccount(installation);
  const already = installation.changes().length;
  installation.account.inject(parseMishap(mishap));
  const { id } = await installation.deploy(shop, { version: '2' });
  if (minutesAfter > 0) await installation.runFor(minutesAfter);
  return {
    installation,
    before,
    document: await installation.document(id),
    changes: listChanges(installation.changes().slice(already)),
  };
}

test('tasks that never become healthy: ECS breaks off, CloudFormation restores the stack, Autoland the rest in reverse order', async () => {
  const { installation, before, document, changes } = await deploySecond('unhealthy-release:web');
  expect(document.verdict).toBe('ROLLED_BACK');
  expect(document.rootCause).toMatchObject({ step: 'web', logicalId: 'Service', class: 'release' });
  expect(changes).toMatchInlineSnapshot(`
[
  "update shop-test-report",
  "update shop-test-api",
  "  shop-test-report is UPDATE_COMPLETE",
  "  shop-test-api is UPDATE_COMPLETE",
  "update shop-test-web",
  "  shop-test-web is UPDATE_ROLLBACK_COMPLETE",
  "update shop-test-report",
  "update shop-test-api",
  "  shop-test-report is UPDATE_COMPLETE",
  "  shop-test-api is UPDATE_COMPLETE",
]
`);
  expect(readTimeline(document)).toMatchInlineSnapshot(`
"  0:00  request accepted
  0:00  has the environment, epoch 2
  0:00  release r-…: 5 stacks
  0:00  test: looks at stack shop-test
  0:00  test: stack shop-test is unchanged
  0:00  topics: looks at stack shop-test-topics
  0:00  topics: stack shop-test-topics is unchanged
  0:00  api: looks at stack shop-test-api
  0:00  report: looks at stack shop-test-report
  0:48  report: stack shop-test-report is updated
  4:20  api: stack shop-test-api is updated
  4:20  web: looks at stack shop-test-web
  7:55  web: CloudFormation rolled stack shop-test-web back: Service: Error occurred during operation 'ECS Deployment Circuit Breaker was triggered'.
  7:55  rolls back: api, report have changed
  7:55  restores, in reverse order of the graph: report, api
  7:55  report: looks at stack shop-test-report
  7:55  api: looks at stack shop-test-api
  8:37  report: stack shop-test-report is updated
 12:17  api: stack shop-test-api is updated
 12:17  everything that was to go back is back
 12:17  ROLLED_BACK: the release is rolled back: Error occurred during operation 'ECS Deployment Circuit Breaker was triggered'."
`);
  expect(describeAccount(installation)).toEqual(before);
});

test('a resource that fails: nothing new starts, what had changed goes back', async () => {
  const { installation, before, document, changes } = await deploySecond('stack-failure:api');
  expect(document.verdict).toBe('ROLLED_BACK');
  expect(document.rootCause).toMatchObject({ step: 'api' });
  expect(changes).toMatchInlineSnapshot(`
[
  "update shop-test-report",
  "update shop-test-api",
  "  shop-test-report is UPDATE_COMPLETE",
  "  shop-test-api is UPDATE_ROLLBACK_COMPLETE",
  "update shop-test-report",
  "  shop-test-report is UPDATE_COMPLETE",
]
`);
  expect(readTimeline(document)).toMatchInlineSnapshot(`
"  0:00  request accepted
  0:00  has the environment, epoch 2
  0:00  release r-…: 5 stacks
  0:00  test: looks at stack shop-test
  0:00  test: stack shop-test is unchanged
  0:00  topics: looks at stack shop-test-topics
  0:00  topics: stack shop-test-topics is unchanged
  0:00  api: looks at stack shop-test-api
  0:00  report: looks at stack shop-test-report
  0:48  report: stack shop-test-report is updated
  8:28  api: CloudFormation rolled stack shop-test-api back: Service: Simulated failure of this resource (mishap)
  8:28  web: not started: deploy/workload/api failed, and nothing new starts after a failure
  8:28  rolls back: report has changed
  8:28  restores, in reverse order of the graph: report
  8:28  report: looks at stack shop-test-report
  9:11  report: stack shop-test-report is updated
  9:11  everything that was to go back is back
  9:11  ROLLED_BACK: the release is rolled back: Simulated failure of this resource (mishap)"
`);
  expect(describeAccount(installation)).toEqual(before);
});

test('a rollback that fails too: whatever can go back goes back, and the verdict names what does not', async () => {
  const { document, changes } = await deploySecond('rollback-failure:web');
  expect(document.verdict).toBe('FAILED_DIRTY');
  expect(document.notRestored).toMatchInlineSnapshot(`
[
  {
    "name": "web",
    "reason": "stack shop-test-web could not be restored (not-changed): an update failed and could not be rolled back",
  },
  {
    "name": "web",
    "reason": "web: stack shop-test-web is UPDATE_ROLLBACK_FAILED",
  },
]
`);
  expect(changes).toMatchInlineSnapshot(`
[
  "update shop-test-report",
  "update shop-test-api",
  "  shop-test-report is UPDATE_COMPLETE",
  "  shop-test-api is UPDATE_COMPLETE",
  "update shop-test-web",
  "  shop-test-web is UPDATE_ROLLBACK_FAILED",
  "update shop-test-report",
  "update shop-test-api",
  "  shop-test-report is UPDATE_COMPLETE",
  "  shop-test-api is UPDATE_COMPLETE",
]
`);
  expect(readTimeline(document)).toMatchInlineSnapshot(`
"  0:00  request accepted
  0:00  has the environment, epoch 2
  0:00  release r-…: 5 stacks
  0:00  test: looks at stack shop-test
  0:00  test: stack shop-test is unchanged
  0:00  topics: looks at stack shop-test-topics
  0:00  topics: stack shop-test-topics is unchanged
  0:00  api: looks at stack shop-test-api
  0:00  report: looks at stack shop-test-report
  0:48  report: stack shop-test-report is updated
  4:20  api: stack shop-test-api is updated
  4:20  web: looks at stack shop-test-web
  6:51  web: stack shop-test-web: The following resource(s) failed to update: [Service]. 
  6:51  rolls back: api, report, web have changed
  6:51  restores, in reverse order of the graph: web, report, api
  6:51  web: looks at stack shop-test-web
  6:51  report: looks at stack shop-test-report
  6:51  web: stack shop-test-web: an update failed and could not be rolled back
  6:51  api: looks at stack shop-test-api
  7:34  report: stack shop-test-report is updated
 11:14  api: stack shop-test-api is updated
 11:14  web: stack shop-test-web is UPDATE_ROLLBACK_FAILED
 11:14  the release failed and is partly in place: Simulated failure of this resource (mishap)
 11:14  FAILED_DIRTY: the release failed and is partly in place: Simulated failure of this resource (mishap)"
`);
});

test('an alarm during the bake: the whole release goes back, then verdict and cause name the alarm', async () => {
  const installation = anInstallation({ alarms: ['api-errors'] });
  await installation.deploy(shop, { version: '1' });
  const before = describeAccount(installation);
  const already = installation.changes().length;
  const id = await installation.start(shop, { version: '2' });
  await installation.runUntilInvoked('watch-alarms', { deploymentId: id, action: 'bake' });
  await installation.runFor(3);
  installation.account.alarms.set('api-errors', 'ALARM', '12 errors in a minute');
  await installation.runUntilIdle();
  const document = await installation.document(id);
  expect(document.verdict).toBe('ROLLED_BACK');
  expect(document.rootCause).toMatchObject({
    step: 'api',
    class: 'release',
    reason: 'alarm api-errors fired: 12 errors in a minute',
  });
  expect(listChanges(installation.changes().slice(already))).toMatchInlineSnapshot(`
[
  "update shop-test-report",
  "update shop-test-api",
  "  shop-test-report is UPDATE_COMPLETE",
  "  shop-test-api is UPDATE_COMPLETE",
  "update shop-test-web",
  "  shop-test-web is UPDATE_COMPLETE",
  "update shop-test-web",
  "update shop-test-report",
  "  shop-test-report is UPDATE_COMPLETE",
  "  shop-test-web is UPDATE_COMPLETE",
  "update shop-test-api",
  "  shop-test-api is UPDATE_COMPLETE",
]
`);
  expect(readTimeline(document)).toMatchInlineSnapshot(`
"  0:00  request accepted
  0:00  has the environment, epoch 2
  0:00  release r-…: 5 stacks
  0:00  test: looks at stack shop-test
  0:00  test: stack shop-test is unchanged
  0:00  topics: looks at stack shop-test-topics
  0:00  topics: stack shop-test-topics is unchanged
  0:00  api: looks at stack shop-test-api
  0:00  report: looks at stack shop-test-report
  0:48  report: stack shop-test-report is updated
  4:20  api: stack shop-test-api is updated
  4:20  web: looks at stack shop-test-web
  5:35  web: stack shop-test-web is updated
  5:35  bakes for 5 minutes under api-errors
  8:35  alarm api-errors of api is ALARM: 12 errors in a minute
  8:35  rolls back: api, report, web have changed
  8:35  restores, in reverse order of the graph: web, report, api
  8:35  web: looks at stack shop-test-web
  8:35  report: looks at stack shop-test-report
  9:18  report: stack shop-test-report is updated
 10:09  web: stack shop-test-web is updated
 10:09  api: looks at stack shop-test-api
 11:31  api: stack shop-test-api is updated
 11:31  everything that was to go back is back
 11:31  ROLLED_BACK: the release is rolled back: alarm api-errors fired: 12 errors in a minute"
`);
  expect(describeAccount(installation)).toEqual(before);
});

test('an alarm after success: EventBridge brings it, a rollback of its own takes the release back', async () => {
  const installation = anInstallation({ alarms: ['api-errors'] });
  await installation.deploy(shop, { version: '1' });
  const before = describeAccount(installation);
  const { id } = await installation.deploy(shop, { version: '2' });
  const already = installation.changes().length;
  await installation.runFor(20);
  installation.account.alarms.set('api-errors', 'ALARM', '12 errors in a minute');
  await installation.runFor(1);
  await installation.runUntilIdle();
  const document = await installation.document(id);
  expect(document).toMatchObject({
    verdict: 'ROLLED_BACK',
    verdictAtEnd: 'SUCCEEDED',
    rolledBackBy: `rb-${id}`,
  });
  const rollback = await installation.document(`rb-${id}`);
  expect(rollback.rootCause).toMatchObject({
    reason: 'alarm api-errors of api fired after success: 12 errors in a minute',
  });
  expect(listChanges(installation.changes().slice(already))).toMatchInlineSnapshot(`
[
  "update shop-test-web",
  "update shop-test-report",
  "  shop-test-report is UPDATE_COMPLETE",
  "  shop-test-web is UPDATE_COMPLETE",
  "update shop-test-api",
  "  shop-test-api is UPDATE_COMPLETE",
]
`);
  expect(readTimeline(document)).toMatchInlineSnapshot(`
"  0:00  request accepted
  0:00  has the environment, epoch 2
  0:00  release r-…: 5 stacks
  0:00  test: looks at stack shop-test
  0:00  test: stack shop-test is unchanged
  0:00  topics: looks at stack shop-test-topics
  0:00  topics: stack shop-test-topics is unchanged
  0:00  api: looks at stack shop-test-api
  0:00  report: looks at stack shop-test-report
  0:48  report: stack shop-test-report is updated
  4:20  api: stack shop-test-api is updated
  4:20  web: looks at stack shop-test-web
  5:35  web: stack shop-test-web is updated
  5:35  bakes for 5 minutes under api-errors
 10:36  watched for 60 minutes more: api-errors
 10:36  SUCCEEDED: the release serves
 30:36  alarm api-errors of api fired after success: 12 errors in a minute
 33:32  rolled back by rb-d-…: ROLLED_BACK"
`);
  expect(readTimeline(rollback)).toMatchInlineSnapshot(`
"  0:00  has the environment, epoch 3
  0:00  restores, in reverse order of the graph: web, report, api
  0:00  web: looks at stack shop-test-web
  0:00  report: looks at stack shop-test-report
  0:43  report: stack shop-test-report is updated
  1:34  web: stack shop-test-web is updated
  1:34  api: looks at stack shop-test-api
  2:56  api: stack shop-test-api is updated
  2:56  everything that was to go back is back
  2:56  ROLLED_BACK: the release is rolled back: alarm api-errors of api fired after success: 12 errors in a minute"
`);
  expect(describeAccount(installation)).toEqual(before);
});
