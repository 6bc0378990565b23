import {
  DescribeManagedPrefixListsCommand,
  DescribeSubnetsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import pMap from 'p-map';
import type { SubnetTags } from '../../../core/template/service/network.js';
import { placed } from '../places/placed-client.js';
import { WIDTH } from './width.js';

export const ec2 = placed((config) => new EC2Client(config));

/** `facts.taggedSubnets`: ids of the subnets that have all of the tags, by the key of the tags. Sorted. */
export async function findTaggedSubnets(
  wanted: ReadonlyMap<string, SubnetTags>,
): Promise<{ readonly [key: string]: string[] }> {
  const found = await pMap(wanted, async ([key, tags]) => [key, await listSubnets(tags)] as const, {
    concurrency: WIDTH,
  });
  return Object.fromEntries(found);
}

async function listSubnets(tags: SubnetTags): Promise<string[]> {
  const filters = Object.entries(tags).map(([tag, values]) => ({
    Name: `tag:${tag}`,
    Values: [values].flat(),
  }));
  const found: string[] = [];
  let next: string | undefined;
  do {
    const page = await ec2.send(
      new DescribeSubnetsCommand({ Filters: filters, ...(next ? { NextToken: next } : {}) }),
    );
    found.push(...(page.Subnets ?? []).flatMap(({ SubnetId }) => SubnetId ?? []));
    next = page.NextToken;
  } while (next);
  // EC2 promises no order, and the same subnets must give the same template.
  return found.sort();
}

/** AWS keeps it: the addresses from which CloudFront asks. */
const CLOUDFRONT = 'com.amazonaws.global.cloudfront.origin-facing';

/** Id of CloudFront's managed prefix list in the region; empty in a region that has none. */
export async function findCloudFrontPrefixLists(): Promise<string[]> {
  const { PrefixLists = [] } = await ec2.send(
    new DescribeManagedPrefixListsCommand({
      Filters: [{ Name: 'prefix-list-name', Values: [CLOUDFRONT] }],
    }),
  );
  return PrefixLists.flatMap(({ PrefixListId }) => PrefixListId ?? []);
}
