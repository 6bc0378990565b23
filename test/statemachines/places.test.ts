import type { Place } from '../../core/places/place.js';
import { placeStackName, renderPlace } from '../../core/places/render-place.js';
import type { CfnObject } from '../../core/template/cloudformation.js';
import { renderBootstrapEnvironment } from '../../core/template/environment/render-bootstrap-environment.js';
import { TRIGGERS } from '../../functions/support/runtime/triggers.js';
import type { SimulatedAccount } from '../../local/account/simulated-account.js';
import { askDeletion, listStackNames, runDeletion } from '../support/deletions.js';
import { anInstallation, type Installation } from '../support/installation.js';
import { holdInvariants } from '../support/invariants.js';
import { aWorkspace } from '../support/workspaces.js';

holdInvariants();

const HOME = { account: '111111111111', region: 'us-east-1', name: 'autoland' };
const PROD: Place = { account: '222222222222', region: 'us-east-1' };
const EU: Place = { account: '111111111111', region: 'eu-west-1' };

const shop = aWorkspace({
  environments: ['test', 'prod', 'eu'],
  addons: ['topics'],
  workloads: [
    { name: 'api', alarms: { cpu_utilization: 80 } },
    { name: 'web', dependsOn: ['api'] },
  ],
});
const QUICK = { bakeMinutes: 5 };

/** Says where an environment is, as Copilot's record does. */
function record(it: Installation, environment: string, { account, region }: Place): void {
  it.account.setup.parameter(
    `/copilot/applications/shop/environments/${environment}`,
    JSON.stringify({ app: 'shop', name: environment, accountID: account, region }),
  );
}

/** What an administrator does there, once. */
function bootstrap(there: SimulatedAccount, environment: string, forwards = true): void {
  const { accountId, region } = there;
  const place = { application: 'shop', environment, account: accountId, region };
  const facts = {
    application: { name: 'shop', accountId: HOME.account },
    environment: { accountId, region },
  };
  const { stackName, template, parameters, tags } = renderBootstrapEnvironment({
    application: 'shop',
    environment,
    facts,
  });
  there.setup.stack({ stackName, template, parameters, tags });
  const forwarded = TRIGGERS.flatMap((one) => ('pattern' in one ? [one.pattern as CfnObject] : []));
  there.setup.stack({
    stackName: placeStackName(place),
    template: renderPlace({
      place,
      installation: HOME,
      forwarded: forwards ? forwarded : [],
      boundary: undefined,
    }),
  });
}

/** test at home, prod in another account, eu in another region. */
function threePlaces(forwards = true): Installation & {
  readonly prod: SimulatedAccount;
  readonly eu: SimulatedAccount;
} {
  const it = anInstallation({ elsewhere: [PROD, EU] });
  const [prod, eu] = it.elsewhere;
  if (!prod || !eu) throw new Error('two accounts were asked for');
  record(it, 'prod', PROD);
  record(it, 'eu', EU);
  bootstrap(prod, 'prod', forwards);
  bootstrap(eu, 'eu', forwards);
  return { ...it, prod, eu };
}

const stacksOf = (environment: string) =>
  ['', '-api', '-topics', '-web'].map((tail) => `shop-${environment}${tail}`);

const listThere = (account: SimulatedAccount): readonly string[] =>
  listStackNames({ account }).filter((name) => name.startsWith('shop-'));

describe('an application with environments in two accounts and two regions', () => {
  test('is deployed: each environment where it is, all from one place', async () => {
    const it = threePlaces();
    for (const environment of ['test', 'prod', 'eu']) {
      const document = await it.deploy(shop, { environment, options: QUICK });
      expect([environment, document.verdict]).toEqual([environment, 'SUCCEEDED']);
    }
    expect(listThere(it.account)).toEqual(stacksOf('test'));
    expect(listThere(it.prod)).toEqual(stacksOf('prod'));
    expect(listThere(it.eu)).toEqual(stacksOf('eu'));
    // Nothing of the installation's own is there.
    expect(it.prod.counters().calls).not.toHaveProperty('DynamoDB.GetItem');
  });

  test('side by side they do not wait for each other', async () => {
    const it = threePlaces();
    const ids = await Promise.all(
      ['test', 'prod', 'eu'].map((environment) => it.start(shop, { environment, options: QUICK })),
    );
    await it.runUntilIdle();
    const documents = await Promise.all(ids.map((id) => it.document(id)));
    expect(documents.map(({ verdict }) => verdict)).toEqual(Array(3).fill('SUCCEEDED'));
  });

  test('without forwarded events a deployment ends the same, later', async () => {
    const it = threePlaces(false);
    const document = await it.deploy(shop, { environment: 'prod', options: QUICK });
    expect(document.verdict).toBe('SUCCEEDED');
    expect(listThere(it.prod)).toEqual(stacksOf('prod'));
  });

  test('an alarm there rolls the release back there', async () => {
    const it = threePlaces();
    await it.deploy(shop, { environment: 'prod', version: '1', options: QUICK });
    const before = it.prod.snapshot().stacks['shop-prod-api']?.templateHash;
    const { id } = await it.deploy(shop, { environment: 'prod', version: '2', options: QUICK });
    expect(it.prod.snapshot().stacks['shop-prod-api']?.templateHash).not.toBe(before);
    await it.runFor(10);
    const [alarm = ''] = it.prod.alarms.guarding('api');
    it.prod.alarms.set(alarm, 'ALARM');
    await it.runFor(1);
    await it.runUntilIdle();
    expect((await it.document(id)).verdict).toBe('ROLLED_BACK');
    expect(it.prod.snapshot().stacks['shop-prod-api']?.templateHash).toBe(before);
  });

  test('a release that fails there goes back there', async () => {
    const it = threePlaces();
    await it.deploy(shop, { environment: 'prod', version: '1', options: QUICK });
    it.prod.inject({ kind: 'unhealthy-release', name: 'web' });
    const document = await it.deploy(shop, {
      environment: 'prod',
      version: '2',
      options: QUICK,
    });
    expect(document.verdict).toBe('ROLLED_BACK');
  });

  test('images of before are looked for in the region of the environment', async () => {
    const it = threePlaces();
    const repository = `${EU.account}.dkr.ecr.${EU.region}.amazonaws.com/shop/api`;
    const digests = ['1', '2'].map((tag) => it.eu.images.push('shop/api', { tags: [tag] }));
    for (const [index, digest] of digests.entries())
      await it.deploy(aWorkspace({ environments: ['eu'], workloads: ['api'] }), {
        environment: 'eu',
        version: String(index),
        images: { api: { api: { repository, digest } } },
        options: QUICK,
      });
    const ask = () =>
      it.post('/v1/rollbacks?dryRun=true', { application: 'shop', environment: 'eu' });
    expect((await ask()).status).toBe(200);
    it.eu.images.remove('shop/api', digests[0] ?? '');
    expect(await ask()).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining(`api: image ${repository}@${digests[0]} is gone`) },
    });
  });

  test('is cancelled there', async () => {
    const it = threePlaces();
    await it.deploy(shop, { environment: 'eu', version: '1', options: QUICK });
    const id = await it.start(shop, { environment: 'eu', version: '2', options: QUICK });
    await it.runUntilStack('shop-eu-api', 'UPDATE_IN_PROGRESS');
    await it.cancel(id);
    await it.runUntilIdle();
    expect((await it.document(id)).verdict).toBe('CANCELLED');
  });

  test('is deleted as a whole, and environment by environment', async () => {
    const it = threePlaces();
    for (const environment of ['test', 'prod', 'eu'])
      await it.deploy(shop, { environment, options: QUICK });
    const workload = await runDeletion(it, '/environments/prod/workloads/web');
    expect(workload.verdict).toBe('SUCCEEDED');
    expect(listThere(it.prod)).not.toContain('shop-prod-web');
    const document = await runDeletion(it, '');
    expect(document.verdict).toBe('SUCCEEDED');
    expect(document.deletion?.parts.map(({ environment }) => environment).sort()).toEqual([
      'eu',
      'prod',
      'test',
    ]);
    for (const account of [it.account, it.prod, it.eu]) expect(listThere(account)).toEqual([]);
    expect(Object.keys(it.account.snapshot().parameters)).toEqual([]);
  });
});

describe('a place that does not let the installation in', () => {
  test('is told before anything is deployed or deleted', async () => {
    const it = anInstallation({ elsewhere: [PROD] });
    record(it, 'prod', PROD);
    const answer = await it.post('/v1/deployments', {
      environment: 'prod',
      workspace: await it.upload(shop),
    });
    expect(answer).toMatchObject({
      status: 422,
      body: {
        issues: [
          {
            message: expect.stringContaining('account 222222222222'),
            hint: expect.stringContaining('autoland env bootstrap'),
          },
        ],
      },
    });
    expect(await askDeletion(it, '/environments/prod?cascade=true')).toMatchObject({
      status: 409,
      body: {
        code: 'OutOfReach',
        instructions: [expect.stringContaining('autoland env bootstrap')],
      },
    });
    expect(it.changes()).toEqual([]);
  });
});
