import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { mockClient } from 'aws-sdk-client-mock';
import { checkDelegation } from '../../../../functions/support/facts/delegation.js';

const cloudFormation = mockClient(CloudFormationClient);
beforeEach(() => cloudFormation.reset());

const FACTS = {
  application: { name: 'shop', accountId: '111111111111', domain: 'example.com' },
  environment: { accountId: '222222222222' },
};

const answer = (accounts: string) =>
  cloudFormation.on(DescribeStacksCommand, { StackName: 'shop-infrastructure-roles' }).resolves({
    Stacks: [
      {
        StackName: 'shop-infrastructure-roles',
        CreationTime: new Date(0),
        StackStatus: 'UPDATE_COMPLETE',
        Parameters: [{ ParameterKey: 'AppDNSDelegatedAccounts', ParameterValue: accounts }],
      },
    ],
  });

describe('delegation of a domain', () => {
  test("is what the application's roles stack says", async () => {
    answer('111111111111,222222222222');
    expect(await checkDelegation(FACTS, 'prod')).toEqual([]);
    answer('111111111111');
    expect(await checkDelegation(FACTS, 'prod')).toHaveLength(1);
  });

  test('without that stack nobody may', async () => {
    const missing = new Error('Stack with id shop-infrastructure-roles does not exist');
    cloudFormation.on(DescribeStacksCommand).rejects(missing);
    expect(await checkDelegation(FACTS, 'prod')).toHaveLength(1);
  });

  test('is not asked of an environment that is where its application is', async () => {
    const environment = { accountId: '111111111111' };
    expect(await checkDelegation({ ...FACTS, environment }, 'prod')).toEqual([]);
    expect(cloudFormation.commandCalls(DescribeStacksCommand)).toHaveLength(0);
  });
});
