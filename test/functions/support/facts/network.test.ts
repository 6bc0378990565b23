import {
  DescribeManagedPrefixListsCommand,
  DescribeSubnetsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { mockClient } from 'aws-sdk-client-mock';
import {
  findCloudFrontPrefixLists,
  findTaggedSubnets,
} from '../../../../functions/support/facts/network.js';

const ec2 = mockClient(EC2Client);
beforeEach(() => ec2.reset());

describe('subnets by tags', () => {
  test('are asked for with all tags, come from all pages, and are sorted', async () => {
    const Filters = [
      { Name: 'tag:tier', Values: ['inner'] },
      { Name: 'tag:zone', Values: ['a', 'b'] },
    ];
    ec2
      .on(DescribeSubnetsCommand, { Filters })
      .resolves({ Subnets: [{ SubnetId: 'subnet-2' }], NextToken: 'more' });
    ec2
      .on(DescribeSubnetsCommand, { Filters, NextToken: 'more' })
      .resolves({ Subnets: [{ SubnetId: 'subnet-1' }] });
    const wanted = new Map([['key', { tier: 'inner', zone: ['a', 'b'] }]]);
    expect(await findTaggedSubnets(wanted)).toEqual({ key: ['subnet-1', 'subnet-2'] });
  });

  test('that nobody has are an empty list; nothing is asked where no tags are named', async () => {
    ec2.on(DescribeSubnetsCommand).resolves({ Subnets: [] });
    expect(await findTaggedSubnets(new Map([['key', { tier: 'inner' }]]))).toEqual({ key: [] });
    ec2.resetHistory();
    expect(await findTaggedSubnets(new Map())).toEqual({});
    expect(ec2.calls()).toHaveLength(0);
  });
});

test('the prefix list of CloudFront is found by its name', async () => {
  ec2.on(DescribeManagedPrefixListsCommand).resolves({ PrefixLists: [{ PrefixListId: 'pl-1' }] });
  expect(await findCloudFrontPrefixLists()).toEqual(['pl-1']);
  expect(ec2.commandCalls(DescribeManagedPrefixListsCommand)[0]?.args[0].input.Filters).toEqual([
    { Name: 'prefix-list-name', Values: ['com.amazonaws.global.cloudfront.origin-facing'] },
  ]);
});
