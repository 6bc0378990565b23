import { CALLER_HEADER } from '../../functions/support/api/find-caller.js';
import { cloudFormation } from '../../functions/support/aws/cloudformation.js';
import type { DeploymentDocument } from '../../functions/support/deployments/document.js';
import { parseMishap } from '../../local/account/mishaps.js';
import { alterAnswers } from '../support/alter-answers.js';
import { anInstallation, type Installation } from '../support/installation.js';
import { describeAccount, holdInvariants } from '../support/invariants.js';
import { readTimeline } from '../support/timeline.js';
import { aWorkspace } from '../support/workspaces.js';

holdInvariants();

const shop = aWorkspace({ workloads: ['api'] });
const STACK = 'shop-test-api';
const QUICK = { bakeMinutes: 0 };

const listCalls = (it: Installation, operation: string) =>
  it.account.calls.all().filter((call) => call.operation === operation);

/** Says yes to whatever the deployment asks next. */
async function approve(it: Installation, id: string): Promise<void> {
  const waiting = async () =>
    (await it.document(id)).approvals.find(({ status }) => status === 'WAITING');
  const asked = it.invocations.filter(({ name }) => name === 'approvals').length;
  if (!(await waiting()))
    await it.runUntil(
      () => it.invocations.filter(({ name }) => name === 'approvals').length > asked,
    );
  const approval = await waiting();
  if (!approval) throw new Error('nobody is asked');
  await it.post(`/v1/approvals/${approval.id}`, { approved: true }, { [CALLER_HEADER]: 'ann' });
}

const readStep = (document: DeploymentDocument, name = 'deploy/workload/api'): string =>
  readTimeline({ timeline: document.timeline.filter(({ step }) => step === name) }).replace(
    /approval a-\w+/g,
    'approval a-…',
  );

describe('a stack in UPDATE_ROLLBACK_FAILED', () => {
  const mishap = parseMishap('rollback-failure:api');

  async function aStuckStack(): Promise<Installation> {
    const it = anInstallation();
    await it.deploy(shop, { version: '1', options: QUICK });
    it.account.inject(mishap);
    const broken = await it.deploy(shop, { version: '2', options: QUICK });
    expect(broken.verdict).toBe('FAILED_DIRTY');
    expect(broken.notRestored[0]).toMatchObject({
      name: 'api',
      instructions: expect.arrayContaining([
        `continue the rollback: aws cloudformation continue-update-rollback --stack-name ${STACK}`,
      ]),
    });
    return it;
  }

  test('is rolled back when a person says so, and deployed then', async () => {
    const it = await aStuckStack();
    it.account.lift(mishap);
    const id = await it.start(shop, { version: '3', options: QUICK });
    await approve(it, id);
    await it.runUntilIdle();
    const document = await it.document(id);
    expect(document.verdict).toBe('SUCCEEDED');
    expect(readStep(document)).toMatchInlineSnapshot(`
"api: looks at stack shop-test-api
api: waits for approval a-…: stack shop-test-api is UPDATE_ROLLBACK_FAILED: Service (Invalid request provided: simulated failure of the rollback of this resource (mishap)). Continue its rollback, then deploy?
api: approved by ann
api: continues the rollback of stack shop-test-api
api: stack shop-test-api is updated"
`);
    expect(listCalls(it, 'ContinueUpdateRollback')).toHaveLength(1);
  });

  test('that fails again is rolled back without what cannot be, when a person says that too', async () => {
    const it = await aStuckStack();
    const id = await it.start(shop, { version: '1', options: { ...QUICK, force: true } });
    await approve(it, id);
    await approve(it, id);
    await it.runUntilIdle();
    const document = await it.document(id);
    expect(readStep(document)).toMatchInlineSnapshot(`
"api: looks at stack shop-test-api
api: waits for approval a-…: stack shop-test-api is UPDATE_ROLLBACK_FAILED: Service (Invalid request provided: simulated failure of the rollback of this resource (mishap)). Continue its rollback, then deploy?
api: approved by ann
api: continues the rollback of stack shop-test-api
api: waits for approval a-…: stack shop-test-api is UPDATE_ROLLBACK_FAILED: Service (Invalid request provided: simulated failure of the rollback of this resource (mishap)). Continue its rollback and leave out Service? The stack then no longer describes them truthfully.
api: approved by ann
api: continues the rollback of stack shop-test-api without Service
api: stack shop-test-api is unchanged"
`);
    expect(listCalls(it, 'ContinueUpdateRollback')).toHaveLength(2);
    expect(document.verdict).toBe('SUCCEEDED');
  });
});

describe("somebody else's operation", () => {
  async function aBusyStack() {
    const it = anInstallation();
    await it.deploy(shop, { version: '1', options: QUICK });
    const status = 'UPDATE_IN_PROGRESS';
    const reason = 'User Initiated';
    it.account.setup.stackStatus({ stackName: STACK, status, reason, token: 'terraform-7' });
    const id = await it.start(shop, { version: '2', options: QUICK });
    await it.runUntilInvoked('execute-change-set', { action: 'await-idle' });
    return { it, id };
  }

  test('that does not end in two hours is told with what is known of it', async () => {
    const { it, id } = await aBusyStack();
    const from = it.clock.now();
    await it.runUntilIdle();
    const document = await it.document(id);
    expect(document).toMatchObject({
      verdict: 'FAILED_CLEAN',
      rootCause: {
        class: 'external-change',
        reason: expect.stringMatching(
          /^stack shop-test-api is UPDATE_IN_PROGRESS since .*, begun by the request with the token terraform-7; it has not ended in two hours$/,
        ),
        nextStep: `wait until stack ${STACK} has settled, then deploy again`,
      },
    });
    const minutes = ((document.finishedAt ?? 0) - from) / 60_000;
    expect(minutes).toBeGreaterThanOrEqual(120);
    expect(minutes).toBeLessThan(130);
  });

  test('is left alone when the deployment is cancelled', async () => {
    const { it, id } = await aBusyStack();
    await it.cancel(id);
    await it.runUntilIdle();
    expect((await it.document(id)).verdict).toBe('CANCELLED');
    expect(listCalls(it, 'CancelUpdateStack')).toEqual([]);
    expect(it.account.snapshot().stacks[STACK]?.status).toBe('UPDATE_IN_PROGRESS');
    it.account.setup.stackStatus({ stackName: STACK, status: 'UPDATE_COMPLETE' });
  });

  test('that begins between change set and execution makes the change set outdated', async () => {
    let isReady = false;
    const it = anInstallation({
      onInvoked: ({ name, result }) => {
        const { kind } = (result ?? {}) as { readonly kind?: string };
        if (!isReady || name !== 'inspect-change-set' || kind !== 'ready') return;
        isReady = false;
        void it.clock.track(tagByHand(it));
      },
    });
    await it.deploy(shop, { version: '1', options: QUICK });
    isReady = true;
    const document = await it.deploy(shop, { version: '2', options: QUICK });
    expect(document).toMatchObject({
      verdict: 'FAILED_CLEAN',
      rootCause: {
        class: 'external-change',
        reason: 'another operation changed the stack after the change set was made',
      },
    });
  });
});

/** An update of the stack that is none of ours. */
function tagByHand(it: Installation): Promise<unknown> {
  const { parameters = {} } = it.account.snapshot().stacks[STACK] ?? {};
  return it.account.handle('CloudFormation', 'UpdateStack', {
    StackName: STACK,
    UsePreviousTemplate: true,
    Parameters: Object.keys(parameters).map((ParameterKey) => ({
      ParameterKey,
      UsePreviousValue: true,
    })),
    Tags: [{ Key: 'by', Value: 'hand' }],
    Capabilities: ['CAPABILITY_NAMED_IAM'],
  });
}

/** As CloudFormation describes a change set that failed early validation. */
const REFUSED = {
  Status: 'FAILED',
  ExecutionStatus: 'UNAVAILABLE',
  StatusReason:
    'The following hook(s)/validation failed: [AWS::EarlyValidation::PropertyValidation]. To troubleshoot Early Validation errors, use the DescribeEvents API for detailed failure information.',
};
const VALIDATION_ERROR = {
  EventType: 'VALIDATION_ERROR',
  LogicalResourceId: 'TaskRole',
  ResourceType: 'AWS::IAM::Role',
  ValidationName: 'PROPERTY_VALIDATION',
  ValidationFailureMode: 'FAIL',
  ValidationStatusReason: 'must begin with a slash',
  ValidationPath: '/Resources/TaskRole/Properties/Path',
};

describe('a change set', () => {
  let restore = (): void => undefined;
  afterEach(() => restore());

  test('that early validation refuses tells what and where, and leaves no shell behind', async () => {
    const it = anInstallation();
    await it.deploy(aWorkspace({}), { options: QUICK });
    const before = describeAccount(it);
    restore = alterAnswers(cloudFormation.home, {
      DescribeChangeSet: async (ask) => {
        const output = await ask();
        return output.Status === 'CREATE_COMPLETE' ? { ...output, ...REFUSED } : output;
      },
      DescribeEvents: async (_ask, { ChangeSetName, Filters }) => {
        expect(ChangeSetName).toMatch(/:changeSet\//);
        expect(Filters).toEqual({ FailedEvents: true });
        return { OperationEvents: [VALIDATION_ERROR] };
      },
    });
    const document = await it.deploy(shop, { options: QUICK });
    expect(document).toMatchObject({
      verdict: 'FAILED_CLEAN',
      rootCause: {
        class: 'configuration',
        reason: expect.stringContaining(
          'validation PROPERTY_VALIDATION: TaskRole (AWS::IAM::Role) at /Resources/TaskRole/Properties/Path: must begin with a slash',
        ),
      },
    });
    expect(describeAccount(it)).toEqual(before);
  });
});
