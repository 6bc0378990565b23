import {
  describeEnvironment,
  type EnvironmentState,
} from '../../../core/facts/describe-environment.js';
import { Facts } from '../../../core/facts/facts.js';

const here = { accountId: '111122223333', region: 'eu-west-1' };
const artifacts = { bucket: 'artifacts', keyArn: 'arn:key' };

const describeState = (over: Partial<EnvironmentState> = {}) =>
  describeEnvironment({
    application: 'shop',
    environment: 'test',
    here,
    homeAccountId: here.accountId,
    records: {},
    stack: undefined,
    artifacts,
    ...over,
  });

const aStack = (
  parameters: { readonly [name: string]: string } = {},
  outputs: { readonly [name: string]: string } = {},
) => ({
  parameters: { AppName: 'shop', ...parameters },
  outputs: { VpcId: 'vpc-1', CFNExecutionRoleARN: 'arn:execution', ...outputs },
});

describe('application and environment', () => {
  test('nothing is there yet: what can be known without asking', () => {
    expect(describeState()).toEqual({
      application: { name: 'shop', accountId: '111122223333' },
      environment: {
        name: 'test',
        ...here,
        serviceDiscoveryEndpoint: 'test.shop.local',
        artifactBucket: 'artifacts',
        artifactKeyArn: 'arn:key',
      },
      templateVersion: 'v1.34.0',
    });
  });

  test("Copilot's records tell domain, account, permissions boundary and tags", () => {
    const application = {
      account: '999988887777',
      domain: 'example.com',
      permissionsBoundary: 'limits',
      tags: { team: 'web' },
    };
    expect(describeState({ records: { application } })).toMatchObject({
      application: {
        name: 'shop',
        accountId: '999988887777',
        domain: 'example.com',
        permissionsBoundary: 'limits',
      },
      resourceTags: { team: 'web' },
    });
  });

  test('a record without a domain has an empty one', () => {
    const { application } = describeState({ records: { application: { domain: '' } } });
    expect(application).not.toHaveProperty('domain');
  });

  test('without records the deployed stack tells them', () => {
    const stack = aStack({
      AppDNSName: 'example.com',
      ToolsAccountPrincipalARN: 'arn:aws:iam::999988887777:root',
    });
    const facts = describeState({ stack });
    expect(facts.application).toEqual({
      name: 'shop',
      accountId: '999988887777',
      domain: 'example.com',
    });
    expect(facts.environmentParameters).toEqual(stack.parameters);
  });

  test('roles are those of the stack; without it there are none', () => {
    const environment = { executionRoleARN: 'arn:recorded', managerRoleARN: 'arn:manager' };
    expect(describeState({ records: { environment } }).environment).not.toHaveProperty(
      'executionRoleArn',
    );
    expect(describeState({ records: { environment }, stack: aStack() }).environment).toMatchObject({
      executionRoleArn: 'arn:execution',
      managerRoleArn: 'arn:manager',
    });
  });

  test.each<[string, EnvironmentState['stack'], string, string | undefined]>([
    ['none', undefined, 'test.shop.local', undefined],
    ['the two roles alone', { parameters: {}, outputs: {} }, 'test.shop.local', 'bootstrap'],
    [
      'one that keeps its own',
      aStack({ ServiceDiscoveryEndpoint: 'x.local' }),
      'x.local',
      undefined,
    ],
    ['one from before there was one each', aStack(), 'shop.local', undefined],
  ])('namespace by the deployed stack: %s', (_title, stack, endpoint, version) => {
    const { environment } = describeState({ stack });
    expect(environment?.serviceDiscoveryEndpoint).toBe(endpoint);
    expect(environment?.version).toBe(version);
  });

  test('is what facts are', () => {
    const facts = describeState({ stack: aStack({ AppDNSName: 'example.com' }) });
    expect(Facts.parse(facts)).toEqual(facts);
  });
});
