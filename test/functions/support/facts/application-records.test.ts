import { GetParameterCommand, ParameterNotFound, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { findRecords } from '../../../../functions/support/facts/application-records.js';

const ssm = mockClient(SSMClient);
beforeEach(() => ssm.reset());

const answer = (Name: string, value: object) =>
  ssm
    .on(GetParameterCommand, { Name })
    .resolves({ Parameter: { Value: JSON.stringify({ version: '1.0', ...value }) } });

describe("Copilot's records", () => {
  test('tell application and environment; what is not used is left out', async () => {
    answer('/copilot/applications/shop', {
      name: 'shop',
      account: '111122223333',
      domain: 'example.com',
      domainHostedZoneID: 'Z1',
      permissionsBoundary: 'limits',
      tags: { team: 'web' },
    });
    answer('/copilot/applications/shop/environments/test', {
      region: 'eu-west-1',
      accountID: '111122223333',
      registryURL: '',
      executionRoleARN: 'arn:execution',
      managerRoleARN: 'arn:manager',
    });
    expect(await findRecords('shop', 'test')).toEqual({
      application: {
        account: '111122223333',
        domain: 'example.com',
        permissionsBoundary: 'limits',
        tags: { team: 'web' },
      },
      environment: {
        region: 'eu-west-1',
        accountID: '111122223333',
        executionRoleARN: 'arn:execution',
        managerRoleARN: 'arn:manager',
      },
    });
  });

  test('may be missing, and Go writes null for no tags', async () => {
    ssm.on(GetParameterCommand).rejects(new ParameterNotFound({ message: '', $metadata: {} }));
    expect(await findRecords('shop', 'test')).toEqual({});
    answer('/copilot/applications/shop', { tags: null });
    expect((await findRecords('shop', 'test')).application?.tags).toBeUndefined();
  });

  test.each(['{"account": 111122223333}', 'shop'])(
    'that are damaged are named: %s',
    async (text) => {
      ssm.on(GetParameterCommand).resolves({ Parameter: { Value: text } });
      await expect(findRecords('shop', 'test')).rejects.toMatchObject({
        name: 'InputInvalid',
        message: expect.stringContaining('record /copilot/applications/shop'),
      });
    },
  );
});
