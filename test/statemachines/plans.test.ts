import type { WorkspaceFiles } from '../../core/workspace/workspace.js';
import { app } from '../../functions/support/api/app.js';
import { cloudFormation } from '../../functions/support/aws/cloudformation.js';
import type { PlanDocument } from '../../functions/support/plans/describe-plan.js';
import { alterAnswers } from '../support/alter-answers.js';
import { anInstallation, type Installation } from '../support/installation.js';
import { describeAccount, holdInvariants } from '../support/invariants.js';
import { aWorkspace } from '../support/workspaces.js';

holdInvariants();

const shop = aWorkspace({
  workloads: ['api', { name: 'web', dependsOn: ['api'] }],
  addons: ['topics'],
});

async function startPlan(
  it: Installation,
  files: WorkspaceFiles,
  version: string,
): Promise<string> {
  const { status, body } = await it.post('/v1/plans', {
    environment: 'test',
    workspace: await it.upload(files),
    variables: { VERSION: version },
  });
  expect(status).toBe(202);
  return (body as { readonly id: string }).id;
}

async function read(it: Installation, id: string): Promise<PlanDocument> {
  const response = await it.clock.track(Promise.resolve(app.request(`/v1/plans/${id}`)));
  return (await response.json()) as PlanDocument;
}

async function plan(it: Installation, files: WorkspaceFiles, version = '1'): Promise<PlanDocument> {
  const id = await startPlan(it, files, version);
  await it.runUntilIdle();
  return read(it, id);
}

/** `web update live`, … in the order of the plan. */
const lines = ({ stacks }: PlanDocument): readonly string[] =>
  stacks.map(({ name, action, basis }) => `${name} ${action} ${basis}`);

const changeSetsOf = (it: Installation): readonly string[] =>
  it.account.calls
    .all()
    .filter(({ operation }) => /ChangeSet$/.test(operation) && !operation.startsWith('Describe'))
    .map(({ operation }) => operation);

describe('a plan', () => {
  test('of the first deployment creates every stack, and leaves nothing of it', async () => {
    const it = anInstallation();
    const before = describeAccount(it);
    const document = await plan(it, shop);
    expect(document).toMatchObject({
      status: 'READY',
      previousRelease: null,
      wayBack: { way: 'one-way' },
    });
    expect(document.stacks.map(({ name, action }) => `${name} ${action}`)).toEqual([
      'test create',
      'topics create',
      'api create',
      'web create',
    ]);
    const [environment, , , web] = document.stacks;
    expect(lines(document)).toMatchInlineSnapshot(`
[
  "test create live",
  "topics create live",
  "api create live",
  "web create live",
]
`);
    expect(environment?.basis).toBe('live');
    expect(web?.predecessors).toEqual(['api']);
    expect(web?.changes.map(({ logicalId }) => logicalId)).toContain('Service');
    await it.runFor(10);
    expect(describeAccount(it)).toEqual(before);
    expect((await it.deploy(shop)).verdict).toBe('SUCCEEDED');
  });

  test('of a release that is in place changes nothing, and asks with two reads each', async () => {
    const it = anInstallation();
    await it.deploy(shop);
    it.account.calls.clear();
    const document = await plan(it, shop);
    expect(lines(document)).toEqual([
      'test none live',
      'topics none live',
      'api none live',
      'web none live',
    ]);
    expect(changeSetsOf(it)).toEqual([]);
    expect(document.wayBack?.way).toBe('reversible');
  });

  test('of a new version tells which resources change, and discards its change sets', async () => {
    const it = anInstallation();
    await it.deploy(shop);
    const before = describeAccount(it);
    it.account.calls.clear();
    const document = await plan(it, shop, '2');
    expect(lines(document)).toEqual([
      'test none live',
      'topics none live',
      'api update live',
      'web update live',
    ]);
    const [, , api] = document.stacks;
    expect(api?.changes.map(({ logicalId, action }) => `${logicalId} ${action}`)).toEqual([
      'Service update',
      'TaskDefinition replace',
    ]);
    expect(changeSetsOf(it).filter((one) => one === 'DeleteChangeSet')).toHaveLength(2);
    expect(changeSetsOf(it)).not.toContain('ExecuteChangeSet');
    expect(describeAccount(it)).toEqual(before);
  });

  test('says what data would be lost, and that there is no way back', async () => {
    const it = anInstallation();
    await it.deploy(withTable('id'));
    const document = await plan(it, withTable('number'));
    const orders = document.stacks.find(({ name }) => name === 'orders');
    expect(orders).toMatchObject({
      action: 'replace',
      losses: [
        'Table (AWS::DynamoDB::Table) would be replaced: AttributeDefinitions, KeySchema changes',
      ],
    });
    expect(document.wayBack).toMatchObject({
      way: 'one-way',
      reasons: expect.arrayContaining([expect.objectContaining({ code: 'stateful-replaced' })]),
    });
  });

  test('tells what was taken out of the workspace and stays', async () => {
    const it = anInstallation();
    await it.deploy(shop);
    const document = await plan(it, aWorkspace({ workloads: ['api'], addons: ['topics'] }), '2');
    expect(document.stacks.map(({ name }) => name)).toEqual(['test', 'topics', 'api']);
    expect(document.warnings).toEqual([
      'web is not in the workspace any more: its stack shop-test-web stays until it is deleted',
    ]);
  });

  test('tells where the deployment would stop for a person', async () => {
    const it = anInstallation();
    const gatesOf = async (files: WorkspaceFiles, options: object) => {
      const { body } = await it.post('/v1/plans', {
        environment: 'test',
        workspace: await it.upload(files),
        variables: { VERSION: '2' },
        options,
      });
      await it.runUntilIdle();
      const { gates } = await read(it, (body as { readonly id: string }).id);
      return gates.map(({ kind, stack, leads }) => [kind, stack, leads]);
    };
    await it.deploy(withTable('id'));
    expect(await gatesOf(withTable('id'), { requireApprovalWhen: ['one-way'] })).toEqual([]);
    expect(await gatesOf(withTable('number'), { statefulLoss: 'allow' })).toEqual([]);
    expect(await gatesOf(withTable('number'), { requireApprovalWhen: ['one-way'] })).toEqual([
      ['deployment', null, 'approval'],
      ['stateful-loss', 'orders', 'refusal'],
    ]);
    expect(await gatesOf(withTable('number'), { statefulLoss: 'approve' })).toEqual([
      ['stateful-loss', 'orders', 'approval'],
    ]);
    const held = aWorkspace({
      workloads: [
        {
          name: 'api',
          lines: [
            'deployment:',
            '  strategy: blue_green',
            '  lifecycle_hooks: [{ pause: true, stages: [post_scale_up] }]',
          ],
        },
      ],
    });
    expect(await gatesOf(held, {})).toEqual([['pause', 'api', 'approval']]);
  });

  test('while a deployment is under way is a forecast, holds no lease and disturbs nothing', async () => {
    const it = anInstallation();
    await it.deploy(shop);
    const id = await it.start(shop, { version: '2' });
    await it.runUntilInvoked('execute-change-set', { deploymentId: id });
    const planId = await startPlan(it, shop, '3');
    await it.runUntilIdle();
    const document = await read(it, planId);
    expect(lines(document)).toEqual([
      'test none forecast',
      'topics none forecast',
      'api update forecast',
      'web update forecast',
    ]);
    expect(document.stacks[2]?.note).toBe(`${id} changes the environment now`);
    expect((await it.document(id)).verdict).toBe('SUCCEEDED');
    expect(it.changes().filter(({ detail }) => detail.startsWith('p-'))).toEqual([]);
  });

  test('a deployment that starts meanwhile is not disturbed', async () => {
    const it = anInstallation();
    const planId = await startPlan(it, shop, '1');
    await it.runUntilInvoked('plan', { action: 'compare' });
    const id = await it.start(shop);
    await it.runUntilIdle();
    expect((await it.document(id)).verdict).toBe('SUCCEEDED');
    expect((await read(it, planId)).status).toBe('READY');
  });

  test('a shell that somebody else has left is not deleted', async () => {
    const it = anInstallation();
    await it.account.handle('CloudFormation', 'CreateChangeSet', {
      StackName: 'shop-test',
      ChangeSetName: 'by-hand',
      ChangeSetType: 'CREATE',
      TemplateBody: JSON.stringify({
        Resources: { Topic: { Type: 'AWS::SNS::Topic' } },
      }),
    });
    const document = await plan(it, shop);
    expect(document.stacks[0]).toMatchObject({
      action: 'create',
      basis: 'forecast',
      note: expect.stringContaining('a change set was made for it, but never executed'),
    });
    expect(it.account.snapshot().stacks['shop-test']?.status).toBe('REVIEW_IN_PROGRESS');
  });

  test('two plans of the same new stacks leave nothing either', async () => {
    const it = anInstallation();
    const before = describeAccount(it);
    const ids = [await startPlan(it, shop, '1'), await startPlan(it, shop, '2')];
    await it.runUntilIdle();
    await it.runFor(10);
    for (const id of ids) expect((await read(it, id)).status).toBe('READY');
    expect(describeAccount(it)).toEqual(before);
  });

  test('a stack that only a person can mend is blocked', async () => {
    const it = anInstallation();
    await it.deploy(shop);
    it.account.setup.stackStatus({ stackName: 'shop-test-api', status: 'UPDATE_ROLLBACK_FAILED' });
    const [, , api] = (await plan(it, shop, '2')).stacks;
    expect(api).toMatchObject({ action: 'blocked', note: expect.any(String) });
    expect(api?.instructions.join('\n')).toContain('continue-update-rollback');
  });

  test('of a workspace with mistakes is refused with all of them', async () => {
    const it = anInstallation();
    const files = new Map([
      ...shop,
      ['copilot/api/manifest.yml', new TextEncoder().encode('name: api\ntype: Backend Servce\n')],
    ]);
    const { status, body } = await it.post('/v1/plans', {
      environment: 'test',
      workspace: await it.upload(files),
    });
    expect(status).toBe(422);
    expect(body).toMatchObject({ code: 'WorkspaceInvalid' });
  });

  test('forecasts a stack that imports what this very release will export', async () => {
    const it = anInstallation();
    const restore = alterAnswers(cloudFormation.home, {
      DescribeChangeSet: async (ask, { ChangeSetName }) =>
        String(ChangeSetName).includes('workload-api')
          ? { Status: 'FAILED', StatusReason: 'No export named shop-test-VpcId found' }
          : ask(),
    });
    const document = await plan(it, shop).finally(restore);
    const [, , api] = document.stacks;
    expect(api).toMatchObject({
      action: 'create',
      basis: 'forecast',
      note: expect.stringContaining('it imports what is not exported yet'),
    });
    expect(api?.changes.map(({ logicalId }) => logicalId)).toContain('Service');
  });

  test('tells what CloudFormation refuses about a template', async () => {
    const it = anInstallation();
    const restore = alterAnswers(cloudFormation.home, {
      DescribeChangeSet: async (ask, { ChangeSetName }) =>
        String(ChangeSetName).includes('workload-api')
          ? { Status: 'FAILED', StatusReason: 'Template error: no' }
          : ask(),
    });
    const document = await plan(it, shop).finally(restore);
    expect(document.stacks[2]).toMatchObject({ action: 'blocked', note: 'Template error: no' });
    await it.runFor(10);
    expect(it.account.snapshot().stacks).toEqual({});
  });

  test('whose change set cannot be read discards it, and forecasts the stack', async () => {
    const it = anInstallation();
    await it.deploy(shop);
    const before = it.account.calls.all().length;
    const restore = alterAnswers(cloudFormation.home, {
      DescribeChangeSet: () => Promise.reject(new Error('out of order')),
    });
    const document = await plan(it, shop, '2').finally(restore);
    expect(lines(document)).toContain('api update forecast');
    const calls = it.account.calls.all().slice(before);
    expect(calls.filter(({ operation }) => operation === 'DeleteChangeSet')).toHaveLength(2);
  });

  test('whose workspace has gone meanwhile says why there is no answer', async () => {
    const it = anInstallation();
    const id = await startPlan(it, shop, '1');
    const { bucket, key } = uploadOf(it);
    await it.account.handle('S3', 'DeleteObject', { Bucket: bucket, Key: key });
    await it.runUntilIdle();
    expect(await read(it, id)).toMatchObject({
      status: 'FAILED',
      failure: expect.stringContaining('NoSuchKey'),
      stacks: [],
    });
  });

  test('that nobody made does not exist', async () => {
    const it = anInstallation();
    const response = await it.clock.track(Promise.resolve(app.request('/v1/plans/p-0')));
    expect(response.status).toBe(404);
  });
});

/** Where the zip lies that was uploaded last. */
function uploadOf({ account }: Installation): { readonly bucket: string; readonly key: string } {
  const [[bucket = '', keys = []] = []] = Object.entries(account.snapshot().buckets);
  return { bucket, key: keys.find((key) => key.startsWith('workspaces/')) ?? '' };
}

function withTable(key: string): WorkspaceFiles {
  const template = `Parameters:
  App: { Type: String }
  Env: { Type: String }
  Name: { Type: String }
Resources:
  Table:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{ AttributeName: ${key}, AttributeType: S }]
      KeySchema: [{ AttributeName: ${key}, KeyType: HASH }]
Outputs:
  Table: { Value: !Ref Table, Export: { Name: !Sub '\${Name}-\${Env}-\${App}-Table' } }
`;
  return aWorkspace({
    workloads: ['api'],
    addons: ['orders'],
    files: { 'copilot/orders/addons/table.yml': template },
  });
}
