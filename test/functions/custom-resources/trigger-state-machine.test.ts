import { SFNClient, StartSyncExecutionCommand } from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { handler } from '../../../functions/custom-resources/trigger-state-machine.js';
import { aCreation, aDeletion, answerOf, anUpdate } from '../../support/custom-resource-events.js';

const sfn = mockClient(SFNClient);
const PROPERTIES = { StateMachineARN: 'arn:machine', AssetMappingFilePath: 'local-assets/list' };

beforeEach(() => {
  sfn.reset();
  sfn.on(StartSyncExecutionCommand).resolves({ status: 'SUCCEEDED' });
});

test.each([
  ['creation', aCreation(PROPERTIES), 'TheResource'],
  ['update', anUpdate(PROPERTIES, PROPERTIES, 'kept'), 'kept'],
])('a %s runs the machine to its end', async (_, event, physicalId) => {
  expect(await answerOf(handler, event)).toMatchObject({
    Status: 'SUCCESS',
    PhysicalResourceId: physicalId,
  });
  expect(sfn.commandCalls(StartSyncExecutionCommand)[0]?.args[0].input).toEqual({
    stateMachineArn: 'arn:machine',
  });
});

test('a machine that fails is told with error and cause', async () => {
  sfn
    .on(StartSyncExecutionCommand)
    .resolves({ status: 'FAILED', error: 'S3.NoSuchKey', cause: 'the list is gone' });
  expect(await answerOf(handler, aCreation(PROPERTIES))).toMatchObject({
    Status: 'FAILED',
    Reason: expect.stringContaining('ended as FAILED: S3.NoSuchKey: the list is gone'),
  });
});

test('a deletion runs nothing', async () => {
  expect((await answerOf(handler, aDeletion(PROPERTIES))).Status).toBe('SUCCESS');
  expect(sfn.calls()).toHaveLength(0);
});
