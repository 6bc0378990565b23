import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { mockClient } from 'aws-sdk-client-mock';
import { findArtifactStore } from '../../../../functions/support/facts/artifact-store.js';
import { ENV } from '../../../../functions/support/runtime/env.js';

const cloudFormation = mockClient(CloudFormationClient);
beforeEach(() => {
  cloudFormation.reset();
  Object.assign(process.env, { [ENV.artifactBucket]: 'ours', [ENV.artifactKeyArn]: 'arn:ours' });
});

const OURS = { bucket: 'ours', keyArn: 'arn:ours' };
const listed = (stackName: string) => [
  { stackName: 'shop-test', stackId: 'arn:env', rootId: 'arn:env', description: undefined },
  { stackName, stackId: 'arn:infra', rootId: 'arn:infra', description: undefined },
];

function answer(outputs: { readonly [name: string]: string }): void {
  cloudFormation.on(DescribeStacksCommand, { StackName: 'arn:infra' }).resolves({
    Stacks: [
      {
        StackName: 'x',
        CreationTime: new Date(0),
        StackStatus: 'UPDATE_COMPLETE',
        Outputs: Object.entries(outputs).map(([OutputKey, OutputValue]) => ({
          OutputKey,
          OutputValue,
        })),
      },
    ],
  });
}

describe('where an application keeps what its stacks refer to', () => {
  test.each([
    'StackSet-shop-infrastructure-0a1b2c3d-0000-4000-8000-0a1b2c3d4e5f',
    'shop-infrastructure',
  ])('in its own bucket, which Copilot made: %s', async (stackName) => {
    answer({ PipelineBucket: 'theirs', KMSKeyARN: 'arn:theirs', ECRRepoapi: 'arn:repo' });
    expect(await findArtifactStore('shop', listed(stackName))).toEqual({
      bucket: 'theirs',
      keyArn: 'arn:theirs',
    });
  });

  test.each([
    'StackSet-shop-admin-infrastructure-0a1b2c3d',
    'StackSet-my-shop-infrastructure-0a1b2c3d',
    'StackSet-shop-infrastructure-old-0a1b2c3d',
    'shop-infrastructure-roles',
  ])("not in another application's: %s", async (stackName) => {
    expect(await findArtifactStore('shop', listed(stackName))).toEqual(OURS);
    expect(cloudFormation.calls()).toHaveLength(0);
  });

  test('in ours, where an environment only has that name', async () => {
    answer({ VpcId: 'vpc-1' });
    expect(await findArtifactStore('shop', listed('shop-infrastructure'))).toEqual(OURS);
  });
});
