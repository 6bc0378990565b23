import {
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { placed } from '../places/placed-client.js';

export const elb = placed((config) => new ElasticLoadBalancingV2Client(config));

/** Why targets of these groups are unhealthy now, each reason once. A group that is gone says nothing. */
export async function listUnhealthyReasons(
  targetGroupArns: readonly string[],
): Promise<readonly string[]> {
  const found = await Promise.all(targetGroupArns.map(listReasons));
  return [...new Set(found.flat())];
}

async function listReasons(TargetGroupArn: string): Promise<readonly string[]> {
  try {
    const { TargetHealthDescriptions = [] } = await elb.send(
      new DescribeTargetHealthCommand({ TargetGroupArn }),
    );
    return TargetHealthDescriptions.flatMap(({ TargetHealth: health }) =>
      health?.State === 'unhealthy' ? (health.Description ?? health.Reason ?? []) : [],
    );
  } catch (error) {
    if (error instanceof Error && error.name === 'TargetGroupNotFoundException') return [];
    throw error;
  }
}
