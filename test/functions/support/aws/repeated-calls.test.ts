import {
  CloudFormationClient,
  CloudFormationServiceException,
  TokenAlreadyExistsException,
} from '@aws-sdk/client-cloudformation';
import { mockClient } from 'aws-sdk-client-mock';
import { executeChangeSet } from '../../../../functions/support/aws/change-sets.js';
import {
  cancelUpdate,
  continueRollback,
  deleteStack,
} from '../../../../functions/support/aws/cloudformation.js';

const cloudFormation = mockClient(CloudFormationClient);

beforeEach(() => {
  cloudFormation.reset();
});

const CALLS: readonly (readonly [string, () => Promise<void>])[] = [
  ['DeleteStack', () => deleteStack('stack', 'token')],
  ['CancelUpdateStack', () => cancelUpdate('stack', 'token')],
  ['ContinueUpdateRollback', () => continueRollback('stack', [], 'token')],
  ['ExecuteChangeSet', () => executeChangeSet('change-set', 'token')],
];

describe.each(CALLS)('%s', (_name, call) => {
  test('that CloudFormation knows from an earlier call counts as made', async () => {
    cloudFormation
      .onAnyCommand()
      .rejects(new TokenAlreadyExistsException({ message: 'it exists already', $metadata: {} }));
    await expect(call()).resolves.toBeUndefined();
  });

  test('that fails otherwise fails', async () => {
    cloudFormation.onAnyCommand().rejects(
      new CloudFormationServiceException({
        name: 'ValidationError',
        message: 'no',
        $fault: 'client',
        $metadata: {},
      }),
    );
    await expect(call()).rejects.toThrow('no');
  });
});
