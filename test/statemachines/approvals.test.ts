import { CALLER_HEADER } from '../../functions/support/api/find-caller.js';
import type { ApprovalDocument } from '../../functions/support/approvals/describe-approval.js';
import { anInstallation, type Installation } from '../support/installation.js';
import { describeAccount, holdInvariants } from '../support/invariants.js';
import { listAsked } from '../support/stack-changes.js';
import { readTimeline } from '../support/timeline.js';
import { aWorkspace } from '../support/workspaces.js';

holdInvariants();

const shop = aWorkspace({ workloads: [{ name: 'api', alarms: ['errors'] }] });
const APPROVED = { requireApproval: true };

/** Version 1 is in place; version 2 waits for its approval. */
async function askFor(options: object = APPROVED): Promise<{ it: Installation; id: string }> {
  const it = anInstallation({ alarms: ['errors'] });
  await it.deploy(shop, { version: '1' });
  const id = await it.start(shop, { version: '2', options });
  await it.runUntilInvoked('approvals', { deploymentId: id });
  return { it, id };
}

async function findApproval(it: Installation, id: string): Promise<ApprovalDocument> {
  const [approval] = (await it.document(id)).approvals;
  if (!approval) throw new Error('nobody was asked');
  return approval;
}

const answer = (it: Installation, approvalId: string, body: object, caller = 'ann') =>
  it.post(`/v1/approvals/${approvalId}`, body, { [CALLER_HEADER]: caller });

describe('before the first change', () => {
  test('a deployment that is approved goes on', async () => {
    const { it, id } = await askFor();
    await it.runFor(30);
    const approval = await findApproval(it, id);
    expect(approval).toMatchObject({ kind: 'deployment', status: 'WAITING', decision: null });
    const { status } = await answer(it, approval.id, { approved: true, comment: 'go' });
    expect(status).toBe(200);
    await it.runUntilIdle();
    const document = await it.document(id);
    expect(document.verdict).toBe('SUCCEEDED');
    expect(readTimeline(document)).toMatchInlineSnapshot(`
"request accepted
has the environment, epoch 2
release r-…: 2 stacks
waits for approval a-…: Deploy release r-… of shop into test?
approved by ann: go
test: looks at stack shop-test
test: stack shop-test is unchanged
api: looks at stack shop-test-api
api: stack shop-test-api is updated
bakes for 5 minutes under errors
watched for 60 minutes more: errors
SUCCEEDED: the release serves"
`);
  });

  test('a deployment that is refused has changed nothing', async () => {
    const { it, id } = await askFor();
    const before = describeAccount(it);
    const changes = it.changes().length;
    const approval = await findApproval(it, id);
    await answer(it, approval.id, { approved: false, comment: 'not on a Friday' });
    await it.runUntilIdle();
    expect(await it.document(id)).toMatchObject({
      verdict: 'FAILED_CLEAN',
      rootCause: { reason: 'not approved by ann: not on a Friday' },
      approvals: [{ status: 'REFUSED' }],
    });
    expect(describeAccount(it)).toEqual(before);
    expect(it.changes().slice(changes)).toEqual([]);
  });

  test('whom nobody answers in time is refused', async () => {
    const { it, id } = await askFor({ ...APPROVED, approvalMinutes: 60 });
    const requestedAt = it.clock.now();
    await it.runUntilIdle();
    const document = await it.document(id);
    expect(document).toMatchObject({
      verdict: 'FAILED_CLEAN',
      rootCause: { reason: 'not approved: nobody has answered in time' },
    });
    expect((document.finishedAt ?? 0) - requestedAt).toBeLessThan(66 * 60_000);
  });

  test('an alarm that fires meanwhile answers no, though nobody has', async () => {
    const { it, id } = await askFor();
    await it.runFor(20);
    it.account.alarms.set('errors', 'ALARM', 'too many');
    await it.runFor(1);
    expect(await it.document(id)).toMatchObject({
      verdict: 'FAILED_CLEAN',
      rootCause: {
        reason:
          'not approved: alarm errors of api is ALARM while the approval is awaited: too many',
      },
    });
  });

  test('an alarm that fires meanwhile is that of the release that serves: it goes back', async () => {
    const { it } = await askFor();
    const [served] = it.executions('release').map(({ name }) => name);
    await it.deploy(shop, { version: '2' });
    const third = await it.start(shop, { version: '3', options: APPROVED });
    await it.runUntilInvoked('approvals', { deploymentId: third });
    it.account.alarms.set('errors', 'ALARM');
    await it.runFor(30);
    const [, , second] = it.executions('release').map(({ name }) => name);
    expect((await it.document(third)).verdict).toBe('FAILED_CLEAN');
    expect((await it.document(second ?? '')).verdict).toBe('ROLLED_BACK');
    expect((await it.document(served ?? '')).verdict).toBe('SUCCEEDED');
  });

  test('the alarm is heard without its event too', async () => {
    const { it, id } = await askFor();
    it.account.inject({ kind: 'lost-events' });
    it.account.alarms.set('errors', 'ALARM');
    await it.runFor(6);
    expect((await it.document(id)).verdict).toBe('FAILED_CLEAN');
    await it.runUntilIdle();
  });

  test('cancelling ends the wait', async () => {
    const { it, id } = await askFor();
    await it.cancel(id);
    await it.runUntilIdle();
    expect(await it.document(id)).toMatchObject({
      verdict: 'CANCELLED',
      approvals: [
        {
          status: 'REFUSED',
          decision: { by: 'autoland', comment: 'the deployment was cancelled' },
        },
      ],
    });
  });

  test('waiting costs no transitions, however long it takes', async () => {
    const { it: quick, id: first } = await askFor();
    await answer(quick, (await findApproval(quick, first)).id, { approved: true });
    await quick.runUntilIdle();
    const few = quick.transitions(first);
    const { it: slow, id: second } = await askFor();
    await slow.runFor(400);
    await answer(slow, (await findApproval(slow, second)).id, { approved: true });
    await slow.runUntilIdle();
    expect(slow.transitions(second)).toBe(few);
  });
});

describe('requireApprovalWhen', () => {
  test('"one-way" asks at the first deployment, and not at the next', async () => {
    const it = anInstallation({ alarms: ['errors'] });
    const options = { requireApprovalWhen: ['one-way' as const] };
    const first = await it.start(shop, { version: '1', options });
    await it.runUntilInvoked('approvals', { deploymentId: first });
    const approval = await findApproval(it, first);
    expect(approval.question).toMatch(/^Deploy release r-\w+ of shop into test \(one-way\)\?$/);
    expect(approval.data).toMatchObject({
      because: ['one-way'],
      reasons: [expect.stringContaining('no release has succeeded in this environment yet')],
    });
    await answer(it, approval.id, { approved: true });
    await it.runUntilIdle();
    const second = await it.deploy(shop, { version: '2', options });
    expect(second).toMatchObject({ verdict: 'SUCCEEDED', approvals: [] });
  });
});

describe('a change that would lose data', () => {
  /** The table of the addon gets another key, so CloudFormation would replace it. */
  const withTable = (key: string) =>
    aWorkspace({
      workloads: ['api'],
      addons: ['orders'],
      files: { 'copilot/orders/addons/table.yml': renderTable(key) },
    });

  async function replaceTable(options: object): Promise<{ it: Installation; id: string }> {
    const it = anInstallation();
    await it.deploy(withTable('id'), { version: '1' });
    const id = await it.start(withTable('number'), { version: '2', options });
    return { it, id };
  }

  test('is refused by default', async () => {
    const { it, id } = await replaceTable({});
    await it.runUntilIdle();
    expect(await it.document(id)).toMatchObject({
      verdict: 'FAILED_CLEAN',
      rootCause: {
        reason: expect.stringContaining('Table (AWS::DynamoDB::Table) would be replaced'),
      },
    });
  });

  test('waits for a person who approves', async () => {
    const { it, id } = await replaceTable({ statefulLoss: 'approve' });
    await it.runUntilInvoked('approvals', { deploymentId: id });
    const approval = await findApproval(it, id);
    expect(approval).toMatchObject({
      kind: 'stateful-loss',
      step: 'deploy/environment-addon/orders',
      question: expect.stringContaining('Table (AWS::DynamoDB::Table) would be replaced'),
    });
    const changes = it.changes().length;
    await answer(it, approval.id, { approved: true });
    await it.runUntilIdle();
    expect((await it.document(id)).verdict).toBe('SUCCEEDED');
    expect(listAsked(it.changes().slice(changes))).toEqual([
      'update shop-test-orders',
      'update shop-test-api',
    ]);
  });

  test('a person who refuses ends it, and the table stays', async () => {
    const { it, id } = await replaceTable({ statefulLoss: 'approve' });
    await it.runUntilInvoked('approvals', { deploymentId: id });
    const before = describeAccount(it);
    await answer(it, (await findApproval(it, id)).id, { approved: false, comment: 'keep it' });
    await it.runUntilIdle();
    expect(await it.document(id)).toMatchObject({
      verdict: 'FAILED_CLEAN',
      rootCause: { reason: expect.stringContaining('not approved by ann: keep it') },
    });
    expect(describeAccount(it)).toEqual(before);
  });

  test('"stateful-replacement" asks before anything has changed', async () => {
    const { it, id } = await replaceTable({
      statefulLoss: 'allow',
      requireApprovalWhen: ['stateful-replacement'],
    });
    await it.runUntilInvoked('approvals', { deploymentId: id });
    expect(await findApproval(it, id)).toMatchObject({ kind: 'deployment', step: null });
    await answer(it, (await findApproval(it, id)).id, { approved: true });
    await it.runUntilIdle();
    expect((await it.document(id)).verdict).toBe('SUCCEEDED');
  });
});

describe('POST /v1/approvals/{id}', () => {
  test('who asked for the deployment cannot approve it', async () => {
    const it = anInstallation({ alarms: ['errors'] });
    const { body } = await it.post(
      '/v1/deployments',
      {
        environment: 'test',
        workspace: await it.upload(shop),
        variables: { VERSION: '1' },
        options: APPROVED,
      },
      { [CALLER_HEADER]: 'ann' },
    );
    const { id } = body as { readonly id: string };
    await it.runUntilInvoked('approvals');
    const approval = await findApproval(it, id);
    expect(approval.requestedBy).toBe('ann');
    expect(await answer(it, approval.id, { approved: true }, 'ann')).toMatchObject({
      status: 403,
      body: { code: 'Forbidden', detail: 'ann asked for the deployment and cannot approve it' },
    });
    expect((await answer(it, approval.id, { approved: true }, 'bob')).status).toBe(200);
    await it.runUntilIdle();
    expect((await it.document(id)).verdict).toBe('SUCCEEDED');
  });

  test('an answer is final; the same one again changes nothing', async () => {
    const { it, id } = await askFor();
    const approval = await findApproval(it, id);
    await answer(it, approval.id, { approved: true });
    expect((await answer(it, approval.id, { approved: true })).status).toBe(200);
    expect(await answer(it, approval.id, { approved: false }, 'bob')).toMatchObject({
      status: 409,
      body: { code: 'Conflict', detail: expect.stringContaining('was approved already by ann') },
    });
    await it.runUntilIdle();
    expect((await it.document(id)).verdict).toBe('SUCCEEDED');
  });

  test('of many who answer at once one is heard', async () => {
    const { it, id } = await askFor();
    const { id: approvalId } = await findApproval(it, id);
    const names = ['ann', 'bob', 'cem', 'dan', 'eve'];
    const answers = await Promise.all(
      names.map((name, index) => answer(it, approvalId, { approved: index % 2 === 0 }, name)),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    await it.runUntilIdle();
    const { verdict, approvals } = await it.document(id);
    expect(verdict).toBe(approvals[0]?.decision?.approved ? 'SUCCEEDED' : 'FAILED_CLEAN');
  });

  test('an approval that nobody asked for does not exist', async () => {
    const it = anInstallation();
    expect(await answer(it, 'a-0', { approved: true })).toMatchObject({
      status: 404,
      body: { code: 'NotFound' },
    });
  });
});

function renderTable(key: string): string {
  return `Parameters:
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
}
