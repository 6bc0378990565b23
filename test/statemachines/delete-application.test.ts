import type { Problem } from '../../functions/support/api/problem.js';
import { ServiceError } from '../../local/account/service-error.js';
import type { PlacedStackSet } from '../../local/account/simulated-account.js';
import {
  askDeletion,
  listStackNames,
  runDeletion,
  startDeletion,
  WORKLOAD,
} from '../support/deletions.js';
import { anInstallation, type Installation } from '../support/installation.js';
import { holdInvariants } from '../support/invariants.js';
import { placeStack } from '../support/placed-stacks.js';
import { listAsked } from '../support/stack-changes.js';
import { readTimeline } from '../support/timeline.js';

holdInvariants();

const files = {
  Files: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'files' } },
};

function placeEnvironment({ account }: Installation, environment: string): void {
  const [vpc, bus] = [`${environment}-vpc`, `${environment}-bus`];
  placeStack(account, environment, { kind: 'environment', exports: [vpc] });
  placeStack(account, 'bus', { kind: 'environment-addon', environment, exports: [bus] });
  placeStack(account, 'api', { environment, imports: [vpc, bus] });
}

const BUCKET = 'stackset-shop-infrastruc-pipelinebuiltartifactbuc-1a2b3c4d5e6f';

/** What `copilot app init` made: a StackSet with bucket and repository, and the roles that it acts with. */
function placeInfrastructure(
  { account }: Installation,
  elsewhere: PlacedStackSet['elsewhere'] = [],
): void {
  account.setup.stackSet({
    name: 'shop-infrastructure',
    template: {
      Resources: {
        PipelineBuiltArtifactBucket: {
          Type: 'AWS::S3::Bucket',
          Properties: { BucketName: BUCKET },
        },
        ECRRepoApi: { Type: 'AWS::ECR::Repository', Properties: { RepositoryName: 'shop/api' } },
      },
    },
    elsewhere,
  });
  account.images.push('shop/api', { tags: ['v1'] });
  for (const one of elsewhere)
    if ('account' in one) one.account.images.push('shop/api', { tags: ['v1', 'v2'] });
  account.setup.stack({
    stackName: 'shop-infrastructure-roles',
    template: { Resources: { AdministrationRole: { Type: 'AWS::IAM::Role' } } },
    tags: { 'copilot-application': 'shop' },
  });
}

test('environments side by side, each under its own lease; then what they shared', async () => {
  const it = anInstallation();
  placeEnvironment(it, 'test');
  placeEnvironment(it, 'prod');
  placeInfrastructure(it);
  await it.account.handle('S3', 'PutObject', { Bucket: BUCKET, Key: 'a', Body: 'x' });
  const document = await runDeletion(it, '');
  expect(document.verdict).toBe('SUCCEEDED');
  expect(readTimeline(document)).toMatchInlineSnapshot(`
"deletion of application shop accepted
has the environment, epoch 1
environment prod is deleted by d-…
environment test is deleted by d-…
deletes shop-prod-api, shop-test-api, shop-prod-bus, shop-test-bus, shop-prod, shop-test; 1 resource stays
emptied the artifact bucket and the image repositories of StackSet-shop-infrastructure-52e3ce6d-fa19-4a1a-a377-50f0e5d2d381
deletes 1 stacks of StackSet shop-infrastructure
SUCCEEDED: application shop is gone"
`);
  for (const environment of ['test', 'prod']) {
    const asked = listAsked(it.changes()).filter((line) => line.includes(environment));
    expect(asked).toEqual(['-api', '-bus', ''].map((tail) => `delete shop-${environment}${tail}`));
  }
  const parts = document.deletion?.parts ?? [];
  expect(parts.map(({ environment }) => environment)).toEqual(['prod', 'test']);
  for (const { deploymentId } of parts) {
    expect(await it.document(deploymentId)).toMatchObject({
      verdict: 'SUCCEEDED',
      deletion: { partOf: document.id },
    });
  }
  // Made without a service role: an administrator's business, and told so.
  expect(listStackNames(it)).toEqual(['shop-infrastructure-roles']);
  expect(document.deletion?.stays.map(({ name }) => name)).toContain('shop-infrastructure-roles');
  expect(it.account.snapshot().buckets[BUCKET]).toBeUndefined();
});

test('one environment that cannot go keeps the shared, not the other environment', async () => {
  const it = anInstallation();
  placeEnvironment(it, 'test');
  placeEnvironment(it, 'prod');
  placeInfrastructure(it);
  placeStack(it.account, 'uploads', { environment: 'prod', resources: files });
  await it.account.handle('S3', 'PutObject', { Bucket: 'files', Key: 'a', Body: 'x' });
  const document = await runDeletion(it, '');
  expect(document.verdict).toBe('FAILED_DIRTY');
  expect(document.left).toEqual([
    {
      name: 'prod',
      stackName: null,
      reason: expect.stringContaining('environment prod of shop is partly gone'),
      nextStep: expect.stringMatching(/^look at d-/),
    },
    expect.objectContaining({ name: 'shop-infrastructure' }),
  ]);
  await it.account.handle('S3', 'DeleteObject', { Bucket: 'files', Key: 'a' });
  expect((await runDeletion(it, '')).verdict).toBe('SUCCEEDED');
  expect(listStackNames(it)).toEqual(['shop-infrastructure-roles']);
});

test('an environment from which another imports goes after it', async () => {
  const it = anInstallation();
  placeEnvironment(it, 'test');
  placeEnvironment(it, 'prod');
  placeStack(it.account, 'mirror', { environment: 'test', imports: ['prod-bus'] });
  expect((await runDeletion(it, '')).verdict).toBe('SUCCEEDED');
  const asked = listAsked(it.changes());
  expect(asked.indexOf('delete shop-test')).toBeLessThan(asked.indexOf('delete shop-prod-api'));
});

test('what is in the way of one environment refuses all, before anything is deleted', async () => {
  const it = anInstallation();
  placeEnvironment(it, 'test');
  placeEnvironment(it, 'prod');
  placeStack(it.account, 'billing', { isOurs: false, imports: ['prod-vpc'] });
  it.account.setup.stack({
    stackName: 'pipeline-shop-main',
    template: { Resources: files },
    tags: {},
  });
  const { status, body } = await askDeletion(it, '');
  expect(status).toBe(409);
  expect((body as Problem).obstacles?.map(({ code, name }) => `${code} ${name}`)).toEqual([
    'imported shop-prod',
    'pipeline shop',
  ]);
  expect(it.changes()).toEqual([]);
});

test('an environment in another account is out of reach, and its record says where it is', async () => {
  const it = anInstallation();
  placeEnvironment(it, 'test');
  it.account.setup.parameter(
    '/copilot/applications/shop/environments/prod',
    JSON.stringify({ accountID: '222222222222', region: 'eu-west-1' }),
  );
  const { status, body } = await askDeletion(it, '');
  expect(status).toBe(409);
  expect((body as Problem).obstacles).toMatchObject([
    { code: 'elsewhere', name: 'prod', message: expect.stringContaining('account 222222222222') },
  ]);
  expect((await runDeletion(it, '/environments/test?cascade=true')).verdict).toBe('SUCCEEDED');
});

test('a StackSet with something in another region is told, and gone on with when that is empty', async () => {
  const it = anInstallation();
  placeEnvironment(it, 'test');
  placeInfrastructure(it, [
    { region: 'eu-west-1', obstacle: 'ResourceLogicalId:PipelineBuiltArtifactBucket is not empty' },
  ]);
  const document = await runDeletion(it, '');
  expect(document).toMatchObject({
    verdict: 'FAILED_DIRTY',
    left: [
      {
        name: 'shop-infrastructure',
        reason:
          '111111111111/eu-west-1: ResourceLogicalId:PipelineBuiltArtifactBucket is not empty',
      },
    ],
  });
});

describe('a StackSet with stacks in two regions', () => {
  const EU = { account: '111111111111', region: 'eu-west-1' };

  async function inTwoRegions() {
    const it = anInstallation({ elsewhere: [EU] });
    const [eu] = it.elsewhere;
    if (!eu) throw new Error('a region was asked for');
    placeEnvironment(it, 'test');
    placeInfrastructure(it, [{ account: eu }]);
    await eu.handle('S3', 'PutObject', { Bucket: BUCKET, Key: 'a', Body: 'x' });
    return { ...it, eu };
  }

  test('bucket and repositories are emptied in each of them', async () => {
    const it = await inTwoRegions();
    const document = await runDeletion(it, '');
    expect(document).toMatchObject({ verdict: 'SUCCEEDED', left: [] });
    expect(readTimeline(document).match(/emptied .*/g)).toEqual([
      expect.stringMatching(/infrastructure-[0-9a-f-]+$/),
      expect.stringMatching(/infrastructure-[0-9a-f-]+ in eu-west-1$/),
    ]);
    expect(listStackNames(it)).toEqual(['shop-infrastructure-roles']);
    expect(listStackNames({ account: it.eu })).toEqual([]);
  });

  test('one that is closed to the account is told, and what is there too', async () => {
    const it = await inTwoRegions();
    const { eu } = it;
    const { handle } = eu;
    const patched = eu as { handle: typeof handle };
    patched.handle = async (service, operation, input) => {
      if (service === 'ECR' || service === 'S3')
        throw new ServiceError('AccessDenied', `${operation} is denied by a policy`);
      return handle.call(eu, service, operation, input);
    };
    const document = await runDeletion(it, '');
    expect(document).toMatchObject({
      verdict: 'FAILED_DIRTY',
      left: [
        { name: 'shop-infrastructure', reason: expect.stringMatching(/eu-west-1: .*ECRRepoApi/) },
      ],
    });
    expect(readTimeline(document)).toContain('could not empty what is in eu-west-1: AccessDenied');
    patched.handle = handle;
    expect((await runDeletion(it, '')).verdict).toBe('SUCCEEDED');
  });

  test('images of a workload that goes from its last environment go in each of them', async () => {
    const it = await inTwoRegions();
    const document = await runDeletion(it, `${WORKLOAD}/api`);
    expect(readTimeline(document).match(/deleted .*/g)).toEqual([
      'deleted 1 images of shop/api',
      'deleted 1 images of shop/api in eu-west-1',
    ]);
  });
});

test('the application’s own stacks go when CloudFormation has a role for them', async () => {
  const it = anInstallation();
  placeEnvironment(it, 'test');
  for (const name of ['infrastructure', 'infrastructure-roles']) {
    await it.account.handle('CloudFormation', 'CreateStack', {
      StackName: `shop-${name}`,
      TemplateBody: JSON.stringify({ Resources: { Topic: { Type: 'AWS::SNS::Topic' } } }),
      RoleARN: 'arn:aws:iam::111111111111:role/shop-CFNExecutionRole',
      Tags: [{ Key: 'copilot-application', Value: 'shop' }],
    });
    await it.runUntilStack(`shop-${name}`, 'CREATE_COMPLETE');
  }
  const document = await runDeletion(it, '');
  expect(document.verdict).toBe('SUCCEEDED');
  expect(listStackNames(it)).toEqual([]);
  expect(listAsked(it.changes()).slice(-2)).toEqual([
    'delete shop-infrastructure',
    'delete shop-infrastructure-roles',
  ]);
});

test('the same request while a deletion is under way is that deletion', async () => {
  const it = anInstallation();
  placeEnvironment(it, 'test');
  const first = await startDeletion(it, '');
  await it.runUntilInvoked('plan-delete');
  expect(await startDeletion(it, '')).toBe(first);
  await it.runUntilIdle();
  expect((await it.document(first)).verdict).toBe('SUCCEEDED');
});
