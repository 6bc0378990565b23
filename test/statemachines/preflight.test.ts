import { cloudFormation } from '../../functions/support/aws/cloudformation.js';
import { ecr } from '../../functions/support/aws/ecr.js';
import { alterAnswers } from '../support/alter-answers.js';
import { anInstallation, type Installation } from '../support/installation.js';
import { describeAccount, holdInvariants } from '../support/invariants.js';
import { aWorkspace } from '../support/workspaces.js';

holdInvariants();

const repositoryOf = (it: Installation): string =>
  `${it.account.accountId}.dkr.ecr.${it.account.region}.amazonaws.com/shop/api`;

const shop = (lines: readonly string[] = [], alarms: readonly string[] = []) =>
  aWorkspace({
    workloads: [{ name: 'api', lines, ...(alarms.length > 0 ? { alarms } : {}) }, 'web'],
  });

/** Images of one workload under these tags, as a request names them. */
function push(it: Installation, tag: string) {
  const digest = it.account.images.push('shop/api', { tags: [tag] });
  return { digest, images: { api: { api: { repository: repositoryOf(it), tag, digest } } } };
}

describe('before the first change', () => {
  test('an image that its repository has lost makes a release one-way, and a person is asked', async () => {
    const it = anInstallation();
    const first = push(it, 'v1');
    await it.deploy(shop(), { images: first.images });
    it.account.images.remove('shop/api', first.digest);
    const before = describeAccount(it);
    const id = await it.start(shop(), {
      version: '2',
      images: push(it, 'v2').images,
      options: { requireApprovalWhen: ['one-way'] },
    });
    await it.runUntilInvoked('approvals', { deploymentId: id });
    const document = await it.document(id);
    expect(document.wayBack).toMatchObject({
      way: 'one-way',
      reasons: [
        {
          code: 'image-missing',
          stack: 'api',
          message: `image ${repositoryOf(it)}@${first.digest} of the previous release is not in its repository any more`,
        },
      ],
    });
    expect(document.approvals).toMatchObject([
      { kind: 'deployment', status: 'WAITING', data: { wayBack: 'one-way' } },
    ]);
    await it.cancel(id);
    await it.runUntilIdle();
    expect(describeAccount(it)).toEqual(before);
  });

  test('an image that is there leaves the way back open, and nobody is asked', async () => {
    const it = anInstallation();
    await it.deploy(shop(), { images: push(it, 'v1').images });
    const second = await it.deploy(shop(), {
      version: '2',
      images: push(it, 'v2').images,
      options: { requireApprovalWhen: ['one-way', 'reversible-with-loss'] },
    });
    expect(second).toMatchObject({ verdict: 'SUCCEEDED', approvals: [] });
    expect(second.wayBack?.way).toBe('reversible');
  });

  test('images of other registries are told as unknown', async () => {
    const it = anInstallation();
    await it.deploy(shop());
    const { wayBack } = await it.deploy(shop(), { version: '2' });
    expect(wayBack).toMatchObject({
      way: 'reversible',
      warnings: ['api', 'web'].map((stack) => ({
        stack,
        message:
          'whether image public.ecr.aws/docker/library/nginx:1.29 of the previous release is still in its registry is unknown',
      })),
    });
  });

  test('a registry that does not let us look keeps nobody from deploying', async () => {
    const it = anInstallation();
    await it.deploy(shop(), { images: push(it, 'v1').images });
    const restore = alterAnswers(ecr, {
      GetLifecyclePolicy: () =>
        Promise.reject(Object.assign(new Error('no'), { name: 'AccessDeniedException' })),
    });
    const second = await it
      .deploy(shop(), { version: '2', images: push(it, 'v2').images })
      .finally(restore);
    expect(second.verdict).toBe('SUCCEEDED');
    expect(second.wayBack?.warnings[0]?.message).toContain('is unknown');
  });

  test('an image that a lifecycle policy is about to delete is told', async () => {
    const it = anInstallation();
    await it.deploy(shop(), { images: push(it, 'v1').images });
    const selection = { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 2 };
    const rules = [{ rulePriority: 1, selection, action: { type: 'expire' } }];
    it.account.images.setLifecyclePolicy('shop/api', JSON.stringify({ rules }));
    await it.runFor(1);
    const second = await it.deploy(shop(), { version: '2', images: push(it, 'v2').images });
    expect(second.wayBack).toMatchObject({
      way: 'reversible-with-loss',
      reasons: [{ code: 'image-expires', stack: 'api' }],
    });
  });

  test('a manifest that says one_way is believed', async () => {
    const it = anInstallation();
    await it.deploy(shop());
    const migration = shop(['deployment:', '  one_way: true']);
    const { wayBack } = await it.deploy(migration, { version: '2' });
    expect(wayBack).toMatchObject({
      way: 'one-way',
      reasons: [{ code: 'declared-one-way', stack: 'api' }],
    });
  });

  test('the first deployment is one-way, and says so', async () => {
    const it = anInstallation();
    const { wayBack } = await it.deploy(shop());
    expect(wayBack).toMatchObject({ way: 'one-way', reasons: [{ code: 'first-deployment' }] });
  });

  test('a release that changes nothing is reversible, and asks for nothing', async () => {
    const it = anInstallation();
    await it.deploy(shop(), { images: push(it, 'v1').images });
    it.account.calls.clear();
    const { wayBack } = await it.deploy(shop(), {
      images: { api: { api: { repository: repositoryOf(it), tag: 'v1' } } },
    });
    expect(wayBack?.way).toBe('reversible');
    expect(it.account.calls.all().filter(({ service }) => service === 'ECR')).toEqual([]);
  });

  test('an alarm that does not exist is told', async () => {
    const it = anInstallation({ alarms: ['errors'] });
    await it.deploy(shop([], ['errors']));
    const { wayBack } = await it.deploy(shop([], ['errors', 'ghost']), { version: '2' });
    expect(wayBack?.warnings).toContainEqual({
      stack: 'api',
      message: 'alarm ghost does not exist: it will not roll anything back',
    });
  });

  test('a bundle that was damaged is told; going back restores what was captured', async () => {
    const it = anInstallation();
    await it.deploy(shop());
    const before = describeAccount(it);
    const putBack = await overwrite(it, /^releases\//, 'no bundle any more');
    it.account.inject({ kind: 'unhealthy-release', name: 'api' });
    const second = await it.deploy(shop(), { version: '2' });
    expect(second.wayBack).toMatchObject({
      way: 'reversible-with-loss',
      reasons: [{ code: 'previous-bundle-missing', stack: null }],
    });
    expect(second.verdict).toBe('ROLLED_BACK');
    expect(describeAccount(it)).toEqual(before);
    // Invariants are held against the bundles of all releases.
    await putBack();
  });

  test('a template that was damaged is captured from its stack', async () => {
    const it = anInstallation();
    await it.deploy(shop());
    const before = describeAccount(it);
    await overwrite(it, /^manual\/templates\/shop-test-api\//, '{"Resources":{}}');
    it.account.inject({ kind: 'stack-failure', name: 'web' });
    const second = await it.deploy(shop(), { version: '2' });
    expect(second.wayBack?.way).toBe('reversible');
    expect(second.verdict).toBe('ROLLED_BACK');
    expect(describeAccount(it)).toEqual(before);
  });

  test('an export that goes while somebody imports it is told, with who does', async () => {
    const it = anInstallation();
    const addons = (output: string) =>
      aWorkspace({
        workloads: ['api'],
        addons: ['bus'],
        files: {
          'copilot/bus/addons/topic.yml': `Parameters:
  App: { Type: String }
  Env: { Type: String }
  Name: { Type: String }
Resources:
  Topic: { Type: AWS::SNS::Topic }
Outputs:
  Topic: { Value: !Ref Topic, Export: { Name: ${output} } }
`,
        },
      });
    await it.deploy(addons('old-name'));
    const restore = alterAnswers(cloudFormation.home, {
      ListImports: async () => ({ Imports: ['billing-prod'] }),
    });
    const second = await it.deploy(addons('new-name'), { version: '2' }).finally(restore);
    expect(second.wayBack?.reasons).toContainEqual({
      weight: 'one-way',
      code: 'export-removed',
      stack: 'bus',
      message:
        'export old-name goes, but is imported by billing-prod: CloudFormation will refuse it',
    });
  });
});

/** Writes something else over the objects whose keys fit; the function that is returned puts them back. */
async function overwrite(it: Installation, keys: RegExp, text: string) {
  const [[Bucket = '', found = []] = []] = Object.entries(it.account.snapshot().buckets);
  const put = (Key: string, Body: Uint8Array) =>
    it.account.handle('S3', 'PutObject', { Bucket, Key, Body });
  const before: (readonly [string, Uint8Array])[] = [];
  for (const Key of found.filter((key) => keys.test(key))) {
    const { Body } = (await it.account.handle('S3', 'GetObject', { Bucket, Key })) as {
      readonly Body: { transformToByteArray(): Promise<Uint8Array> };
    };
    before.push([Key, await Body.transformToByteArray()]);
    await put(Key, new TextEncoder().encode(text));
  }
  expect(before).not.toEqual([]);
  return async () => {
    for (const [key, body] of before) await put(key, body);
  };
}
