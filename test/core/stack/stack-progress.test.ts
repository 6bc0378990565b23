import { foldEvents, readSince, startProgress } from '../../../core/stack/fold-events.js';
import { anEvent, anOwnEvent, STACK_ID } from '../../support/stack-events.js';

const replaced = () => [
  anOwnEvent('UPDATE_IN_PROGRESS', 'User Initiated'),
  anEvent('Topic', 'UPDATE_IN_PROGRESS', {
    reason:
      'Requested update requires the creation of a new physical resource; hence creating one.',
  }),
  anEvent('Topic', 'UPDATE_COMPLETE'),
  anEvent('Queue', 'UPDATE_IN_PROGRESS'),
  anEvent('Queue', 'UPDATE_COMPLETE'),
  anOwnEvent('UPDATE_COMPLETE_CLEANUP_IN_PROGRESS'),
  anEvent('Topic', 'DELETE_COMPLETE'),
  anEvent('Old', 'DELETE_COMPLETE'),
  anOwnEvent('UPDATE_COMPLETE'),
];

test('an update counts each resource once: replaced, changed and removed ones', () => {
  const phases = replaced().reduce<{ progress: ReturnType<typeof startProgress>; seen: string[] }>(
    ({ progress, seen }, event) => {
      const next = foldEvents(progress, [event]);
      return { progress: next, seen: [...seen, `${next.phase} ${next.done}/${next.total}`] };
    },
    { progress: startProgress(STACK_ID, 3), seen: [] },
  );
  expect(phases.seen).toEqual([
    'changing 0/3',
    'changing 0/3',
    'changing 1/3',
    'changing 1/3',
    'changing 2/3',
    'cleaning-up 2/3',
    'cleaning-up 2/3',
    'cleaning-up 3/3',
    'ended 3/3',
  ]);
});

test('on the way back the count goes down', () => {
  const progress = foldEvents(startProgress(STACK_ID, 2), [
    anOwnEvent('UPDATE_IN_PROGRESS'),
    anEvent('Topic', 'UPDATE_COMPLETE'),
    anEvent('Service', 'UPDATE_FAILED', { reason: 'it did not work' }),
    anOwnEvent(
      'UPDATE_ROLLBACK_IN_PROGRESS',
      'The following resource(s) failed to update: [Service]. ',
    ),
    anEvent('Service', 'UPDATE_COMPLETE'),
    anEvent('Topic', 'UPDATE_COMPLETE'),
  ]);
  expect(progress).toMatchObject({ phase: 'rolling-back', done: 0, total: 2 });
  const end = foldEvents(progress, [
    anOwnEvent('UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS'),
    anOwnEvent('UPDATE_ROLLBACK_COMPLETE'),
  ]);
  expect(end.phase).toBe('ended');
});

test('failures are kept, cancellations are not, and five are enough', () => {
  const failed = (id: string, reason: string) => anEvent(id, 'CREATE_FAILED', { reason });
  const progress = foldEvents(startProgress(STACK_ID, 9), [
    failed('A', 'first'),
    failed('B', 'Resource creation cancelled'),
    failed('C', 'Resource update cancelled'),
    ...['D', 'E', 'F', 'G', 'H'].map((id) => failed(id, 'later')),
  ]);
  expect(progress.failures.map((failure) => failure.logicalId)).toEqual(['A', 'D', 'E', 'F', 'G']);
});

test('nested stacks and other operations do not count', () => {
  const progress = foldEvents(startProgress(STACK_ID, 2, 'd1-1-api'), [
    anEvent('Inner', 'CREATE_COMPLETE', { stackId: `${STACK_ID}-nested` }),
    anEvent('Foreign', 'UPDATE_COMPLETE', { token: 'Console-UpdateStack-1' }),
    anEvent('Mine', 'UPDATE_COMPLETE', { token: 'd1-1-api' }),
    anEvent('Skipped', 'DELETE_SKIPPED'),
  ]);
  expect(progress.doneIds).toEqual(['Mine', 'Skipped']);
});

test('more resources than the change set told raise the total', () => {
  const events = ['A', 'B'].map((id) => anEvent(id, 'CREATE_COMPLETE'));
  expect(foldEvents(startProgress(STACK_ID, 1), events)).toMatchObject({ done: 2, total: 2 });
});

test('a review shell has not begun', () => {
  const progress = foldEvents(startProgress(STACK_ID, 1), [
    anOwnEvent('REVIEW_IN_PROGRESS', 'User Initiated'),
  ]);
  expect(progress.phase).toBe('waiting');
});

test('progress survives being stored between two readings', () => {
  const events = replaced();
  const atOnce = foldEvents(startProgress(STACK_ID, 3), events);
  const half = JSON.parse(
    JSON.stringify(foldEvents(startProgress(STACK_ID, 3), events.slice(0, 4))),
  );
  expect(foldEvents(half, events.slice(4))).toEqual(atOnce);
});

describe('readSince', () => {
  const newestFirst = [5, 4, 3].map((n) => anEvent('A', 'UPDATE_COMPLETE', { eventId: `p${n}` }));
  const ids = (cursor: string | null) => {
    const { events, done } = readSince(newestFirst, cursor);
    return [events.map((event) => event.eventId), done];
  };

  test('gives what is newer than the cursor, oldest first', () => {
    expect(ids('p3')).toEqual([['p4', 'p5'], true]);
  });
  test('nothing is new', () => {
    expect(ids('p5')).toEqual([[], true]);
  });
  test('without the cursor on the page the next page has to be read', () => {
    expect(ids('p1')).toEqual([['p3', 'p4', 'p5'], false]);
    expect(ids(null)).toEqual([['p3', 'p4', 'p5'], false]);
  });
});
