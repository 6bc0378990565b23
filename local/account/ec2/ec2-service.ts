import type {
  DescribeManagedPrefixListsCommandInput,
  DescribeSubnetsCommandInput,
  Filter,
} from '@aws-sdk/client-ec2';
import {
  isDeleted,
  type ResourceRecord,
  type StackStore,
} from '../cloudformation/stack-records.js';
import { createHandler } from '../operations.js';
import { findPage } from '../pages.js';
import { UnsupportedCall } from '../service-error.js';
import type { OperationHandler } from '../simulated-account.js';
import { formatArn, type World } from '../world.js';

const PAGE_SIZE = 100;

/** AWS keeps one in every region. */
const CLOUDFRONT = {
  PrefixListId: 'pl-3b927c52',
  PrefixListName: 'com.amazonaws.global.cloudfront.origin-facing',
};

type Tag = { readonly Key: string; readonly Value: string };

/** Tags of the resource itself win over those that went to it from the stack. */
function tagsOf({ properties, tags }: ResourceRecord): readonly Tag[] {
  const own = Array.isArray(properties.Tags) ? (properties.Tags as readonly unknown[]) : [];
  const pairs = own.map((tag): readonly [string, string] => {
    const { Key = '', Value = '' } = tag as Partial<Tag>;
    return [Key, Value];
  });
  return Object.entries({ ...tags, ...Object.fromEntries(pairs) }).map(([Key, Value]) => ({
    Key,
    Value,
  }));
}

/** All filters must hold, each with one of its values. Source: EC2's rules for `tag:<key>`; `*` and `?` are not known here. */
function matches(tags: readonly Tag[], { Name = '', Values = [] }: Filter): boolean {
  if (!Name.startsWith('tag:')) throw new UnsupportedCall('EC2', `filter ${Name}`);
  const key = Name.slice('tag:'.length);
  return tags.some((tag) => tag.Key === key && Values.includes(tag.Value));
}

function describeSubnets(stacks: StackStore, input: DescribeSubnetsCommandInput) {
  const subnets = [...stacks.byId.values()]
    .filter((stack) => !isDeleted(stack))
    .flatMap((stack) => [...stack.resources.values()])
    .filter(({ type }) => type === 'AWS::EC2::Subnet')
    .map((record) => ({
      SubnetId: record.physicalId,
      VpcId: record.properties.VpcId,
      CidrBlock: record.properties.CidrBlock,
      Tags: tagsOf(record),
    }))
    .filter(({ Tags }) => (input.Filters ?? []).every((filter) => matches(Tags, filter)));
  const page = findPage(subnets, input.NextToken, input.MaxResults ?? PAGE_SIZE);
  return { Subnets: page.items, ...(page.nextToken ? { NextToken: page.nextToken } : {}) };
}

function describePrefixLists(world: World, input: DescribeManagedPrefixListsCommandInput) {
  const found = (input.Filters ?? []).every(({ Name, Values = [] }) => {
    if (Name !== 'prefix-list-name') throw new UnsupportedCall('EC2', `filter ${Name}`);
    return Values.includes(CLOUDFRONT.PrefixListName);
  });
  const PrefixListArn = formatArn(world, 'ec2', `prefix-list/${CLOUDFRONT.PrefixListId}`);
  return { PrefixLists: found ? [{ ...CLOUDFRONT, PrefixListArn, OwnerId: 'AWS' }] : [] };
}

/** Subnets are those of the stacks. */
export function createEc2(world: World, stacks: StackStore): OperationHandler {
  return createHandler('EC2', {
    DescribeSubnets: (input: DescribeSubnetsCommandInput) => describeSubnets(stacks, input),
    DescribeManagedPrefixLists: (input: DescribeManagedPrefixListsCommandInput) =>
      describePrefixLists(world, input),
  });
}
