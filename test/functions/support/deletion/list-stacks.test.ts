import {
  CloudFormationClient,
  ListExportsCommand,
  ListStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { mockClient } from 'aws-sdk-client-mock';
import { listExports, listStacks } from '../../../../functions/support/deletion/list-stacks.js';

const cloudFormation = mockClient(CloudFormationClient);
beforeEach(() => cloudFormation.reset());

const summary = (StackName: string, more = {}) => ({
  StackName,
  StackId: `arn:${StackName}`,
  CreationTime: new Date(0),
  StackStatus: 'CREATE_COMPLETE' as const,
  ...more,
});

test('stacks come from all pages, with their description and the stack that they are in', async () => {
  cloudFormation
    .on(ListStacksCommand)
    .resolvesOnce({
      StackSummaries: [summary('shop-test', { TemplateDescription: 'an environment' })],
      NextToken: 'more',
    })
    .resolvesOnce({ StackSummaries: [summary('inner', { RootId: 'arn:shop-test' })] });
  expect(await listStacks()).toEqual([
    {
      stackName: 'shop-test',
      stackId: 'arn:shop-test',
      rootId: 'arn:shop-test',
      description: 'an environment',
    },
    { stackName: 'inner', stackId: 'arn:inner', rootId: 'arn:shop-test', description: undefined },
  ]);
  const asked = cloudFormation
    .commandCalls(ListStacksCommand)
    .map(({ args: [{ input }] }) => input);
  expect(asked.map(({ NextToken }) => NextToken)).toEqual([undefined, 'more']);
  expect(
    asked.every(({ StackStatusFilter }) => !StackStatusFilter?.includes('DELETE_COMPLETE')),
  ).toBe(true);
});

test('exports come from all pages', async () => {
  const one = (Name: string) => ({ Name, Value: `${Name}-value`, ExportingStackId: 'arn:shop' });
  cloudFormation
    .on(ListExportsCommand)
    .resolvesOnce({ Exports: [one('a')], NextToken: 'more' })
    .resolvesOnce({ Exports: [one('b')] });
  expect(await listExports()).toEqual(
    ['a', 'b'].map((exportName) => ({
      exportName,
      value: `${exportName}-value`,
      stackId: 'arn:shop',
    })),
  );
});
