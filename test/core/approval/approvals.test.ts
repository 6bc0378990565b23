import { approvalId } from '../../../core/approval/approval-request.js';
import { decideReleaseApproval } from '../../../core/approval/decide-release-approval.js';
import { describeDecision, NOBODY } from '../../../core/approval/describe-decision.js';
import { findRejection } from '../../../core/approval/judge-approval.js';
import type { ReversibilityReason } from '../../../core/rollback/reversibility.js';

const question = { kind: 'stateful-loss', question: 'Go on?', data: { a: 1, b: [2] } };
const place = { deploymentId: 'd-1', step: 'deploy/workload/api' };

describe('approvalId', () => {
  test('the same question in the same place is one, whatever the order of its data', () => {
    const again = { ...question, data: { b: [2], a: 1 } };
    expect(approvalId(place, again)).toBe(approvalId(place, question));
  });

  test.each([
    ['deployment', { ...place, deploymentId: 'd-2' }, question],
    ['step', { ...place, step: null }, question],
    ['kind', place, { ...question, kind: 'continue-rollback' }],
    ['question', place, { ...question, question: 'Really?' }],
    ['data', place, { ...question, data: { a: 2 } }],
  ])('another %s is another question', (_what, where, what) => {
    expect(approvalId(where, what)).not.toBe(approvalId(place, question));
  });
});

describe('findRejection', () => {
  const waiting = { now: 10, until: 20, stopped: undefined, breaches: [] };
  const breach = {
    name: 'errors',
    workload: 'api',
    state: 'ALARM',
    reason: 'many',
    since: 9,
  } as const;

  test('while nothing speaks against it the question stands', () => {
    expect(findRejection(waiting)).toBeUndefined();
  });

  test.each([
    ['at the end of its time', { now: 20 }, 'nobody has answered in time'],
    ['when an alarm fires', { breaches: [breach] }, 'alarm errors of api is ALARM while'],
    ['when the deployment is to stop', { stopped: 'it was cancelled' }, 'it was cancelled'],
    [
      'by what came first',
      { stopped: 'it was cancelled', breaches: [breach], now: 30 },
      'it was cancelled',
    ],
  ])('the answer is no %s', (_when, change, reason) => {
    expect(findRejection({ ...waiting, ...change })).toContain(reason);
  });
});

describe('decideReleaseApproval', () => {
  const release = { releaseId: 'r-1', application: 'shop', environment: 'prod' };
  const because = (code: ReversibilityReason['code'], weight: ReversibilityReason['weight']) => ({
    way: weight,
    reasons: [{ code, weight, stack: 'api', message: `because of ${code}` }],
  });
  const none = { way: 'reversible' as const, reasons: [] };
  const never = { requireApproval: false, requireApprovalWhen: [] };

  test.each([
    ['nothing is asked for', never, because('stateful-replaced', 'one-way'), null],
    ['it is asked for in any case', { ...never, requireApproval: true }, none, []],
    [
      'there is no way back',
      { ...never, requireApprovalWhen: ['one-way' as const] },
      because('image-missing', 'one-way'),
      ['one-way'],
    ],
    [
      'the way back costs something, and only none at all was named',
      { ...never, requireApprovalWhen: ['one-way' as const] },
      because('stateful-created', 'reversible-with-loss'),
      null,
    ],
    [
      'a table is replaced, and kept',
      { ...never, requireApprovalWhen: ['stateful-replacement' as const] },
      because('stateful-replaced', 'reversible-with-loss'),
      ['stateful-replacement'],
    ],
    [
      'both reasons hold',
      { ...never, requireApprovalWhen: ['one-way' as const, 'stateful-replacement' as const] },
      because('stateful-removed', 'one-way'),
      ['one-way', 'stateful-replacement'],
    ],
  ])('%s', (_when, options, wayBack, expected) => {
    const asked = decideReleaseApproval(options, release, wayBack);
    expect(asked === null ? null : asked.data.because).toEqual(expected);
  });
});

test.each([
  [{ approved: true, by: 'ann' }, 'approved by ann'],
  [{ approved: false, by: 'ann', comment: 'no' }, 'not approved by ann: no'],
  [{ approved: false, by: NOBODY, comment: 'too late' }, 'not approved: too late'],
])('%j reads "%s"', (decision, words) => {
  expect(describeDecision(decision)).toBe(words);
});
