import { decideStackWake } from '../../../core/stack/decide-stack-wake.js';
import { resolveOutcome } from '../../../core/stack/resolve-outcome.js';
import { STACK_STATUSES, type StackStatus } from '../../../core/stack/stack-status.js';

const PENDING = 'pending';

/** What each status means for what we asked for. */
const MEANING: readonly (readonly [StackStatus | undefined, string, string, string])[] = [
  // status                                        create         update         delete
  [undefined, 'rolled-back', 'failed', 'deleted'],
  ['CREATE_IN_PROGRESS', PENDING, PENDING, PENDING],
  ['CREATE_FAILED', 'failed', 'failed', 'refused'],
  ['CREATE_COMPLETE', 'created', 'created', 'refused'],
  ['ROLLBACK_IN_PROGRESS', PENDING, PENDING, PENDING],
  ['ROLLBACK_FAILED', 'failed', 'failed', 'refused'],
  ['ROLLBACK_COMPLETE', 'rolled-back', 'rolled-back', 'refused'],
  ['DELETE_IN_PROGRESS', PENDING, PENDING, PENDING],
  ['DELETE_FAILED', 'failed', 'failed', 'failed'],
  ['DELETE_COMPLETE', 'rolled-back', 'failed', 'deleted'],
  ['UPDATE_IN_PROGRESS', PENDING, PENDING, PENDING],
  ['UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', PENDING, PENDING, PENDING],
  ['UPDATE_COMPLETE', 'updated', 'updated', 'refused'],
  ['UPDATE_FAILED', 'failed', 'failed', 'refused'],
  ['UPDATE_ROLLBACK_IN_PROGRESS', PENDING, PENDING, PENDING],
  ['UPDATE_ROLLBACK_FAILED', 'failed', 'failed', 'refused'],
  ['UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS', PENDING, PENDING, PENDING],
  ['UPDATE_ROLLBACK_COMPLETE', 'rolled-back', 'rolled-back', 'refused'],
  ['REVIEW_IN_PROGRESS', 'failed', 'failed', 'refused'],
  ['IMPORT_IN_PROGRESS', PENDING, PENDING, PENDING],
  ['IMPORT_COMPLETE', 'updated', 'updated', 'refused'],
  ['IMPORT_ROLLBACK_IN_PROGRESS', PENDING, PENDING, PENDING],
  ['IMPORT_ROLLBACK_FAILED', 'failed', 'failed', 'refused'],
  ['IMPORT_ROLLBACK_COMPLETE', 'rolled-back', 'rolled-back', 'refused'],
];

test('the table has every status once', () => {
  const statuses = MEANING.map(([status]) => status).filter((status) => status !== undefined);
  expect([...statuses].sort()).toEqual([...STACK_STATUSES].sort());
});

test.each(MEANING)(
  '%s after a creation is %s, after an update %s, after a deletion %s',
  (status, ...meanings) => {
    const kinds = (['create', 'update', 'delete'] as const).map(
      (operation) => resolveOutcome(operation, status)?.kind ?? PENDING,
    );
    expect(kinds).toEqual(meanings);
  },
);

test("an outcome carries AWS's own words", () => {
  const reason = 'The following resource(s) failed to delete: [BrokenPolicy]. ';
  expect(resolveOutcome('delete', 'DELETE_FAILED', reason)).toEqual({
    kind: 'failed',
    status: 'DELETE_FAILED',
    reason,
  });
  const inUse = 'Export shop-test-BusName cannot be deleted as it is in use by shop-test-api';
  expect(resolveOutcome('delete', 'UPDATE_COMPLETE', inUse)).toEqual({
    kind: 'refused',
    reason: inUse,
  });
});

describe('decideStackWake', () => {
  const awaited = { operation: 'update', changeSetId: 'cs-2' } as const;

  test('goes on when our own change set has settled', () => {
    expect(decideStackWake({ status: 'UPDATE_COMPLETE', changeSetId: 'cs-2' }, awaited)).toEqual({
      kind: 'done',
      outcome: { kind: 'updated' },
    });
  });

  test('an early event finds the operation under way and waits on', () => {
    const wake = decideStackWake({ status: 'UPDATE_IN_PROGRESS', changeSetId: 'cs-2' }, awaited);
    expect(wake).toEqual({ kind: 'keep-waiting', reason: 'the stack is UPDATE_IN_PROGRESS' });
  });

  test('cleanup counts as under way: the stack takes no other operation yet', () => {
    const wake = decideStackWake(
      { status: 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', changeSetId: 'cs-2' },
      awaited,
    );
    expect(wake.kind).toBe('keep-waiting');
  });

  test('a change set that is not executed yet leaves the shell in review', () => {
    const wake = decideStackWake(
      { status: 'REVIEW_IN_PROGRESS' },
      { operation: 'create', changeSetId: 'cs-1' },
    );
    expect(wake.kind).toBe('keep-waiting');
  });

  test("somebody else's update is not taken for ours", () => {
    const wake = decideStackWake({ status: 'UPDATE_COMPLETE', changeSetId: 'cs-3' }, awaited);
    expect(wake).toMatchObject({ kind: 'overtaken' });
  });

  test('UpdateStack by hand, which leaves no change set, is somebody else too', () => {
    expect(decideStackWake({ status: 'UPDATE_COMPLETE' }, awaited).kind).toBe('overtaken');
  });

  test('a deletion that falls back to the old status is refused', () => {
    const statusReason =
      'Export shop-test-BusName cannot be deleted as it is in use by shop-test-api';
    const wake = decideStackWake(
      { status: 'CREATE_COMPLETE', statusReason },
      { operation: 'delete' },
    );
    expect(wake).toEqual({ kind: 'done', outcome: { kind: 'refused', reason: statusReason } });
  });

  test('a stack that is gone ends every wait', () => {
    expect(decideStackWake({ status: undefined }, { operation: 'delete' })).toMatchObject({
      outcome: { kind: 'deleted' },
    });
    expect(decideStackWake({ status: undefined }, awaited)).toMatchObject({
      kind: 'done',
      outcome: { kind: 'failed' },
    });
    expect(
      decideStackWake({ status: 'DELETE_COMPLETE' }, { operation: 'create', changeSetId: 'cs-1' }),
    ).toMatchObject({
      outcome: { kind: 'rolled-back' },
    });
  });
});
