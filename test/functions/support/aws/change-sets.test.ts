import { objectUrl } from '../../../../core/template/s3-location.js';
import { artifactBucket, putObject } from '../../../../functions/support/aws/artifacts.js';
import {
  createChangeSet,
  executeChangeSet,
  getOpenedChangeSet,
} from '../../../../functions/support/aws/change-sets.js';
import { cloudFormation } from '../../../../functions/support/aws/cloudformation.js';
import { alterAnswers } from '../../../support/alter-answers.js';
import { anInstallation } from '../../../support/installation.js';

const STACK = 'shop-test-orders';

const templateOf = (description: string): string =>
  JSON.stringify({
    Parameters: { Password: { Type: 'String', NoEcho: true }, Size: { Type: 'String' } },
    Resources: {
      Store: {
        Type: 'AWS::SSM::Parameter',
        Properties: {
          Type: 'String',
          Value: { Ref: 'Password' },
          Description: { 'Fn::Sub': `${description} \${Size}` },
        },
      },
    },
  });

test('a value that CloudFormation hides stays what it is', async () => {
  const it = anInstallation();
  await it.account.handle('CloudFormation', 'CreateStack', {
    StackName: STACK,
    TemplateBody: templateOf('before'),
    Parameters: [
      { ParameterKey: 'Password', ParameterValue: 'secret' },
      { ParameterKey: 'Size', ParameterValue: '1' },
    ],
  });
  await it.runUntilStack(STACK, 'CREATE_COMPLETE');
  await putObject({ key: 'after.json', body: new TextEncoder().encode(templateOf('after')) });
  const id = await createChangeSet({
    stackName: STACK,
    type: 'UPDATE',
    templateUrl: objectUrl(artifactBucket(), it.account.region, 'after.json'),
    // As DescribeStacks shows them.
    parameters: { Password: '****', Size: '2' },
    tags: {},
    token: 'd-1-1-restore',
    rollbackAlarms: [],
    executionRoleArn: undefined,
  });
  await it.runFor(1);
  await executeChangeSet(id, 'd-1-1-restore');
  await it.runUntilStack(STACK, 'UPDATE_COMPLETE');
  expect(it.account.snapshot().stacks[STACK]?.resources.Store?.properties).toMatchObject({
    Value: 'secret',
    Description: 'after 2',
  });
});

describe('a change set that failed with a nested one', () => {
  const arn = (name: string): string =>
    `arn:aws:cloudformation:us-east-1:111111111111:changeSet/${name}/1`;
  const WORDS = `Nested change set ${arn('AddonsStack')} was not successfully created: Currently in FAILED.`;

  test.each([
    [
      'The following hook(s) failed: [Our::Check]',
      {
        reason: 'AddonsStack: The following hook(s) failed: [Our::Check]',
        failedId: arn('AddonsStack'),
      },
    ],
    ["The submitted information didn't contain changes.", { reason: WORDS }],
  ])('says of it "%s"', async (reason, expected) => {
    anInstallation();
    const restore = alterAnswers(cloudFormation.home, {
      DescribeChangeSet: async (_ask, { ChangeSetName }) => ({
        Status: 'FAILED',
        ExecutionStatus: 'UNAVAILABLE',
        StatusReason: ChangeSetName === arn('outer') ? WORDS : reason,
      }),
    });
    const opened = await getOpenedChangeSet(arn('outer'));
    restore();
    expect(opened).toEqual({
      status: 'FAILED',
      executionStatus: 'UNAVAILABLE',
      changes: [],
      ...expected,
    });
  });
});
