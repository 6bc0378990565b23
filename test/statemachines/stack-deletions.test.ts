import { STACK_STATUSES, type StackStatus } from '../../core/stack/stack-status.js';
import { anInstallation, type Installation } from '../support/installation.js';
import { runDeletion } from '../support/run-deletion.js';
import { listAsked } from '../support/stack-changes.js';

const STACK = 'shop-test-api';
const topic = { Resources: { Topic: { Type: 'AWS::SNS::Topic' } } };

function aStackIn(status: StackStatus | undefined): Installation {
  const it = anInstallation();
  it.account.setup.stack({ stackName: STACK, template: topic });
  if (status === undefined) return it;
  const token = 'Console-1';
  const reason = 'User Initiated';
  it.account.setup.stackStatus({ stackName: STACK, status, reason, token });
  return it;
}

const settleLater = (it: Installation, status: StackStatus) =>
  it.clock.after(30 * 60_000, () => it.account.setup.stackStatus({ stackName: STACK, status }));

const WAITS: readonly (readonly [StackStatus, StackStatus])[] = [
  ['CREATE_IN_PROGRESS', 'CREATE_COMPLETE'],
  ['ROLLBACK_IN_PROGRESS', 'ROLLBACK_COMPLETE'],
  ['UPDATE_IN_PROGRESS', 'UPDATE_COMPLETE'],
  ['UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', 'UPDATE_COMPLETE'],
  ['UPDATE_ROLLBACK_IN_PROGRESS', 'UPDATE_ROLLBACK_COMPLETE'],
  ['UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS', 'UPDATE_ROLLBACK_COMPLETE'],
  ['IMPORT_IN_PROGRESS', 'IMPORT_COMPLETE'],
  ['IMPORT_ROLLBACK_IN_PROGRESS', 'IMPORT_ROLLBACK_COMPLETE'],
];
const DELETED = STACK_STATUSES.filter(
  (status) => !status.startsWith('DELETE_') && !WAITS.some(([waits]) => waits === status),
);

test.each([...DELETED, 'DELETE_FAILED'] as const)(
  'deleting a stack in %s deletes it',
  async (status) => {
    const it = aStackIn(status);
    const { outcome, timeline } = await runDeletion(it, STACK);
    expect(outcome).toBe('done');
    expect(listAsked(it.changes())).toEqual([`delete ${STACK}`]);
    expect(timeline).toBe(`deletes stack ${STACK}\nstack ${STACK} is deleted`);
  },
);

test.each(WAITS)('deleting a stack in %s waits for whoever is changing it', async (status, end) => {
  const it = aStackIn(status);
  settleLater(it, end);
  const { outcome, timeline } = await runDeletion(it, STACK);
  expect(outcome).toBe('done');
  expect(listAsked(it.changes())).toEqual([`delete ${STACK}`]);
  expect(timeline.replace(/since [-\d]+ [:\d]+ UTC/, 'since …').split('\n')).toEqual([
    `deletes stack ${STACK}`,
    expect.stringContaining(`waits for another operation: stack ${STACK} is ${status}`),
    `stack ${STACK} is deleted`,
  ]);
});

test('deleting a stack that somebody else deletes waits until it is gone', async () => {
  const it = aStackIn('DELETE_IN_PROGRESS');
  settleLater(it, 'DELETE_COMPLETE');
  const { outcome } = await runDeletion(it, STACK);
  expect(outcome).toBe('done');
  expect(listAsked(it.changes())).toEqual([]);
});

test('deleting a stack that is gone asks for nothing', async () => {
  const it = aStackIn('DELETE_COMPLETE');
  const { outcome } = await runDeletion(it, STACK);
  expect(outcome).toBe('done');
  expect(listAsked(it.changes())).toEqual([]);
});

test('a deletion that CloudFormation takes back is told with its reason', async () => {
  const it = anInstallation();
  const exporting = {
    ...topic,
    Outputs: { Topic: { Value: { Ref: 'Topic' }, Export: { Name: 'the-topic' } } },
  };
  const parameter = { Type: 'String', Value: { 'Fn::ImportValue': 'the-topic' } };
  const importing = {
    Resources: { P: { Type: 'AWS::SSM::Parameter', Properties: parameter } },
  };
  it.account.setup.stack({ stackName: STACK, template: exporting });
  it.account.setup.stack({ stackName: 'importer', template: importing });
  const { outcome, result, timeline } = await runDeletion(it, STACK);
  expect(outcome).toBe('failed');
  const reason = 'Export the-topic cannot be deleted as it is in use by importer';
  expect(result).toEqual({ kind: 'refused', reason });
  expect(timeline).toBe(`deletes stack ${STACK}\nstack ${STACK}: ${reason}`);
  expect(it.account.snapshot().stacks[STACK]?.status).toBe('CREATE_COMPLETE');
});

test('termination protection is told with the command that lifts it', async () => {
  const it = aStackIn(undefined);
  await it.account.handle('CloudFormation', 'UpdateTerminationProtection', {
    StackName: STACK,
    EnableTerminationProtection: true,
  });
  const { outcome, result } = await runDeletion(it, STACK);
  expect(outcome).toBe('failed');
  expect(result).toMatchObject({
    kind: 'not-changed',
    instructions: [
      `aws cloudformation update-termination-protection --no-enable-termination-protection --stack-name ${STACK}`,
      'then do it again',
    ],
  });
});

test('a resource that cannot be deleted is the cause of a failed deletion', async () => {
  const it = anInstallation();
  const template = {
    Resources: { Files: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'files' } } },
  };
  it.account.setup.stack({ stackName: STACK, template });
  await it.account.handle('S3', 'PutObject', { Bucket: 'files', Key: 'a', Body: 'b' });
  const { outcome, result } = await runDeletion(it, STACK);
  expect(outcome).toBe('failed');
  expect(result).toMatchObject({ kind: 'failed', status: 'DELETE_FAILED' });
});
