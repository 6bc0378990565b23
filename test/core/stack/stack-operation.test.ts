import {
  resolveDeleteOperation,
  resolveStackOperation,
  resolveStopOperation,
} from '../../../core/stack/stack-operation.js';
import {
  isInProgress,
  parseStackStatus,
  STACK_STATUSES,
  type StackStatus,
} from '../../../core/stack/stack-status.js';

/** The policy on one page: what each operation does with a stack that it finds in each status. */
const POLICY: readonly (readonly [StackStatus | undefined, string, string, string])[] = [
  // status found                                  deploy      delete    stop
  [undefined, 'create', 'gone', 'nothing'],
  ['CREATE_IN_PROGRESS', 'wait', 'wait', 'delete'],
  ['CREATE_FAILED', 'recreate', 'delete', 'nothing'],
  ['CREATE_COMPLETE', 'update', 'delete', 'nothing'],
  ['ROLLBACK_IN_PROGRESS', 'wait', 'wait', 'wait'],
  ['ROLLBACK_FAILED', 'recreate', 'delete', 'nothing'],
  ['ROLLBACK_COMPLETE', 'recreate', 'delete', 'nothing'],
  ['DELETE_IN_PROGRESS', 'wait', 'deleting', 'wait'],
  ['DELETE_FAILED', 'blocked', 'delete', 'nothing'],
  ['DELETE_COMPLETE', 'create', 'gone', 'nothing'],
  ['UPDATE_IN_PROGRESS', 'wait', 'wait', 'cancel-update'],
  ['UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', 'wait', 'wait', 'wait'],
  ['UPDATE_COMPLETE', 'update', 'delete', 'nothing'],
  ['UPDATE_FAILED', 'update', 'delete', 'nothing'],
  ['UPDATE_ROLLBACK_IN_PROGRESS', 'wait', 'wait', 'wait'],
  ['UPDATE_ROLLBACK_FAILED', 'stuck', 'delete', 'blocked'],
  ['UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS', 'wait', 'wait', 'wait'],
  ['UPDATE_ROLLBACK_COMPLETE', 'update', 'delete', 'nothing'],
  ['REVIEW_IN_PROGRESS', 'recreate', 'delete', 'delete'],
  ['IMPORT_IN_PROGRESS', 'wait', 'wait', 'wait'],
  ['IMPORT_COMPLETE', 'update', 'delete', 'nothing'],
  ['IMPORT_ROLLBACK_IN_PROGRESS', 'wait', 'wait', 'wait'],
  ['IMPORT_ROLLBACK_FAILED', 'blocked', 'delete', 'blocked'],
  ['IMPORT_ROLLBACK_COMPLETE', 'update', 'delete', 'nothing'],
];

test('the table has every status once', () => {
  const statuses = POLICY.map(([status]) => status).filter((status) => status !== undefined);
  expect([...statuses].sort()).toEqual([...STACK_STATUSES].sort());
});

test.each(POLICY)(
  'a stack in %s: deploying is %s, deleting %s, stopping %s',
  (status, deploy, remove, stop) => {
    expect([
      resolveStackOperation(status).kind,
      resolveDeleteOperation(status).kind,
      resolveStopOperation(status).kind,
    ]).toEqual([deploy, remove, stop]);
  },
);

test('the list of statuses is the one of the SDK', async () => {
  const { StackStatus: known } = await import('@aws-sdk/client-cloudformation');
  expect([...STACK_STATUSES].sort()).toEqual(Object.values(known).sort());
});

test('a shell around our own change set is gone on with, not deleted', () => {
  expect(resolveStackOperation('REVIEW_IN_PROGRESS', { ownChangeSet: 'made' })).toEqual({
    kind: 'create',
  });
});

test.each(STACK_STATUSES)(
  'our own change set, executed by an earlier run, is gone on with in %s',
  (status) => {
    expect(resolveStackOperation(status, { ownChangeSet: 'executed' })).toEqual({ kind: 'resume' });
  },
);

test.each(
  POLICY.filter(([, deploy]) => ['blocked', 'stuck'].includes(deploy)).map(([status]) => status),
)('a stack that is left to people in %s comes with the commands that name it', (status) => {
  const operation = resolveStackOperation(status, { stackName: 'shop-test-api' });
  expect('instructions' in operation && operation.instructions.join('\n')).toMatch(
    /aws cloudformation [a-z-]+ --stack-name shop-test-api/,
  );
});

test('every status in progress but the review shell makes a deployment wait', () => {
  for (const status of STACK_STATUSES.filter(isInProgress)) {
    expect(resolveStackOperation(status).kind).toBe('wait');
  }
  expect(isInProgress('REVIEW_IN_PROGRESS')).toBe(false);
});

test('a status that nobody has heard of is trouble with a name', () => {
  expect(parseStackStatus('UPDATE_COMPLETE')).toBe('UPDATE_COMPLETE');
  expect(() => parseStackStatus('UPDATE_PONDERING')).toThrow(
    expect.objectContaining({
      name: 'StackBroken',
      message: expect.stringContaining('UPDATE_PONDERING'),
    }),
  );
});
