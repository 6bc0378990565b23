import { app } from '../../functions/support/api/app.js';
import type { Problem } from '../../functions/support/api/problem.js';
import type { DeploymentDocument } from '../../functions/support/deployments/document.js';
import type { ReturnPreview } from '../../functions/support/rollbacks/describe-return.js';
import type { ListedRelease } from '../../functions/support/rollbacks/list-releases.js';
import { runDeletion, WORKLOAD } from '../support/deletions.js';
import { anInstallation, type Installation } from '../support/installation.js';
import { describeAccount, holdInvariants } from '../support/invariants.js';
import { listRefusedOffers } from '../support/scenarios/offered-commands.js';
import { listAsked } from '../support/stack-changes.js';
import { readTimeline } from '../support/timeline.js';
import { aShownTopic, aWorkspace } from '../support/workspaces.js';

holdInvariants();

type Order = {
  readonly environment?: string;
  readonly colour?: string;
  readonly workload?: string;
  readonly from?: string;
  readonly to?: string;
  readonly reason?: string;
  readonly newStacks?: 'remove' | 'leave';
  readonly rollBackAddons?: boolean;
  readonly force?: boolean;
};
type Answer = {
  readonly status: number;
  readonly body: { readonly id: string; readonly isNew: boolean; readonly plan: ReturnPreview };
};

const NO_BAKE = { bakeMinutes: 0 };

const shop = aWorkspace({
  workloads: [
    { name: 'api', alarms: ['api-errors'] },
    { name: 'web', dependsOn: ['api'] },
  ],
});

async function ask(it: Installation, order: Order = {}, key?: string, query = ''): Promise<Answer> {
  return (await it.post(
    `/v1/rollbacks${query}`,
    { application: 'shop', environment: 'test', ...order },
    key ? { 'idempotency-key': key } : {},
  )) as unknown as Answer;
}

async function refusalOf(it: Installation, order: Order = {}): Promise<Problem> {
  const { status, body } = await ask(it, order);
  expect([404, 409, 422]).toContain(status);
  return body as unknown as Problem;
}

async function rollBack(it: Installation, order: Order = {}): Promise<DeploymentDocument> {
  const { status, body } = await ask(it, order);
  if (status !== 202) throw new Error(JSON.stringify(body));
  await it.runUntilIdle();
  return it.document(body.id);
}

type Past = {
  readonly it: Installation;
  /** After each release, oldest first. */
  readonly states: readonly unknown[];
  readonly releases: readonly DeploymentDocument[];
};

/** The versions went out, one after the other. */
async function afterReleases(...versions: readonly string[]): Promise<Past> {
  const it = anInstallation({ alarms: ['api-errors'] });
  const states: unknown[] = [];
  const releases: DeploymentDocument[] = [];
  for (const version of versions) {
    releases.push(await it.deploy(shop, { version, options: NO_BAKE }));
    states.push(describeAccount(it));
  }
  return { it, states, releases };
}

const releaseOf = (document: DeploymentDocument | undefined): string => document?.release ?? '';

describe('the whole release', () => {
  test('goes back to the good one before, in reverse order, without a bake', async () => {
    const { it, states, releases } = await afterReleases('1', '2');
    const already = it.changes().length;
    const rollback = await rollBack(it, { reason: 'checkout is slow' });
    expect(rollback).toMatchObject({ kind: 'rollback', verdict: 'ROLLED_BACK', notRestored: [] });
    expect(listAsked(it.changes().slice(already))).toEqual([
      'update shop-test-web',
      'update shop-test-api',
    ]);
    expect(describeAccount(it)).toEqual(states[0]);
    expect(await it.document(releases[1]?.id ?? '')).toMatchObject({
      verdict: 'ROLLED_BACK',
      verdictAtEnd: 'SUCCEEDED',
      rolledBackBy: rollback.id,
    });
    expect(readTimeline(rollback)).toMatchInlineSnapshot(`
"asked to go back: checkout is slow
has api, web of the environment, epoch 3
restores, in reverse order of the graph: web, api
web: looks at stack shop-test-web
web: stack shop-test-web is updated
api: looks at stack shop-test-api
api: stack shop-test-api is updated
everything that was to go back is back
ROLLED_BACK: the release is rolled back: checkout is slow"
`);
  });

  test('is tried beforehand: what would go back, and where to', async () => {
    const { it, releases } = await afterReleases('1', '2');
    const before = it.account.calls.changes().length;
    const { status, body } = await ask(it, {}, undefined, '?dryRun=true');
    expect(status).toBe(200);
    expect(body.plan).toMatchObject({
      from: { release: releaseOf(releases[1]), deployment: releases[1]?.id },
      to: { release: releaseOf(releases[0]), deployment: releases[0]?.id },
      undone: [releases[1]?.id],
      stacks: [
        { kind: 'workload', name: 'web', stackName: 'shop-test-web', action: 'restore' },
        { kind: 'workload', name: 'api', stackName: 'shop-test-api', action: 'restore' },
      ],
      left: [],
      waitsFor: [],
    });
    expect(it.account.calls.changes().slice(before)).toEqual([]);
    expect(await refusalOfQuery(it)).toMatchObject({ status: 422 });
  });

  async function refusalOfQuery(it: Installation): Promise<unknown> {
    return (await ask(it, {}, undefined, '?dryrun=true')).body;
  }

  test('goes back again, one further', async () => {
    const { it, states } = await afterReleases('1', '2', '3');
    await rollBack(it);
    expect(describeAccount(it)).toEqual(states[1]);
    await rollBack(it);
    expect(describeAccount(it)).toEqual(states[0]);
    expect(await refusalOf(it)).toMatchObject({
      status: 409,
      detail: 'shop/test: there is nothing to go back to: no good release before it is known',
    });
  });

  test('goes back further at once: those between count as rolled back too', async () => {
    const { it, states, releases } = await afterReleases('1', '2', '3');
    const rollback = await rollBack(it, { to: releaseOf(releases[0]) });
    expect(rollback.verdict).toBe('ROLLED_BACK');
    expect(describeAccount(it)).toEqual(states[0]);
    for (const { id } of releases.slice(1))
      expect(await it.document(id)).toMatchObject({ verdict: 'ROLLED_BACK' });
    expect(await it.document(releases[0]?.id ?? '')).toMatchObject({ verdict: 'SUCCEEDED' });
    const again = await it.deploy(shop, { version: '2', options: NO_BAKE });
    expect(again.rootCause?.reason).toMatch(/^this very release was rolled back before/);
  });

  test('takes a deployment for a release, and knows what is in place', async () => {
    const { it, states, releases } = await afterReleases('1', '2', '3');
    const [first, second, third] = releases;
    expect(await refusalOf(it, { from: releaseOf(second) })).toMatchObject({
      status: 409,
      detail: `shop/test: ${releaseOf(second)} is not in place: ${releaseOf(third)} of ${third?.id} is`,
    });
    await rollBack(it, { from: third?.id ?? '', to: first?.id ?? '' });
    expect(describeAccount(it)).toEqual(states[0]);
  });

  test('the same content is refused afterwards, until somebody forces it; then it is good again', async () => {
    const { it, releases } = await afterReleases('1', '2');
    await rollBack(it, { reason: 'checkout is slow' });
    const again = await it.deploy(shop, { version: '2', options: NO_BAKE });
    expect(again).toMatchObject({ verdict: 'FAILED_CLEAN' });
    expect(again.rootCause?.reason).toMatch(/^this very release .* checkout is slow/);
    const forced = await it.deploy(shop, { version: '2', options: { ...NO_BAKE, force: true } });
    expect(forced).toMatchObject({ verdict: 'SUCCEEDED', release: releaseOf(releases[1]) });
    await it.deploy(shop, { version: '3', options: NO_BAKE });
    expect((await ask(it, {}, undefined, '?dryRun=true')).body.plan.to).toMatchObject({
      deployment: forced.id,
    });
  });

  test('what came after the release is removed, or left when asked', async () => {
    const { it, states } = await afterReleases('1');
    const more = aWorkspace({
      workloads: [
        { name: 'api', alarms: ['api-errors'] },
        { name: 'web', dependsOn: ['api'] },
        'mail',
      ],
    });
    await it.deploy(more, { version: '2', options: NO_BAKE });
    const { body } = await ask(it, { newStacks: 'leave' }, undefined, '?dryRun=true');
    expect(body.plan.left).toEqual([
      {
        kind: 'workload',
        name: 'mail',
        reason: 'it came after what is gone back to, and the request leaves it',
      },
    ]);
    const rollback = await rollBack(it);
    expect(rollback.verdict).toBe('ROLLED_BACK');
    expect(describeAccount(it)).toEqual(states[0]);
  });

  test('what was deleted since stays deleted', async () => {
    const { it } = await afterReleases('1', '2');
    await runDeletion(it, `${WORKLOAD}/web`);
    const rollback = await rollBack(it);
    expect(rollback).toMatchObject({
      verdict: 'ROLLED_BACK',
      left: [{ name: 'web', reason: 'it was deleted since, and stays so' }],
    });
    expect(Object.keys(it.account.snapshot().stacks)).toEqual(['shop-test', 'shop-test-api']);
  });

  test('what failed dirty goes back to the last good release', async () => {
    const { it, states } = await afterReleases('1', '2');
    it.account.inject({ kind: 'stack-failure', name: 'web' });
    const dirty = await it.deploy(shop, {
      version: '3',
      options: { ...NO_BAKE, onFailure: 'leave' },
    });
    expect(dirty.verdict).toBe('FAILED_DIRTY');
    it.account.lift({ kind: 'stack-failure', name: 'web' });
    const rollback = await rollBack(it);
    expect(rollback.verdict).toBe('ROLLED_BACK');
    expect(describeAccount(it)).toEqual(states[1]);
    expect(await it.document(dirty.id)).toMatchObject({ verdict: 'ROLLED_BACK' });
  });

  test('environment addons stay unless asked', async () => {
    const withAddon = (version: string) =>
      aWorkspace({
        workloads: ['api'],
        addons: ['topics'],
        files: {
          'copilot/topics/addons/topic.yml': aShownTopic(`v${version}`),
        },
      });
    const it = anInstallation();
    await it.deploy(withAddon('1'), { version: '1', options: NO_BAKE });
    const first = describeAccount(it);
    await it.deploy(withAddon('2'), { version: '2', options: NO_BAKE });
    const { body } = await ask(it, {}, undefined, '?dryRun=true');
    expect(body.plan.left).toMatchObject([{ kind: 'environment-addon', name: 'topics' }]);
    await rollBack(it, { rollBackAddons: true });
    expect(describeAccount(it)).toEqual(first);
  });
});

describe('one workload', () => {
  test('goes back alone, to its last other version, and again', async () => {
    const { it, releases } = await afterReleases('1', '2', '3');
    const already = it.changes().length;
    const rollback = await rollBack(it, { workload: 'api' });
    expect(rollback.verdict).toBe('ROLLED_BACK');
    expect(listAsked(it.changes().slice(already))).toEqual(['update shop-test-api']);
    expect(versionsOf(it)).toEqual({ api: '2', web: '3' });
    // Its release is in place for all the others.
    expect((await it.document(releases[2]?.id ?? '')).verdict).toBe('SUCCEEDED');
    await rollBack(it, { workload: 'api' });
    expect(versionsOf(it)).toEqual({ api: '1', web: '3' });
    expect(await refusalOf(it, { workload: 'api' })).toMatchObject({
      status: 409,
      detail: `api in shop/test: there is nothing to go back to: api is as ${releaseOf(releases[0])} has it`,
    });
  });

  test('back where the release before was, nothing is left to go back', async () => {
    const alone = aWorkspace({ workloads: ['api'] });
    const it = anInstallation();
    const first = await it.deploy(alone, { version: '1', options: NO_BAKE });
    await it.deploy(alone, { version: '2', options: NO_BAKE });
    await rollBack(it, { workload: 'api' });
    expect(await refusalOf(it)).toMatchObject({
      status: 409,
      detail: `shop/test: there is nothing to go back to: nothing differs from ${releaseOf(first)}`,
      instructions: ['which releases there are: autoland releases'],
    });
  });

  test('its release is refused afterwards, and a release that fails leaves it as it was', async () => {
    const { it } = await afterReleases('1', '2');
    await rollBack(it, { workload: 'api' });
    const again = await it.deploy(shop, { version: '2', options: NO_BAKE });
    expect(again.verdict).toBe('FAILED_CLEAN');
    it.account.inject({ kind: 'stack-failure', name: 'web' });
    const third = await it.deploy(shop, { version: '3', options: NO_BAKE });
    expect(third.verdict).toBe('ROLLED_BACK');
    expect(versionsOf(it)).toEqual({ api: '1', web: '2' });
  });

  test('then the whole release goes back', async () => {
    const { it, states } = await afterReleases('1', '2');
    await rollBack(it, { workload: 'api' });
    const rollback = await rollBack(it);
    expect(rollback.verdict).toBe('ROLLED_BACK');
    expect(describeAccount(it)).toEqual(states[0]);
  });

  test('that nobody knows is refused', async () => {
    const { it } = await afterReleases('1');
    expect(await refusalOf(it, { workload: 'mail' })).toMatchObject({ status: 409 });
  });
});

describe('the list of releases', () => {
  const one = aWorkspace({ workloads: ['api'] });
  const deploySame = (it: Installation) => it.deploy(shop, { version: '2', options: NO_BAKE });

  test.each<readonly [string, (it: Installation) => Promise<unknown>]>([
    ['releases', async () => undefined],
    ['the same again', deploySame],
    ['a rollback', (it) => rollBack(it)],
    ['a rollback of a workload', (it) => rollBack(it, { workload: 'api' })],
    [
      'a rollback of each workload',
      async (it) => {
        await rollBack(it, { workload: 'api' });
        await rollBack(it, { workload: 'web' });
      },
    ],
    ['a release that stayed in part', leaveInPart],
    [
      'a bundle was changed',
      async (it) => {
        const [key = ''] = listBundles(it);
        await putText(it, key, '{"releaseId":"r-1","stacks":[]}');
      },
    ],
  ])('after %s says what a rollback says, of the whole and of one workload', async (_what, act) => {
    const { it } = await afterReleases('1', '2');
    await act(it);
    for (const workload of [undefined, 'api', 'web'])
      for (const { deployment, canGoBack } of await listReleases(it, workload)) {
        const order = { to: deployment, ...(workload ? { workload } : {}) };
        const { status } = await ask(it, order, undefined, '?dryRun=true');
        expect([workload, deployment, status === 200]).toEqual([workload, deployment, canGoBack]);
      }
  });

  const listBundles = (it: Installation): readonly string[] =>
    (it.account.snapshot().buckets[bucketOf(it)] ?? []).filter((key) =>
      key.startsWith('releases/'),
    );

  async function leaveInPart(it: Installation): Promise<void> {
    it.account.inject({ kind: 'stack-failure', name: 'web' });
    const options = { ...NO_BAKE, rollbackUnit: 'workload' } as const;
    await it.deploy(shop, { version: '3', options });
    it.account.lift({ kind: 'stack-failure', name: 'web' });
  }

  test('a workload that went back, alone: what it was before is the same as what is in place', async () => {
    const it = anInstallation();
    const first = await it.deploy(one, { version: '1', options: NO_BAKE });
    await it.deploy(one, { version: '2', options: NO_BAKE });
    await rollBack(it, { workload: 'api' });
    for (const workload of [undefined, 'api']) {
      const listed = await listReleases(it, workload);
      expect(listed.map(({ canGoBack, reasons }) => [canGoBack, ...reasons])).toEqual([
        [false, 'it is in place'],
        [false, 'the release is rolled back: asked for'],
        [false, expect.stringMatching(workload ? /^api is as r-\w+ has it$/ : /^nothing differs/)],
      ]);
      expect(await refusalOf(it, workload ? { workload } : {})).toMatchObject({
        detail: expect.stringMatching(/there is nothing to go back to/),
      });
    }
    expect(await refusalOf(it, { to: first.id })).toMatchObject({ status: 409 });
  });

  test('by default it is gone back over what is the same', async () => {
    const it = anInstallation();
    const first = await it.deploy(one, { version: '1', options: NO_BAKE });
    await it.deploy(one, { version: '2', options: NO_BAKE });
    await it.deploy(one, { version: '3', options: NO_BAKE });
    await rollBack(it, { workload: 'api' });
    const { plan } = (await ask(it, {}, undefined, '?dryRun=true')).body;
    expect(plan.to?.deployment).toBe(first.id);
  });

  test('a query that nobody knows is refused', async () => {
    const it = anInstallation();
    const path = '/v1/applications/shop/environments/test/releases?worklod=api';
    expect((await it.clock.track(Promise.resolve(app.request(path)))).status).toBe(422);
  });
});

async function listReleases(
  it: Installation,
  workload?: string,
): Promise<readonly ListedRelease[]> {
  const query = workload ? `?workload=${workload}` : '';
  const path = `/v1/applications/shop/environments/test/releases${query}`;
  const answer = await it.clock.track(Promise.resolve(app.request(path)));
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { readonly releases: readonly ListedRelease[] }).releases;
}

/** What `${VERSION}` each service runs with. */
function versionsOf(it: Installation): { readonly [workload: string]: string | undefined } {
  const { stacks } = it.account.snapshot();
  return Object.fromEntries(
    ['api', 'web'].map((name) => {
      const text = JSON.stringify(
        stacks[`shop-test-${name}`]?.resources.TaskDefinition?.properties,
      );
      return [name, /"Name":"VERSION","Value":"(\w+)"/.exec(text)?.[1]];
    }),
  );
}

describe('refuses, and says what to do', () => {
  test.each([
    [{ to: 'r-0' }, 404, /^shop\/test: there is no release or deployment r-0$/],
    [{ environment: 'prod' }, 409, /^shop\/prod: there is nothing to go back from/],
    [{ environment: 'Prod', colour: 'red' }, 422, /^the request has 2 mistakes$/],
  ])('%j', async (order, status, detail) => {
    const { it } = await afterReleases('1');
    const problem = await refusalOf(it, order);
    expect(problem).toMatchObject({ status, detail: expect.stringMatching(detail) });
    if (status !== 422) expect(problem.instructions).not.toHaveLength(0);
  });

  test('a release that was rolled back itself, unless it is forced', async () => {
    const { it, states, releases } = await afterReleases('1', '2', '3');
    await rollBack(it, { to: releaseOf(releases[0]) });
    await it.deploy(shop, { version: '4', options: NO_BAKE });
    expect(await refusalOf(it, { to: releaseOf(releases[1]) })).toMatchObject({
      status: 409,
      detail: expect.stringMatching(/ was rolled back itself \(.*\)$/),
    });
    expect(states).toHaveLength(3);
  });

  test('a bundle that is gone or was changed', async () => {
    const { it, releases } = await afterReleases('1', '2');
    const key = `releases/shop/test/${releaseOf(releases[0])}.json`;
    await putText(it, key, '{"releaseId":"r-1","stacks":[]}');
    expect(await refusalOf(it)).toMatchObject({ status: 409, code: 'Conflict' });
  });

  test('a template that was changed', async () => {
    const { it } = await afterReleases('1', '2');
    const { plan } = (await ask(it, {}, undefined, '?dryRun=true')).body;
    expect(plan.stacks).toHaveLength(2);
    for (const key of it.account.snapshot().buckets[bucketOf(it)] ?? [])
      if (key.includes('shop-test-web')) await putText(it, key, '{}');
    expect(await refusalOf(it)).toMatchObject({
      status: 409,
      detail: expect.stringMatching(/web: its template is gone or damaged$/),
    });
  });
});

const bucketOf = (it: Installation): string => Object.keys(it.account.snapshot().buckets)[0] ?? '';

async function putText(it: Installation, key: string, text: string): Promise<void> {
  await it.account.handle('S3', 'PutObject', { Bucket: bucketOf(it), Key: key, Body: text });
}

describe('the order of things', () => {
  test('the same request while it is under way, or with its key for ever, is the same rollback', async () => {
    const { it } = await afterReleases('1', '2', '3');
    const first = await ask(it, {}, 'key-1');
    const twin = await ask(it, {}, 'key-1');
    expect([first.body.isNew, twin.body.isNew]).toEqual([true, false]);
    await it.runUntilIdle();
    const late = await ask(it, {}, 'key-1');
    expect([twin.body.id, late.body.id]).toEqual([first.body.id, first.body.id]);
    expect(await ask(it, { to: 'r-1' }, 'key-1')).toMatchObject({ status: 409 });
    expect(it.executions('rollback')).toHaveLength(1);
    const open = await ask(it);
    const same = await ask(it);
    expect(same.body.id).toBe(open.body.id);
    await it.runUntilIdle();
  });

  test('goes before every queued deployment', async () => {
    const { it } = await afterReleases('1', '2');
    const running = await it.start(shop, { version: '3', options: NO_BAKE });
    await it.runUntilStack('shop-test-api', 'UPDATE_IN_PROGRESS');
    it.account.inject({ kind: 'stack-failure', name: 'web' });
    const queued = await it.start(shop, { version: '4', options: NO_BAKE });
    const { body } = await ask(it);
    expect(body.plan.waitsFor).toEqual([running]);
    await it.runUntil(() => it.account.calls.changes().length > 0 && ended(running));
    it.account.lift({ kind: 'stack-failure', name: 'web' });
    await it.runUntilIdle();
    const [third, rollback, fourth] = await Promise.all(
      [running, body.id, queued].map((id) => it.document(id)),
    );
    expect([third?.verdict, rollback?.verdict, fourth?.verdict]).toEqual([
      'ROLLED_BACK',
      'ROLLED_BACK',
      'SUCCEEDED',
    ]);
    expect(rollback?.finishedAt).toBeLessThan(fourth?.finishedAt ?? 0);

    function ended(id: string): boolean {
      return it
        .executions('release')
        .some(({ name, status }) => name === id && status !== 'RUNNING');
    }
  });

  test('leaves alone what went out while it waited', async () => {
    const { it } = await afterReleases('1', '2');
    const running = await it.start(shop, { version: '3', options: NO_BAKE });
    await it.runUntilStack('shop-test-api', 'UPDATE_IN_PROGRESS');
    const { body } = await ask(it);
    await it.runUntilIdle();
    expect(await it.document(body.id)).toMatchObject({
      verdict: 'SUPERSEDED',
      summary: `superseded by ${running}`,
    });
    expect(versionsOf(it)).toEqual({ api: '3', web: '3' });
  });

  test('what it could not restore is told; asked again it goes on', async () => {
    const { it, states, releases } = await afterReleases('1', '2');
    const stackName = 'shop-test-api';
    it.account.setup.stackStatus({ stackName, status: 'IMPORT_ROLLBACK_FAILED' });
    const failed = await rollBack(it);
    expect(failed.verdict).toBe('FAILED_DIRTY');
    expect(failed.notRestored).toMatchObject([{ name: 'api' }]);
    expect(JSON.stringify(failed.notRestored)).toContain(`--to ${releaseOf(releases[0])}`);
    expect(await listRefusedOffers(it, failed)).toEqual([]);
    it.account.setup.stackStatus({ stackName, status: 'IMPORT_ROLLBACK_COMPLETE' });
    const again = await rollBack(it);
    expect(again.verdict).toBe('ROLLED_BACK');
    expect(describeAccount(it)).toEqual(states[0]);
  });

  test('where a way back ended halfway, a release with the content that was in place is another one', async () => {
    const { it, releases, states } = await afterReleases('1', '2', '1');
    const stackName = 'shop-test-api';
    it.account.setup.stackStatus({ stackName, status: 'IMPORT_ROLLBACK_FAILED' });
    expect((await rollBack(it)).verdict).toBe('FAILED_DIRTY');
    expect(versionsOf(it)).toEqual({ api: '1', web: '2' });
    it.account.setup.stackStatus({ stackName, status: 'IMPORT_ROLLBACK_COMPLETE' });
    const rollback = await rollBack(it, { to: releases[0]?.id ?? '' });
    expect(rollback.verdict).toBe('ROLLED_BACK');
    expect(describeAccount(it)).toEqual(states[0]);
  });

  test('an alarm that fires while a person goes back starts nothing of its own', async () => {
    const { it, states, releases } = await afterReleases('1', '2');
    await ask(it);
    it.account.alarms.set('api-errors', 'ALARM', 'too many');
    await it.runFor(30);
    expect(it.executions('rollback')).toHaveLength(1);
    expect((await it.document(releases[0]?.id ?? '')).verdict).toBe('SUCCEEDED');
    expect(describeAccount(it)).toEqual(states[0]);
  });
});

test('an image that is gone from its repository is asked for, before anything begins', async () => {
  const it = anInstallation();
  const files = aWorkspace({ workloads: ['api'] });
  const repository = `${it.account.accountId}.dkr.ecr.${it.account.region}.amazonaws.com/shop/api`;
  const digests = ['1', '2'].map((tag) => it.account.images.push('shop/api', { tags: [tag] }));
  for (const [index, digest] of digests.entries())
    await it.deploy(files, {
      version: String(index),
      images: { api: { api: { repository, digest } } },
      options: NO_BAKE,
    });
  expect((await ask(it, {}, undefined, '?dryRun=true')).status).toBe(200);
  it.account.images.remove('shop/api', digests[0] ?? '');
  expect(await refusalOf(it)).toMatchObject({
    status: 409,
    detail: expect.stringContaining(`api: image ${repository}@${digests[0]} is gone`),
  });
});
