import {
  findDelegationIssues,
  findDelegationQuestion,
} from '../../../core/facts/find-delegation-issues.js';

const FACTS = {
  application: { name: 'shop', accountId: '111111111111', domain: 'example.com' },
  environment: { accountId: '222222222222' },
};
const question = {
  application: 'shop',
  environment: 'prod',
  domain: 'example.com',
  accountId: '222222222222',
};

describe('whether an environment may write its domain', () => {
  test.each([
    ['elsewhere, with a domain', FACTS, question],
    ['without a domain', { ...FACTS, application: { name: 'shop' } }, undefined],
    [
      "in the application's own account",
      { ...FACTS, environment: { accountId: '111111111111' } },
      undefined,
    ],
    ['nobody knows where', { application: FACTS.application }, undefined],
  ])('is asked of one %s', (_, facts, expected) => {
    expect(findDelegationQuestion(facts, 'prod')).toEqual(expected);
  });

  test('it may, where the application names its account', () => {
    expect(findDelegationIssues(question, ['111111111111', '222222222222'])).toEqual([]);
  });

  test.each([
    [['111111111111'], 'only 111111111111 may write records of example.com'],
    [[], 'no account may write records of example.com'],
  ])('it is told before anything is changed where %j is allowed', (allowed, message) => {
    expect(findDelegationIssues(question, allowed)).toMatchObject([
      {
        severity: 'error',
        file: 'copilot/environments/prod/manifest.yml',
        message: expect.stringContaining(message),
        hint: 'add 222222222222 to the parameter AppDNSDelegatedAccounts of stack shop-infrastructure-roles',
      },
    ]);
  });
});
