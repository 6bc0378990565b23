import { decideContinuation, type StuckStack } from '../../../core/stack/decide-continuation.js';
import { findRollbackFailures } from '../../../core/stack/find-rollback-failures.js';
import { anEvent, anOwnEvent, STACK_ID } from '../../support/stack-events.js';

const stuck = (over: Partial<StuckStack> = {}): StuckStack => ({
  stackName: 'shop-test-api',
  failed: [{ id: 'Service', reason: 'no room' }],
  approved: [],
  tried: [],
  mayAsk: true,
  ...over,
});

const PLAIN = 'continue-rollback';
const SKIPPING = 'continue-rollback-skipping';

describe('decideContinuation', () => {
  test.each([
    ['at first a person is asked for the plain rollback', {}, 'ask', PLAIN],
    ['approved, it goes on', { approved: [PLAIN] }, 'continue', PLAIN],
    [
      'tried in vain, skipping is asked for',
      { approved: [PLAIN], tried: [PLAIN] },
      'ask',
      SKIPPING,
    ],
    ['an approval of one way is none of the other', { approved: [SKIPPING] }, 'ask', PLAIN],
    [
      'approved too, it goes on without them',
      { approved: [PLAIN, SKIPPING], tried: [PLAIN] },
      'continue',
      SKIPPING,
    ],
    [
      'both tried, a person has to see to it',
      { approved: [PLAIN, SKIPPING], tried: [PLAIN, SKIPPING] },
      'blocked',
      undefined,
    ],
    [
      'with nothing to skip there is no second way',
      { tried: [PLAIN], failed: [] },
      'blocked',
      undefined,
    ],
    ['on the way back nobody is asked', { mayAsk: false }, 'blocked', undefined],
  ] as const)('%s', (_title, over, kind, continuation) => {
    const decision = decideContinuation(stuck(over));
    expect(decision.kind).toBe(kind);
    expect('continuation' in decision ? decision.continuation : undefined).toBe(continuation);
  });

  test('the question names the exact command', () => {
    expect(decideContinuation(stuck())).toMatchObject({
      command: 'aws cloudformation continue-update-rollback --stack-name shop-test-api',
      question:
        'stack shop-test-api is UPDATE_ROLLBACK_FAILED: Service (no room). Continue its rollback, then deploy?',
    });
    expect(decideContinuation(stuck({ tried: [PLAIN] }))).toMatchObject({
      command:
        'aws cloudformation continue-update-rollback --stack-name shop-test-api --resources-to-skip Service',
      question: expect.stringContaining('leave out Service'),
    });
  });

  test('only what was approved is left out', () => {
    expect(decideContinuation(stuck({ approved: [PLAIN] }))).toMatchObject({ skip: [] });
    expect(
      decideContinuation(stuck({ approved: [PLAIN, SKIPPING], tried: [PLAIN] })),
    ).toMatchObject({ skip: ['Service'] });
  });
});

describe('findRollbackFailures', () => {
  const failed = (id: string, reason: string) => anEvent(id, 'UPDATE_FAILED', { reason });

  test('what failed in the update itself is not what failed in its rollback', () => {
    const events = [
      anOwnEvent('UPDATE_IN_PROGRESS', 'User Initiated'),
      failed('Queue', 'no such policy'),
      anOwnEvent(
        'UPDATE_ROLLBACK_IN_PROGRESS',
        'The following resource(s) failed to update: [Queue]. ',
      ),
      failed(
        'Service',
        'Resource handler returned message: "no room" (RequestToken: x, HandlerErrorCode: X)',
      ),
      failed('Rule', 'Resource update cancelled'),
      anOwnEvent(
        'UPDATE_ROLLBACK_FAILED',
        'The following resource(s) failed to update: [Service]. ',
      ),
    ];
    expect(findRollbackFailures(events, STACK_ID)).toEqual([{ id: 'Service', reason: 'no room' }]);
  });

  test('the latest attempt counts', () => {
    const events = [
      anOwnEvent('UPDATE_ROLLBACK_IN_PROGRESS'),
      failed('A', 'first'),
      anOwnEvent('UPDATE_ROLLBACK_FAILED'),
      anOwnEvent('UPDATE_ROLLBACK_IN_PROGRESS', 'User Initiated'),
      failed('B', 'second'),
      anOwnEvent('UPDATE_ROLLBACK_FAILED'),
    ];
    expect(findRollbackFailures(events, STACK_ID)).toEqual([{ id: 'B', reason: 'second' }]);
    expect(findRollbackFailures([], STACK_ID)).toEqual([]);
  });

  test('what is left out of a nested stack is named with the name of that stack', () => {
    const nested = 'arn:aws:cloudformation:eu-west-1:111111111111:stack/shop-test-api-Addons-X/2';
    const events = [
      anOwnEvent('UPDATE_ROLLBACK_IN_PROGRESS'),
      { ...anOwnEvent('UPDATE_ROLLBACK_IN_PROGRESS', undefined, nested) },
      { ...failed('Table', 'locked'), stackId: nested },
      anEvent('AddonsStack', 'UPDATE_FAILED', {
        type: 'AWS::CloudFormation::Stack',
        physicalId: nested,
        reason: 'Embedded stack was not successfully updated',
      }),
    ];
    expect(findRollbackFailures(events, STACK_ID)).toEqual([
      { id: 'shop-test-api-Addons-X.Table', reason: 'locked' },
    ]);
  });
});
