import { getDeployment } from '../../functions/support/deployments/deployments.js';
import { describeDeployment } from '../../functions/support/deployments/document.js';
import {
  ENVIRONMENT,
  listStackNames,
  runDeletion,
  startDeletion,
  WORKLOAD,
} from '../support/deletions.js';
import { anInstallation, type Installation } from '../support/installation.js';
import { holdInvariants } from '../support/invariants.js';
import { placeStack } from '../support/placed-stacks.js';
import { readTimeline } from '../support/timeline.js';

holdInvariants();

const bucket = (name: string) => ({
  Files: { Type: 'AWS::S3::Bucket', Properties: { BucketName: name } },
});

const putFile = (it: Installation, name: string) =>
  it.account.handle('S3', 'PutObject', { Bucket: name, Key: 'a', Body: 'x' });
const removeFile = (it: Installation, name: string) =>
  it.account.handle('S3', 'DeleteObject', { Bucket: name, Key: 'a' });

describe('a stack that cannot be deleted', () => {
  /** An environment in which the stack of `api` has a bucket with something in it. */
  async function withFullBucket(): Promise<Installation> {
    const it = anInstallation();
    placeStack(it.account, 'test', { kind: 'environment', exports: ['vpc'] });
    placeStack(it.account, 'api', { imports: ['vpc'], resources: bucket('files') });
    placeStack(it.account, 'web', { imports: ['vpc'] });
    await putFile(it, 'files');
    return it;
  }

  test('keeps what it stands on; the others go; the verdict names what is left and the way on', async () => {
    const it = await withFullBucket();
    const document = await runDeletion(it, `${ENVIRONMENT}?cascade=true`);
    expect(document.verdict).toBe('FAILED_DIRTY');
    expect(document.rootCause).toMatchObject({ logicalId: 'Files', class: 'external-change' });
    expect(document.summary).toContain(
      'go on with: autoland env delete --app shop --name test --cascade --yes',
    );
    expect(document.left).toEqual([
      {
        name: 'api',
        stackName: 'shop-test-api',
        reason: expect.stringContaining('The bucket you tried to delete is not empty'),
        nextStep: 'empty the bucket, or keep it with DeletionPolicy Retain',
      },
      {
        name: 'test',
        stackName: 'shop-test',
        reason: 'it needs the deletion of api, which failed',
        nextStep: 'autoland env delete --app shop --name test --cascade --yes',
      },
    ]);
    expect(listStackNames(it)).toEqual(['shop-test', 'shop-test-api']);
    expect(readTimeline(document)).toMatchInlineSnapshot(`
"deletion of environment test of shop accepted
has the environment, epoch 1
deletes shop-test-api, shop-test-web, shop-test
api: deletes stack shop-test-api
web: deletes stack shop-test-web
web: stack shop-test-web is deleted
api: stack shop-test-api: The following resource(s) failed to delete: [Files]. 
test: not started: it needs the deletion of api, which failed
FAILED_DIRTY: environment test of shop is partly gone: The bucket you tried to delete is not empty (Service: S3, Status Code: 409); go on with: autoland env delete --app shop --name test --cascade --yes"
`);
  });

  test('goes when the reason is gone and the deletion is asked for again', async () => {
    const it = await withFullBucket();
    await runDeletion(it, `${ENVIRONMENT}?cascade=true`);
    await removeFile(it, 'files');
    const again = await runDeletion(it, `${ENVIRONMENT}?cascade=true`);
    expect(again.verdict).toBe('SUCCEEDED');
    expect(again.steps.map(({ name }) => name).sort()).toEqual([
      'delete/environment/test',
      'delete/workload/api',
    ]);
    expect(listStackNames(it)).toEqual([]);
  });
});

test('a deletion that CloudFormation takes back is told with its words, and nothing has changed', async () => {
  const it = anInstallation();
  placeStack(it.account, 'api', { exports: ['api-url'] });
  const id = await startDeletion(it, `${WORKLOAD}/api`);
  // After the plan, before CloudFormation looks.
  await it.runUntilInvoked('delete-stack');
  placeStack(it.account, 'billing', { isOurs: false, imports: ['api-url'] });
  await it.runUntilIdle();
  const document = await it.document(id);
  expect(document).toMatchObject({
    verdict: 'FAILED_CLEAN',
    left: [
      {
        name: 'api',
        reason:
          'CloudFormation took the deletion back: Export api-url cannot be deleted as it is in use by billing',
      },
    ],
  });
  expect(listStackNames(it)).toContain('shop-test-api');
});

test('somebody else’s operation on the stack is waited for', async () => {
  const it = anInstallation();
  const StackName = placeStack(it.account, 'api');
  const template = {
    Resources: { Queue: { Type: 'AWS::SQS::Queue' }, Other: { Type: 'AWS::SQS::Queue' } },
  };
  await it.account.handle('CloudFormation', 'UpdateStack', {
    StackName,
    TemplateBody: JSON.stringify(template),
  });
  const document = await runDeletion(it, `${WORKLOAD}/api`);
  expect(document.verdict).toBe('SUCCEEDED');
  expect(listStackNames(it)).toEqual([]);
});

test.each(['lost-events', 'duplicate-events', 'reordered-events', 'throttling'] as const)(
  '%s change nothing',
  async (kind) => {
    const it = anInstallation({ mishaps: [{ kind }] });
    placeStack(it.account, 'test', { kind: 'environment', exports: ['vpc'] });
    placeStack(it.account, 'api', { imports: ['vpc'] });
    expect((await runDeletion(it, `${ENVIRONMENT}?cascade=true`)).verdict).toBe('SUCCEEDED');
    expect(listStackNames(it)).toEqual([]);
  },
);

describe('images and records', () => {
  /** As Copilot left it: records in SSM, images in ECR, `api` in two environments, `web` in one. */
  function copilotApplication(): Installation {
    const it = anInstallation();
    const { setup, images } = it.account;
    const prefix = '/copilot/applications/shop';
    setup.parameter(prefix, '{}');
    for (const environment of ['test', 'prod']) {
      const record = { accountID: '111111111111', region: 'us-east-1' };
      setup.parameter(`${prefix}/environments/${environment}`, JSON.stringify(record));
      placeStack(it.account, environment, { kind: 'environment' });
      placeStack(it.account, 'api', { environment });
    }
    placeStack(it.account, 'web');
    for (const name of ['api', 'web']) {
      setup.parameter(`${prefix}/components/${name}`, '{}');
      images.push(`shop/${name}`, { tags: ['v1'] });
      images.push(`shop/${name}`, { tags: ['v2'] });
    }
    return it;
  }

  const look = ({ account }: Installation) => {
    const { images, parameters } = account.snapshot();
    return {
      images: Object.fromEntries(Object.entries(images).map(([name, all]) => [name, all.length])),
      records: Object.keys(parameters).map((name) => name.slice('/copilot/applications/'.length)),
    };
  };

  test('go with the last environment that has the workload', async () => {
    const it = copilotApplication();
    await runDeletion(it, `${WORKLOAD}/api`);
    expect(look(it).images).toEqual({ 'shop/api': 2, 'shop/web': 2 });
    await runDeletion(it, '/environments/prod/workloads/api');
    expect(look(it)).toEqual({
      images: { 'shop/api': 0, 'shop/web': 2 },
      records: ['shop', 'shop/components/web', 'shop/environments/prod', 'shop/environments/test'],
    });
  });

  test('an environment takes its record with it', async () => {
    const it = copilotApplication();
    const { deletion } = await runDeletion(it, `${ENVIRONMENT}?cascade=true`);
    expect(deletion?.stays).toMatchObject([{ what: 'images', name: 'shop/api' }]);
    expect(look(it)).toEqual({
      images: { 'shop/api': 2, 'shop/web': 0 },
      records: ['shop', 'shop/components/api', 'shop/environments/prod'],
    });
  });

  test('an application takes all of them', async () => {
    const it = copilotApplication();
    expect((await runDeletion(it, '')).verdict).toBe('SUCCEEDED');
    expect(look(it).records).toEqual([]);
    expect(look(it).images).toEqual({ 'shop/api': 0, 'shop/web': 0 });
    expect(listStackNames(it)).toEqual([]);
  });

  test('a workload that comes back in another environment meanwhile keeps its images', async () => {
    const it = copilotApplication();
    await runDeletion(it, '/environments/prod/workloads/api');
    const id = await startDeletion(it, `${WORKLOAD}/api`);
    await it.runUntilInvoked('delete-stack');
    placeStack(it.account, 'api', { environment: 'prod' });
    await it.runUntilIdle();
    expect((await describeDeployment(await getDeployment(id))).verdict).toBe('SUCCEEDED');
    expect(look(it).images).toMatchObject({ 'shop/api': 2 });
  });
});
