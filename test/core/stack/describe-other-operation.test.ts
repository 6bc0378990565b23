import { describeOtherOperation } from '../../../core/stack/describe-other-operation.js';
import { anEvent, anOwnEvent } from '../../support/stack-events.js';

const at = Date.UTC(2026, 10, 22, 4, 5, 6);
const begun = (token?: string) => ({
  ...anOwnEvent('UPDATE_IN_PROGRESS', 'User Initiated'),
  at,
  ...(token ? { token } : {}),
});
const SINCE = 'stack shop-test-api is UPDATE_IN_PROGRESS since 2026-11-22 04:05:06 UTC, begun by';

describe('describeOtherOperation', () => {
  test.each([
    [
      'Console-UpdateStack-7f59c3cf',
      'somebody in the AWS console (token Console-UpdateStack-7f59c3cf)',
    ],
    ['d-0123456789abcdef0123-4-deploy-workload-api', 'deployment d-0123456789abcdef0123'],
    ['rb-d-0123456789abcdef0123-5-restore-workload-api', 'deployment rb-d-0123456789abcdef0123'],
    ['cdk-deploy-1', 'the request with the token cdk-deploy-1'],
    [undefined, 'a request without a token: CloudTrail knows by whom'],
  ])('the token %s: %s', (token, who) => {
    expect(describeOtherOperation('shop-test-api', 'UPDATE_IN_PROGRESS', [begun(token)])).toBe(
      `${SINCE} ${who}`,
    );
  });

  test('the latest operation counts, and resources begin none', () => {
    const events = [
      begun('old'),
      anOwnEvent('UPDATE_COMPLETE'),
      begun('new'),
      anEvent('Queue', 'UPDATE_IN_PROGRESS', { token: 'new' }),
    ];
    expect(describeOtherOperation('shop-test-api', 'UPDATE_IN_PROGRESS', events)).toContain(
      'token new',
    );
  });

  test('without events nothing is made up', () => {
    expect(describeOtherOperation('shop-test-api', 'IMPORT_IN_PROGRESS', [])).toBe(
      'stack shop-test-api is IMPORT_IN_PROGRESS; its events do not say who began it',
    );
  });
});
