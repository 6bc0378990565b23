import { CALLER_HEADER } from '../../functions/support/api/find-caller.js';
import { anInstallation, type Installation } from '../support/installation.js';
import { describeAccount, holdInvariants } from '../support/invariants.js';
import { aWorkspace } from '../support/workspaces.js';

holdInvariants();

/** A table in an addon of the workload: it is in a nested stack. */
const ordersBy = (key: string) =>
  aWorkspace({
    workloads: ['api'],
    files: {
      'copilot/api/addons/orders.yml': `Parameters:
  App: { Type: String }
  Env: { Type: String }
  Name: { Type: String }
Resources:
  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{ AttributeName: ${key}, AttributeType: S }]
      KeySchema: [{ AttributeName: ${key}, KeyType: HASH }]
`,
    },
  });

const QUICK = { bakeMinutes: 0 };
const LOSS = 'AddonsStack/Orders (AWS::DynamoDB::Table) would be replaced';

async function withOrders(): Promise<{ it: Installation; before: unknown }> {
  const it = anInstallation();
  const { verdict } = await it.deploy(ordersBy('id'), { options: QUICK });
  expect(verdict).toBe('SUCCEEDED');
  return { it, before: describeAccount(it) };
}

test('a table inside a nested stack is not replaced unless the request allows it', async () => {
  const { it, before } = await withOrders();
  const refused = await it.deploy(ordersBy('number'), {
    options: { ...QUICK, statefulLoss: 'refuse' },
  });
  expect(refused).toMatchObject({
    verdict: 'FAILED_CLEAN',
    rootCause: { step: 'api', reason: expect.stringContaining(LOSS) },
  });
  expect(describeAccount(it)).toEqual(before);
  const allowed = await it.deploy(ordersBy('number'), {
    options: { ...QUICK, statefulLoss: 'allow' },
  });
  expect(allowed.verdict).toBe('SUCCEEDED');
});

test.each([
  [true, 'SUCCEEDED'],
  [false, 'FAILED_CLEAN'],
] as const)('a person is asked first: the answer %s ends in %s', async (approved, verdict) => {
  const { it, before } = await withOrders();
  const id = await it.start(ordersBy('number'), { options: { ...QUICK, statefulLoss: 'approve' } });
  await it.runUntilInvoked('approvals', { deploymentId: id });
  const [approval] = (await it.document(id)).approvals;
  expect(approval).toMatchObject({
    kind: 'stateful-loss',
    question: expect.stringContaining(LOSS),
  });
  await it.post(`/v1/approvals/${approval?.id}`, { approved }, { [CALLER_HEADER]: 'ann' });
  await it.runUntilIdle();
  expect((await it.document(id)).verdict).toBe(verdict);
  if (!approved) expect(describeAccount(it)).toEqual(before);
});

test('a first creation that is refused leaves no shell of a stack behind', async () => {
  const it = anInstallation();
  await it.deploy(aWorkspace({}), { options: QUICK });
  const before = describeAccount(it);
  const id = await it.start(ordersBy('id'), { options: QUICK });
  await it.runUntilInvoked('inspect-change-set', { step: 'deploy/workload/api' });
  await it.cancel(id);
  await it.runUntilIdle();
  expect((await it.document(id)).verdict).toBe('CANCELLED');
  expect(describeAccount(it)).toEqual(before);
});
