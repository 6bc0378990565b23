import { anAccount, type TestAccount } from '../../support/account.js';

const NETWORK = {
  Description: 'made by somebody else',
  Resources: {
    Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
    Inner: subnet('inner', 'a'),
    Other: subnet('inner', 'b'),
    Outer: subnet('outer', 'a'),
    Certificate: {
      Type: 'AWS::CertificateManager::Certificate',
      Properties: { DomainName: 'example.com', SubjectAlternativeNames: ['*.example.com'] },
    },
    Balancer: {
      Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
      Properties: { Name: 'shared', Subnets: ['a', 'b'] },
    },
    Listener: {
      Type: 'AWS::ElasticLoadBalancingV2::Listener',
      Properties: {
        LoadBalancerArn: { Ref: 'Balancer' },
        Port: 80,
        Protocol: 'HTTP',
        DefaultActions: [],
      },
    },
  },
  Outputs: {
    Listener: { Value: { Ref: 'Listener' }, Export: { Name: 'listener' } },
    Certificate: { Value: { Ref: 'Certificate' } },
  },
};

function subnet(tier: string, zone: string): object {
  const Tags = [
    { Key: 'tier', Value: tier },
    { Key: 'zone', Value: zone },
  ];
  return {
    Type: 'AWS::EC2::Subnet',
    Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: '10.0.0.0/24', Tags },
  };
}

function aFurnishedAccount(): TestAccount {
  const it = anAccount();
  it.account.setup.stack({ stackName: 'network', template: NETWORK, tags: { team: 'platform' } });
  return it;
}

describe('EC2', () => {
  const filter = (key: string, ...Values: readonly string[]) => ({ Name: `tag:${key}`, Values });

  test.each([
    ['one value', [filter('tier', 'inner')], 2],
    ['several values', [filter('tier', 'inner', 'outer')], 3],
    ['several tags', [filter('tier', 'inner'), filter('zone', 'b')], 1],
    ['a tag of the stack', [filter('team', 'platform')], 3],
    ['no such value', [filter('tier', 'middle')], 0],
    ['no filter', [], 3],
  ])('shows subnets by tags: %s', async (_title, Filters, count) => {
    const { Subnets } = await aFurnishedAccount().call<{ Subnets: readonly object[] }>(
      'EC2',
      'DescribeSubnets',
      { Filters },
    );
    expect(Subnets).toHaveLength(count);
  });

  test('shows subnets page by page', async () => {
    const it = aFurnishedAccount();
    type Page = { Subnets: readonly object[]; NextToken?: string };
    const first = await it.call<Page>('EC2', 'DescribeSubnets', { MaxResults: 2 });
    const second = await it.call<Page>('EC2', 'DescribeSubnets', {
      MaxResults: 2,
      NextToken: first.NextToken,
    });
    expect([first.Subnets.length, second.Subnets.length, second.NextToken]).toEqual([
      2,
      1,
      undefined,
    ]);
  });

  test('has the prefix list of CloudFront, and no others', async () => {
    const it = aFurnishedAccount();
    const ask = (name: string) =>
      it.call('EC2', 'DescribeManagedPrefixLists', {
        Filters: [{ Name: 'prefix-list-name', Values: [name] }],
      });
    expect(await ask('com.amazonaws.global.cloudfront.origin-facing')).toMatchObject({
      PrefixLists: [{ PrefixListId: expect.stringMatching(/^pl-/) }],
    });
    expect(await ask('mine')).toEqual({ PrefixLists: [] });
  });
});

test('ACM tells the names of a certificate, and knows no other certificate', async () => {
  const it = aFurnishedAccount();
  const { Stacks } = await it.call<{
    Stacks: { Outputs: { OutputKey: string; OutputValue: string }[] }[];
  }>('CloudFormation', 'DescribeStacks', { StackName: 'network' });
  const arn = Stacks[0]?.Outputs.find(({ OutputKey }) => OutputKey === 'Certificate')?.OutputValue;
  expect(await it.call('ACM', 'DescribeCertificate', { CertificateArn: arn })).toMatchObject({
    Certificate: { SubjectAlternativeNames: ['example.com', '*.example.com'] },
  });
  await expect(it.call('ACM', 'DescribeCertificate', { CertificateArn: 'x' })).rejects.toThrow(
    'Could not find certificate x.',
  );
});

test('CloudFormation lists stacks with their description, by status', async () => {
  const it = aFurnishedAccount();
  const list = (StackStatusFilter?: readonly string[]) =>
    it.call('CloudFormation', 'ListStacks', { StackStatusFilter });
  expect(await list()).toMatchObject({
    StackSummaries: [{ StackName: 'network', TemplateDescription: 'made by somebody else' }],
  });
  expect(await list(['CREATE_FAILED'])).toEqual({ StackSummaries: [] });
});

describe('a listener rule', () => {
  const rule = (priority: number) => ({
    Resources: {
      Rule: {
        Type: 'AWS::ElasticLoadBalancingV2::ListenerRule',
        Properties: {
          ListenerArn: { 'Fn::ImportValue': 'listener' },
          Priority: priority,
          Conditions: [{ Field: 'path-pattern', Values: ['/'] }],
          Actions: [{ Type: 'forward', TargetGroupArn: 'arn' }],
        },
      },
    },
  });
  const create = async (it: TestAccount, name: string, priority: number) => {
    await it.call('CloudFormation', 'CreateStack', {
      StackName: name,
      TemplateBody: JSON.stringify(rule(priority)),
    });
    await it.clock.runUntil(() => /_COMPLETE$/.test(it.statuses.get(name) ?? ''));
    return it.statuses.get(name);
  };

  test('cannot have the priority of another one on its listener', async () => {
    const it = aFurnishedAccount();
    expect(await create(it, 'first', 7)).toBe('CREATE_COMPLETE');
    expect(await create(it, 'second', 7)).toBe('ROLLBACK_COMPLETE');
    expect(await create(it, 'third', 8)).toBe('CREATE_COMPLETE');
  });
});
