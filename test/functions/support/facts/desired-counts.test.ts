import { CloudFormationClient, ListStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import { DescribeServicesCommand, ECSClient, ListServicesCommand } from '@aws-sdk/client-ecs';
import { mockClient } from 'aws-sdk-client-mock';
import { findDesiredCounts } from '../../../../functions/support/facts/desired-counts.js';

const ecs = mockClient(ECSClient);
const cloudFormation = mockClient(CloudFormationClient);
beforeEach(() => {
  ecs.reset();
  cloudFormation.reset();
});

const arnOf = (name: string): string => `arn:aws:ecs:eu-west-1:1:service/shop-test/${name}`;
const service = (workload: string) => ({ workload, stackName: `shop-test-${workload}` });

/** Services by name with their counts, a hundred to a page. */
function furnish(counts: { readonly [name: string]: number }, status = 'ACTIVE'): void {
  const arns = Object.keys(counts).map(arnOf);
  ecs.on(ListServicesCommand).callsFake(({ nextToken }: { nextToken?: string }) => {
    const start = Number(nextToken ?? 0);
    const serviceArns = arns.slice(start, start + 100);
    return start + 100 < arns.length
      ? { serviceArns, nextToken: String(start + 100) }
      : { serviceArns };
  });
  ecs.on(DescribeServicesCommand).callsFake(({ services }: { services: readonly string[] }) => ({
    services: services.map((serviceArn) => ({
      serviceArn,
      status,
      desiredCount: counts[serviceArn.split('/').at(-1) ?? ''],
    })),
  }));
}

describe('tasks that scaled services want', () => {
  test('are those of the services by the names that CloudFormation gave them', async () => {
    furnish({
      'shop-test-api-Service-AbC123': 4,
      'shop-test-api-Service-admin-Service-XyZ': 9,
      'shop-test-web-Service-AbC123': 2,
    });
    expect(await findDesiredCounts('cluster', [service('api')])).toEqual({ api: 4 });
    expect(ecs.commandCalls(DescribeServicesCommand)[0]?.args[0].input).toEqual({
      cluster: 'cluster',
      services: [arnOf('shop-test-api-Service-AbC123')],
    });
  });

  test('of a hundred services are asked ten at a time', async () => {
    const names = Array.from({ length: 150 }, (_, index) => `w${index}`);
    furnish(
      Object.fromEntries(names.map((name, index) => [`shop-test-${name}-Service-X1`, index])),
    );
    const counts = await findDesiredCounts('cluster', names.slice(0, 100).map(service));
    expect(Object.keys(counts)).toHaveLength(100);
    expect(counts.w99).toBe(99);
    expect(ecs.commandCalls(ListServicesCommand)).toHaveLength(2);
    expect(ecs.commandCalls(DescribeServicesCommand)).toHaveLength(10);
    expect(cloudFormation.calls()).toHaveLength(0);
  });

  test('of a service whose name was cut are found through its stack', async () => {
    furnish({ 'shop-test-long-X1': 3 });
    cloudFormation.on(ListStackResourcesCommand, { StackName: 'shop-test-long' }).resolves({
      StackResourceSummaries: [
        {
          LogicalResourceId: 'Service',
          PhysicalResourceId: arnOf('shop-test-long-X1'),
          ResourceType: 'AWS::ECS::Service',
          ResourceStatus: 'CREATE_COMPLETE',
          LastUpdatedTimestamp: new Date(0),
        },
      ],
    });
    expect(await findDesiredCounts('cluster', [service('long')])).toEqual({ long: 3 });
  });

  test('of a service that is going away are not known', async () => {
    furnish({ 'shop-test-api-Service-X1': 4 }, 'DRAINING');
    expect(await findDesiredCounts('cluster', [service('api')])).toEqual({});
  });

  test('are not asked for where nothing scales, nor where the cluster is gone', async () => {
    expect(await findDesiredCounts('cluster', [])).toEqual({});
    expect(ecs.calls()).toHaveLength(0);
    ecs
      .on(ListServicesCommand)
      .rejects(Object.assign(new Error('gone'), { name: 'ClusterNotFoundException' }));
    cloudFormation.on(ListStackResourcesCommand).resolves({ StackResourceSummaries: [] });
    expect(await findDesiredCounts('cluster', [service('api')])).toEqual({});
  });
});
