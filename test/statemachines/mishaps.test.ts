import type { DeploymentDocument } from '../../functions/support/deployments/document.js';
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
    { name: 'report', type: 'Scheduled Job', dependsOn: ['web'] },
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
  "update shop-test-api",
  "  shop-test-api is UPDATE_COMPLETE",
  "update shop-test-web",
  "  shop-test-web is UPDATE_ROLLBACK_COMPLETE",
  "update shop-test-api",
  "  shop-test-api is UPDATE_COMPLETE",
]
`);
  expect(readTimeline(document)).toMatchInlineSnapshot(`
"request accepted
has the environment, epoch 2
release r-…: 5 stacks
test: looks at stack shop-test
test: stack shop-test is unchanged
topics: looks at stack shop-test-topics
topics: stack shop-test-topics is unchanged
api: looks at stack shop-test-api
api: stack shop-test-api is updated
web: looks at stack shop-test-web
web: CloudFormation rolled stack shop-test-web back: Service: Error occurred during operation 'ECS Deployment Circuit Breaker was triggered'; 4 tasks stopped: Task failed container health checks
report: not started: the deployment of web failed, and nothing new starts after a failure
rolls back: api has changed
restores, in reverse order of the graph: api
api: looks at stack shop-test-api
api: stack shop-test-api is updated
everything that was to go back is back
ROLLED_BACK: the release is rolled back: Error occurred during operation 'ECS Deployment Circuit Breaker was triggered'; 4 tasks stopped: Task failed container health checks"
`);
  expect(describeAccount(installation)).toEqual(before);
});

test('a resource that fails: nothing new starts, what had changed goes back', async () => {
  const { installation, before, document, changes } = await deploySecond('stack-failure:api');
  expect(document.verdict).toBe('ROLLED_BACK');
  expect(document.rootCause).toMatchObject({
    step: 'api',
    class: 'configuration',
    nextStep: expect.stringMatching(/^correct the value that the message names/),
  });
  expect(changes).toMatchInlineSnapshot(`
[
  "update shop-test-api",
  "  shop-test-api is UPDATE_ROLLBACK_COMPLETE",
]
`);
  expect(readTimeline(document)).toMatchInlineSnapshot(`
"request accepted
has the environment, epoch 2
release r-…: 5 stacks
test: looks at stack shop-test
test: stack shop-test is unchanged
topics: looks at stack shop-test-topics
topics: stack shop-test-topics is unchanged
api: looks at stack shop-test-api
api: CloudFormation rolled stack shop-test-api back: Service: Invalid request provided: simulated failure of this resource (mishap)
report: not started: the deployment of api failed, and nothing new starts after a failure
web: not started: the deployment of api failed, and nothing new starts after a failure
nothing to restore: CloudFormation restored api; nothing else had changed
ROLLED_BACK: the release is rolled back: Invalid request provided: simulated failure of this resource (mishap)"
`);
  expect(describeAccount(installation)).toEqual(before);
});

test('of two that fail, the cause is the one that failed first', async () => {
  const installation = anInstallation();
  const files = aWorkspace({ workloads: ['admin', 'basket'] });
  await installation.deploy(files, { version: '1' });
  for (const mishap of ['stack-failure:admin', 'slow:admin', 'stack-failure:basket']) {
    installation.account.inject(parseMishap(mishap));
  }
  const { verdict, rootCause } = await installation.deploy(files, { version: '2' });
  expect(verdict).toBe('ROLLED_BACK');
  expect(rootCause).toMatchObject({ step: 'basket' });
});

test('a rollback that fails too: whatever can go back goes back, and the verdict names what does not', async () => {
  const { document, changes } = await deploySecond('rollback-failure:web');
  expect(document.verdict).toBe('FAILED_DIRTY');
  expect(document.notRestored).toMatchInlineSnapshot(`
[
  {
    "instructions": [
      "look at the events of stack shop-test-web and repair Service",
      "continue the rollback: aws cloudformation continue-update-rollback --stack-name shop-test-web",
      "if it cannot be repaired, skip it: aws cloudformation continue-update-rollback --stack-name shop-test-web --resources-to-skip Service; the stack then no longer describes it truthfully",
      "deploy again when the stack is UPDATE_ROLLBACK_COMPLETE",
      "or go back the rest of the way: autoland rollback --app shop --env test",
    ],
    "name": "web",
    "reason": "stack shop-test-web could not be restored (not-changed): an update of stack shop-test-web failed and could not be rolled back: Service (Invalid request provided: simulated failure of the rollback of this resource (mishap))",
  },
]
`);
  expect(changes).toMatchInlineSnapshot(`
[
  "update shop-test-api",
  "  shop-test-api is UPDATE_COMPLETE",
  "update shop-test-web",
  "  shop-test-web is UPDATE_ROLLBACK_FAILED",
  "update shop-test-api",
  "  shop-test-api is UPDATE_COMPLETE",
]
`);
  expect(readTimeline(document)).toMatchInlineSnapshot(`
"request accepted
has the environment, epoch 2
release r-…: 5 stacks
test: looks at stack shop-test
test: stack shop-test is unchanged
topics: looks at stack shop-test-topics
topics: stack shop-test-topics is unchanged
api: looks at stack shop-test-api
api: stack shop-test-api is updated
web: looks at stack shop-test-web
web: stack shop-test-web: The following resource(s) failed to update: [Service]. 
report: not started: the deployment of web failed, and nothing new starts after a failure
rolls back: api, web have changed
restores, in reverse order of the graph: web, api
web: looks at stack shop-test-web
web: stack shop-test-web: an update of stack shop-test-web failed and could not be rolled back: Service (Invalid request provided: simulated failure of the rollback of this resource (mishap))
api: looks at stack shop-test-api
api: stack shop-test-api is updated
web: stack shop-test-web is UPDATE_ROLLBACK_FAILED
the release failed and is partly in place: Invalid request provided: simulated failure of this resource (mishap)
FAILED_DIRTY: the release failed and is partly in place: Invalid request provided: simulated failure of this resource (mishap)"
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
  "update shop-test-api",
  "  shop-test-api is UPDATE_COMPLETE",
  "update shop-test-web",
  "  shop-test-web is UPDATE_COMPLETE",
  "update shop-test-report",
  "  shop-test-report is UPDATE_COMPLETE",
  "update shop-test-report",
  "  shop-test-report is UPDATE_COMPLETE",
  "update shop-test-web",
  "  shop-test-web is UPDATE_COMPLETE",
  "update shop-test-api",
  "  shop-test-api is UPDATE_COMPLETE",
]
`);
  expect(readTimeline(document)).toMatchInlineSnapshot(`
"request accepted
has the environment, epoch 2
release r-…: 5 stacks
test: looks at stack shop-test
test: stack shop-test is unchanged
topics: looks at stack shop-test-topics
topics: stack shop-test-topics is unchanged
api: looks at stack shop-test-api
api: stack shop-test-api is updated
web: looks at stack shop-test-web
web: stack shop-test-web is updated
report: looks at stack shop-test-report
report: stack shop-test-report is updated
bakes for 5 minutes under api-errors
alarm api-errors of api is ALARM: 12 errors in a minute
rolls back: api, web, report have changed
restores, in reverse order of the graph: report, web, api
report: looks at stack shop-test-report
report: stack shop-test-report is updated
web: looks at stack shop-test-web
web: stack shop-test-web is updated
api: looks at stack shop-test-api
api: stack shop-test-api is updated
everything that was to go back is back
ROLLED_BACK: the release is rolled back: alarm api-errors fired: 12 errors in a minute"
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
  "update shop-test-report",
  "  shop-test-report is UPDATE_COMPLETE",
  "update shop-test-web",
  "  shop-test-web is UPDATE_COMPLETE",
  "update shop-test-api",
  "  shop-test-api is UPDATE_COMPLETE",
]
`);
  expect(readTimeline(document)).toMatchInlineSnapshot(`
"request accepted
has the environment, epoch 2
release r-…: 5 stacks
test: looks at stack shop-test
test: stack shop-test is unchanged
topics: looks at stack shop-test-topics
topics: stack shop-test-topics is unchanged
api: looks at stack shop-test-api
api: stack shop-test-api is updated
web: looks at stack shop-test-web
web: stack shop-test-web is updated
report: looks at stack shop-test-report
report: stack shop-test-report is updated
bakes for 5 minutes under api-errors
watched for 60 minutes more: api-errors
SUCCEEDED: the release serves
alarm api-errors of api fired after success: 12 errors in a minute
rolled back by rb-d-…: ROLLED_BACK"
`);
  expect(readTimeline(rollback)).toMatchInlineSnapshot(`
"has api, report, web of the environment, epoch 3
restores, in reverse order of the graph: report, web, api
report: looks at stack shop-test-report
report: stack shop-test-report is updated
web: looks at stack shop-test-web
web: stack shop-test-web is updated
api: looks at stack shop-test-api
api: stack shop-test-api is updated
everything that was to go back is back
ROLLED_BACK: the release is rolled back: alarm api-errors of api fired after success: 12 errors in a minute"
`);
  expect(describeAccount(installation)).toEqual(before);
});
