import { formatWorkload } from '../../cli/format-workload.js';
import { app } from '../../functions/support/api/app.js';
import type { WorkloadDocument } from '../../functions/support/status/describe-workload.js';
import { anInstallation, type Installation } from '../support/installation.js';
import { holdInvariants } from '../support/invariants.js';
import { aWorkspace } from '../support/workspaces.js';

holdInvariants();

const shop = aWorkspace({
  workloads: [
    { name: 'api', alarms: ['api-errors'] },
    { name: 'report', type: 'Scheduled Job' },
  ],
  files: {
    'copilot/web/manifest.yml':
      'name: web\ntype: Request-Driven Web Service\nimage:\n  location: public.ecr.aws/nginx/nginx:1.29\n  port: 80\nvariables:\n  VERSION: ${VERSION}\n',
  },
});

const NO_BAKE = { bakeMinutes: 0 };

async function statusOf({ clock }: Installation, name: string): Promise<WorkloadDocument> {
  const path = `/v1/applications/shop/environments/test/workloads/${name}`;
  const response = await clock.track(Promise.resolve(app.request(path)));
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as WorkloadDocument;
}

async function afterTwoReleases(): Promise<Installation> {
  const it = anInstallation({ alarms: ['api-errors'] });
  await it.deploy(shop, { version: '1', options: NO_BAKE });
  await it.deploy(shop, { version: '2', options: NO_BAKE });
  return it;
}

/** Ids, times and ARNs left out. */
function readable(document: WorkloadDocument): string {
  return formatWorkload(document)
    .replace(/\b(r|d|rb)-[0-9a-f]{8,}/g, '$1-…')
    .replace(/\d{4}-\d\d-\d\d \d\d:\d\d UTC/g, 'TIME')
    .replace(/revision \d+/g, 'revision N')
    .replace(/apprunner\.com/g, 'apprunner.com')
    .replace(/ {2,}$/gm, '');
}

test('a service that serves', async () => {
  const it = await afterTwoReleases();
  const document = await statusOf(it, 'api');
  expect(document).toMatchObject({
    type: 'Backend Service',
    stack: { name: 'shop-test-api', status: 'UPDATE_COMPLETE' },
    service: {
      kind: 'ecs',
      running: 1,
      desired: 1,
      pending: 0,
      rollout: { state: 'COMPLETED' },
      revision: { images: [{ image: 'public.ecr.aws/docker/library/nginx:1.29' }] },
      deployment: { status: 'SUCCESSFUL' },
    },
    alarms: [{ name: 'api-errors', state: 'OK' }],
    lastRollback: null,
  });
  expect(document.releases.map(({ verdict }) => verdict)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
  expect(readable(document)).toMatchInlineSnapshot(`
"api in shop/test: Backend Service
Stack      shop-test-api  UPDATE_COMPLETE
Service    1 of 1 tasks run, rollout COMPLETED
Serves     shop-test-api:2, revision N
  api: public.ecr.aws/docker/library/nginx:1.29
Deployment SUCCESSFUL
Release    r-…  TIME  d-…
Alarms
  OK                api-errors
Last releases
  SUCCEEDED    r-…  TIME  d-…
  SUCCEEDED    r-…  TIME  d-…
Last rollback: none is remembered"
`);
});

test('a service whose last release went back: why, in the words of AWS', async () => {
  const it = await afterTwoReleases();
  it.account.inject({ kind: 'unhealthy-release', name: 'api' });
  const failed = await it.deploy(shop, { version: '3', options: NO_BAKE });
  const document = await statusOf(it, 'api');
  expect(document.lastRollback).toMatchObject({
    deployment: failed.id,
    rollback: null,
    verdict: 'ROLLED_BACK',
    cause: { step: 'api', reason: expect.stringContaining('Circuit Breaker was triggered') },
  });
  expect(document.release?.deployment).not.toBe(failed.id);
  expect(document.service).toMatchObject({ running: 1, desired: 1 });
  expect(readable(document)).toMatchInlineSnapshot(`
"api in shop/test: Backend Service
Stack      shop-test-api  UPDATE_ROLLBACK_COMPLETE
Service    1 of 1 tasks run, rollout COMPLETED
Serves     shop-test-api:2, revision N
  api: public.ecr.aws/docker/library/nginx:1.29
Deployment ROLLBACK_SUCCESSFUL: ECS deployment circuit breaker: tasks failed to start.
Release    r-…  TIME  d-…
Alarms
  OK                api-errors
Last releases
  ROLLED_BACK  r-…  TIME  d-…
  SUCCEEDED    r-…  TIME  d-…
  SUCCEEDED    r-…  TIME  d-…
Last rollback: TIME  ROLLED_BACK  of r-…  (d-…)
  api: Error occurred during operation 'ECS Deployment Circuit Breaker was triggered'; 4 tasks stopped: Task failed container health checks
  next: look at the logs of the stopped tasks, and check path, port and grace period of the health check"
`);
});

test('while a release goes out: the old revision serves, the new one starts', async () => {
  const it = await afterTwoReleases();
  const before = await statusOf(it, 'api');
  await it.start(shop, { version: '3', options: NO_BAKE });
  await it.runUntilStack('shop-test-api', 'UPDATE_IN_PROGRESS');
  await it.runFor(1);
  const during = await statusOf(it, 'api');
  expect(during.stack?.status).toBe('UPDATE_IN_PROGRESS');
  const revisionOf = ({ service }: WorkloadDocument) =>
    service?.kind === 'ecs' ? service.revision?.arn : undefined;
  expect(revisionOf(during)).toBe(revisionOf(before));
  await it.runUntilIdle();
  expect(revisionOf(await statusOf(it, 'api'))).not.toBe(revisionOf(before));
});

test('a workload that went back alone: who did it, and since when', async () => {
  const it = await afterTwoReleases();
  const { body } = await it.post('/v1/rollbacks', {
    application: 'shop',
    environment: 'test',
    workload: 'api',
    reason: 'too slow',
  });
  await it.runUntilIdle();
  const document = await statusOf(it, 'api');
  const id = 'id' in body ? body.id : '';
  const [, second] = document.releases;
  expect(document.lastRollback).toMatchObject({
    release: second?.release,
    deployment: second?.deployment,
    rollback: id,
    cause: { reason: 'too slow' },
  });
  expect(document.release?.deployment).toBe(id);
});

test('a job tells its schedule', async () => {
  const it = await afterTwoReleases();
  const document = await statusOf(it, 'report');
  expect(document.service).toMatchObject({ kind: 'job', schedule: 'rate(1 hour)' });
  expect(readable(document)).toContain('Schedule   rate(1 hour)');
});

test('a Request-Driven Web Service tells what App Runner does', async () => {
  const it = await afterTwoReleases();
  const document = await statusOf(it, 'web');
  expect(document.service).toMatchObject({
    kind: 'app-runner',
    status: 'RUNNING',
    image: 'public.ecr.aws/nginx/nginx:1.29',
  });
});

test('an alarm that a release counts on and that is gone is told', async () => {
  const it = anInstallation();
  await it.deploy(shop, { version: '1', options: NO_BAKE });
  expect((await statusOf(it, 'api')).alarms).toMatchObject([
    { name: 'api-errors', state: 'absent' },
  ]);
});
