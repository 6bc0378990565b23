import {
  anAccount,
  deployStack,
  makeChangeSet,
  settle,
  type TestAccount,
} from '../../../support/account.js';

type Description = { readonly [field: string]: unknown };

const topic = (properties: object = {}) => ({ Type: 'AWS::SNS::Topic', Properties: properties });
const simple = { Resources: { Foo: topic() } };

const describeStack = async (it: TestAccount, name: string): Promise<Description> =>
  (
    await it.call<{ Stacks: Description[] }>('CloudFormation', 'DescribeStacks', {
      StackName: name,
    })
  ).Stacks[0] ?? {};

/** Fields whose value differs from run to run, and those that were not part of the recordings. */
const normalize = (description: Description): Description => {
  const { StackId: _, StackName: __, LastOperations: ___, ...rest } = description;
  return Object.fromEntries(
    Object.entries(rest).map(([key, value]) => [
      key,
      value instanceof Date ? 'datetime' : key === 'ChangeSetId' ? 'id' : value,
    ]),
  );
};

const shared = {
  CreationTime: 'datetime',
  DisableRollback: false,
  DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
  NotificationARNs: [],
  RollbackConfiguration: {},
};

describe('DescribeStacks as recorded', () => {
  test('after creation by change set, with tags and description', async () => {
    const it = anAccount();
    await deployStack(it, {
      name: 's',
      template: { ...simple, Description: 'test' },
      tags: { foo: 'bar' },
    });
    expect(normalize(await describeStack(it, 's'))).toEqual({
      ...shared,
      Capabilities: ['CAPABILITY_NAMED_IAM'],
      ChangeSetId: 'id',
      Description: 'test',
      EnableTerminationProtection: false,
      LastUpdatedTime: 'datetime',
      StackStatus: 'CREATE_COMPLETE',
      Tags: [{ Key: 'foo', Value: 'bar' }],
    });
  });

  test('change set of type CREATE made, not executed', async () => {
    const it = anAccount();
    await makeChangeSet(it, { name: 's', template: simple, tags: { foo: 'bar' } });
    expect(normalize(await describeStack(it, 's'))).toEqual({
      ...shared,
      EnableTerminationProtection: false,
      StackStatus: 'REVIEW_IN_PROGRESS',
      StackStatusReason: 'User Initiated',
      Tags: [],
    });
  });

  test('made by CreateStack: no ChangeSetId, no LastUpdatedTime', async () => {
    const it = anAccount();
    await it.call('CloudFormation', 'CreateStack', {
      StackName: 's',
      TemplateBody: JSON.stringify(simple),
    });
    await settle(it, 's');
    expect(normalize(await describeStack(it, 's'))).toEqual({
      ...shared,
      EnableTerminationProtection: false,
      StackStatus: 'CREATE_COMPLETE',
      Tags: [],
    });
  });

  test('after deletion, asked by id', async () => {
    const it = anAccount();
    await deployStack(it, { name: 's', template: simple });
    const { StackId } = await describeStack(it, 's');
    await it.call('CloudFormation', 'DeleteStack', { StackName: 's' });
    await settle(it, 's');
    expect(normalize(await describeStack(it, String(StackId)))).toEqual({
      ...shared,
      Capabilities: ['CAPABILITY_NAMED_IAM'],
      DeletionTime: 'datetime',
      LastUpdatedTime: 'datetime',
      StackStatus: 'DELETE_COMPLETE',
      Tags: [],
    });
  });

  test('NoEcho parameters are masked, outputs show them; UpdateStack drops the ChangeSetId', async () => {
    const it = anAccount();
    const template = {
      Parameters: {
        NormalParameter: { Type: 'String', Default: 'Some default value here' },
        SecretParameter: { Type: 'String', NoEcho: true },
        SecretParameterWithDefault: { Type: 'String', NoEcho: true, Default: 'x' },
      },
      Resources: {
        LocalBucket: {
          Type: 'AWS::S3::Bucket',
          Properties: { BucketName: 'cfn-noecho-bucket' },
          Metadata: { Secret: { Ref: 'SecretParameter' } },
        },
      },
      Outputs: {
        SecretValue: {
          Description: 'Secret value from parameter',
          Value: { Ref: 'SecretParameter' },
        },
      },
    };
    await deployStack(it, { name: 's', template, parameters: { SecretParameter: 'Old' } });
    await it.call('CloudFormation', 'UpdateStack', {
      StackName: 's',
      UsePreviousTemplate: true,
      Parameters: [{ ParameterKey: 'SecretParameter', ParameterValue: 'NewSecretValue1' }],
    });
    await settle(it, 's');
    expect(await describeStack(it, 's')).toMatchObject({
      StackStatus: 'UPDATE_COMPLETE',
      Outputs: [
        {
          Description: 'Secret value from parameter',
          OutputKey: 'SecretValue',
          OutputValue: 'NewSecretValue1',
        },
      ],
      Parameters: [
        { ParameterKey: 'NormalParameter', ParameterValue: 'Some default value here' },
        { ParameterKey: 'SecretParameter', ParameterValue: '****' },
        { ParameterKey: 'SecretParameterWithDefault', ParameterValue: '****' },
      ],
    });
    expect(await describeStack(it, 's')).not.toHaveProperty('ChangeSetId');
    const { StackResourceDetail } = await it.call<{ StackResourceDetail: Description }>(
      'CloudFormation',
      'DescribeStackResource',
      {
        StackName: 's',
        LogicalResourceId: 'LocalBucket',
      },
    );
    expect(StackResourceDetail).toMatchObject({
      DriftInformation: { StackResourceDriftStatus: 'NOT_CHECKED' },
      LogicalResourceId: 'LocalBucket',
      PhysicalResourceId: 'cfn-noecho-bucket',
      ResourceStatus: 'CREATE_COMPLETE',
      ResourceType: 'AWS::S3::Bucket',
    });
  });

  test('a name that is used again leads to the new stack, the old id to the deleted one', async () => {
    const it = anAccount();
    await deployStack(it, { name: 's', template: simple });
    const { StackId } = await describeStack(it, 's');
    await it.call('CloudFormation', 'DeleteStack', { StackName: 's' });
    await settle(it, 's');
    await deployStack(it, { name: 's', template: simple });
    expect((await describeStack(it, 's')).StackStatus).toBe('CREATE_COMPLETE');
    expect((await describeStack(it, String(StackId))).StackStatus).toBe('DELETE_COMPLETE');
  });
});

describe('change sets as recorded', () => {
  const changesOf = async (
    before: object,
    after: object,
    parameters: readonly [string, string][] = [],
  ) => {
    const it = anAccount();
    const [old, wanted] =
      parameters.length > 0
        ? [{ TopicName: parameters[0]![0] }, { TopicName: parameters[0]![1] }]
        : [{}, {}];
    await deployStack(it, { name: 's', template: before, parameters: old });
    const changeSet = await makeChangeSet(it, {
      name: 's',
      type: 'UPDATE',
      template: after,
      parameters: wanted,
    });
    return changeSet.Changes.map(({ ResourceChange }) => ResourceChange);
  };

  test('no changes', async () => {
    const it = anAccount();
    await deployStack(it, { name: 's', template: simple });
    const changeSet = await makeChangeSet(it, { name: 's', type: 'UPDATE', template: simple });
    expect(changeSet).toMatchObject({
      Status: 'FAILED',
      ExecutionStatus: 'UNAVAILABLE',
      StatusReason:
        "The submitted information didn't contain changes. Submit different information to create a change set.",
      Changes: [],
    });
    await expect(
      it.call('CloudFormation', 'ExecuteChangeSet', { ChangeSetName: changeSet.id }),
    ).rejects.toMatchObject({
      name: 'InvalidChangeSetStatusException',
      code: 'InvalidChangeSetStatus',
      message: `ChangeSet [${changeSet.id}] cannot be executed in its current status of [FAILED]`,
    });
  });

  test('metadata of the template is no change, an output is one', async () => {
    const it = anAccount();
    await deployStack(it, { name: 's', template: simple });
    const onlyMetadata = await makeChangeSet(it, {
      name: 's',
      type: 'UPDATE',
      template: { ...simple, Metadata: { Version: '2' } },
    });
    expect(onlyMetadata.Status).toBe('FAILED');
    const onlyOutput = { ...simple, Outputs: { Force: { Value: 'now' } } };
    expect(await deployStack(it, { name: 's', type: 'UPDATE', template: onlyOutput })).toBe(
      'UPDATE_COMPLETE',
    );
  });

  test('resource added', async () => {
    const it = anAccount();
    const template = {
      Resources: {
        SimpleParam: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: 'v' } },
      },
    };
    const first = await makeChangeSet(it, { name: 's', template });
    const second = await makeChangeSet(it, { name: 's', template });
    for (const changeSet of [first, second]) {
      expect(changeSet).toMatchObject({ Status: 'CREATE_COMPLETE', ExecutionStatus: 'AVAILABLE' });
      expect(changeSet.Changes).toEqual([
        {
          ResourceChange: {
            Action: 'Add',
            Details: [],
            LogicalResourceId: 'SimpleParam',
            ResourceType: 'AWS::SSM::Parameter',
            Scope: [],
          },
          Type: 'Resource',
        },
      ]);
    }
  });

  test('property changed, replacement needed', async () => {
    const named = (name: string) => ({ Resources: { Foo: topic({ TopicName: name }) } });
    expect(await changesOf(named('topic-1'), named('topic-2'))).toEqual([
      {
        Action: 'Modify',
        Details: [
          {
            ChangeSource: 'DirectModification',
            Evaluation: 'Static',
            Target: { Attribute: 'Properties', Name: 'TopicName', RequiresRecreation: 'Always' },
          },
        ],
        LogicalResourceId: 'Foo',
        PhysicalResourceId: 'arn:aws:sns:us-east-1:111111111111:topic-1',
        PolicyAction: 'ReplaceAndDelete',
        Replacement: 'True',
        ResourceType: 'AWS::SNS::Topic',
        Scope: ['Properties'],
      },
    ]);
  });

  test('property changed through a parameter', async () => {
    const template = {
      Parameters: { TopicName: { Type: 'String' } },
      Resources: { topic123: topic({ TopicName: { Ref: 'TopicName' } }) },
    };
    const target = { Attribute: 'Properties', Name: 'TopicName', RequiresRecreation: 'Always' };
    expect(await changesOf(template, template, [['one', 'two']])).toMatchObject([
      {
        Replacement: 'True',
        Details: [
          {
            CausingEntity: 'TopicName',
            ChangeSource: 'ParameterReference',
            Evaluation: 'Static',
            Target: target,
          },
          { ChangeSource: 'DirectModification', Evaluation: 'Dynamic', Target: target },
        ],
      },
    ]);
  });

  const pair = (name: string, display: string) => ({
    Resources: {
      Topic1: topic({ TopicName: name, DisplayName: display }),
      Topic2: topic({
        TopicName: 'topic-name-2',
        DisplayName: { 'Fn::GetAtt': ['Topic1', 'TopicName'] },
      }),
    },
  });
  const displayName = { Attribute: 'Properties', Name: 'DisplayName', RequiresRecreation: 'Never' };

  test('property changed in place, and one that depends on an attribute of it', async () => {
    expect(await changesOf(pair('n', 'one'), pair('n', 'two'))).toMatchObject([
      {
        LogicalResourceId: 'Topic1',
        Replacement: 'False',
        Details: [
          { ChangeSource: 'DirectModification', Evaluation: 'Static', Target: displayName },
        ],
      },
      {
        LogicalResourceId: 'Topic2',
        Replacement: 'False',
        Details: [
          {
            CausingEntity: 'Topic1.TopicName',
            ChangeSource: 'ResourceAttribute',
            Evaluation: 'Dynamic',
            Target: displayName,
          },
        ],
      },
    ]);
  });

  test('dependent resource changes because a replaced one gives a new attribute', async () => {
    expect(await changesOf(pair('n', 'one'), pair('m', 'two'))).toMatchObject([
      {
        LogicalResourceId: 'Topic1',
        Replacement: 'True',
        Details: [{ Target: displayName }, { Target: { Name: 'TopicName' } }],
      },
      {
        LogicalResourceId: 'Topic2',
        Replacement: 'False',
        Details: [
          {
            CausingEntity: 'Topic1.TopicName',
            ChangeSource: 'ResourceAttribute',
            Evaluation: 'Static',
            Target: displayName,
          },
        ],
      },
    ]);
  });

  test('resource removed', async () => {
    const both = { Resources: { A: topic(), C: topic({ TopicName: 'gone' }) } };
    expect(await changesOf(both, { Resources: { A: topic() } })).toEqual([
      {
        Action: 'Remove',
        Details: [],
        LogicalResourceId: 'C',
        PhysicalResourceId: 'arn:aws:sns:us-east-1:111111111111:gone',
        PolicyAction: 'Delete',
        ResourceType: 'AWS::SNS::Topic',
        Scope: [],
      },
    ]);
  });

  test('after execution the change set is EXECUTE_COMPLETE, another one is OBSOLETE', async () => {
    const it = anAccount();
    const other = await makeChangeSet(it, { name: 's', template: simple });
    const changeSet = await makeChangeSet(it, { name: 's', template: simple });
    await it.call('CloudFormation', 'ExecuteChangeSet', { ChangeSetName: changeSet.id });
    await settle(it, 's');
    const describe = (id: string) =>
      it.call('CloudFormation', 'DescribeChangeSet', { ChangeSetName: id });
    expect(await describe(changeSet.id)).toMatchObject({
      Status: 'CREATE_COMPLETE',
      ExecutionStatus: 'EXECUTE_COMPLETE',
    });
    expect(await describe(other.id)).toMatchObject({
      Status: 'CREATE_COMPLETE',
      ExecutionStatus: 'OBSOLETE',
    });
  });

  test('a stack in review that CreateStack makes leaves the change set obsolete', async () => {
    const it = anAccount();
    const changeSet = await makeChangeSet(it, { name: 's', template: simple });
    await it.call('CloudFormation', 'CreateStack', {
      StackName: 's',
      TemplateBody: JSON.stringify(simple),
    });
    expect(await settle(it, 's')).toBe('CREATE_COMPLETE');
    expect(
      await it.call('CloudFormation', 'DescribeChangeSet', { ChangeSetName: changeSet.id }),
    ).toMatchObject({ ExecutionStatus: 'OBSOLETE' });
  });

  test('a task definition is replaced, its service changes in place', async () => {
    const withImage = (image: string) => ({
      Resources: {
        TaskDefinition: {
          Type: 'AWS::ECS::TaskDefinition',
          Properties: { Family: 'f', ContainerDefinitions: [{ Name: 'c', Image: image }] },
        },
        Service: {
          Type: 'AWS::ECS::Service',
          Properties: { TaskDefinition: { Ref: 'TaskDefinition' } },
        },
      },
    });
    expect(await changesOf(withImage('a'), withImage('b'))).toMatchObject([
      {
        LogicalResourceId: 'TaskDefinition',
        Replacement: 'True',
        PolicyAction: 'ReplaceAndDelete',
      },
      {
        LogicalResourceId: 'Service',
        Replacement: 'False',
        Details: [
          {
            CausingEntity: 'TaskDefinition',
            ChangeSource: 'ResourceReference',
            Evaluation: 'Static',
          },
        ],
      },
    ]);
  });

  test('a long list of changes comes in pages', async () => {
    const it = anAccount();
    const template = {
      Resources: Object.fromEntries(
        Array.from({ length: 30 }, (_, index) => [`T${index}`, topic()]),
      ),
    };
    const changeSet = await makeChangeSet(it, { name: 's', template });
    expect(changeSet.Changes).toHaveLength(25);
    const { NextToken } = changeSet as { NextToken?: string };
    expect(
      await it.call('CloudFormation', 'DescribeChangeSet', {
        ChangeSetName: changeSet.id,
        NextToken,
      }),
    ).toMatchObject({
      Changes: Array.from({ length: 5 }, () => ({ Type: 'Resource' })),
    });
  });

  test('tags of the stack change every resource that takes tags', async () => {
    const it = anAccount();
    await deployStack(it, { name: 's', template: simple, tags: { a: '1' } });
    const changeSet = await makeChangeSet(it, {
      name: 's',
      type: 'UPDATE',
      template: simple,
      tags: { a: '2' },
    });
    expect(changeSet.Changes).toMatchObject([
      { ResourceChange: { Scope: ['Tags'], Replacement: 'False' } },
    ]);
  });
});
