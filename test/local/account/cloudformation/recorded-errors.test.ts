import {
  anAccount,
  deployStack,
  makeChangeSet,
  passTime,
  settle,
  type TestAccount,
} from '../../../support/account.js';

const foo = { Type: 'AWS::SNS::Topic' };
const simple = { Resources: { Foo: foo } };

type Row = readonly [mistake: string, template: unknown, message: string];

const create = (it: TestAccount, body: string, more: object = {}) =>
  it.call('CloudFormation', 'CreateChangeSet', {
    StackName: 's',
    ChangeSetName: 'cs',
    ChangeSetType: 'CREATE',
    TemplateBody: body,
    ...more,
  });

const parameter = (definition: object) => ({ Parameters: { Value: definition }, ...simple });

const IN_RESOURCES = (name: string) =>
  `Template format error: Unresolved resource dependencies [${name}] in the Resources block of the template`;

const TEMPLATE_ERRORS: readonly Row[] = [
  [
    'parameter without a value',
    parameter({ Type: 'String' }),
    'Parameters: [Value] must have values',
  ],
  [
    'SSM parameter type without a value',
    parameter({ Type: 'AWS::SSM::Parameter::Value<String>' }),
    'Parameter Value should either have input value or default value',
  ],
  [
    'parameter of the wrong type',
    parameter({ Type: 'Number', Default: 'x' }),
    "Parameter 'Value' must be a number.",
  ],
  [
    'no resources',
    { Outputs: {} },
    'Template format error: At least one Resources member must be defined.',
  ],
  [
    'resource that is no object',
    { Resources: { A: 'x' } },
    'Template format error: Any Resources member must be an object.',
  ],
  [
    'resource without a type',
    { Resources: { A: { Properties: {} } } },
    'Template format error: [/Resources/A] Every Resources object must contain a Type member.',
  ],
  [
    'resource with an unknown key',
    { Resources: { A: { ...foo, Invalid: 1 } } },
    "Invalid template resource property 'Invalid'",
  ],
  [
    'logical id that is not alphanumeric',
    { Resources: { 'my-bad-resource-id': foo } },
    'Template format error: Resource name my-bad-resource-id is non alphanumeric.',
  ],
  [
    'output without value',
    { ...simple, Outputs: { MyOutput: { Value: null } } },
    "[/Outputs/MyOutput/Value] 'null' values are not allowed in templates",
  ],
  [
    'outputs without values',
    { ...simple, Outputs: { One: null, Two: null } },
    'Template format error: Every Outputs member must contain a Value object',
  ],
  [
    'Ref to nothing',
    { Resources: { A: { ...foo, Properties: { TopicName: { Ref: 'InvalidRef' } } } } },
    IN_RESOURCES('InvalidRef'),
  ],
  [
    'DependsOn nothing',
    { Resources: { A: { ...foo, DependsOn: 'NonExistingResource' } } },
    IN_RESOURCES('NonExistingResource'),
  ],
  [
    'Ref to a resource whose condition is false',
    {
      Conditions: { No: { 'Fn::Equals': ['a', 'b'] } },
      Resources: {
        MyTopic: { ...foo, Condition: 'No' },
        A: { ...foo, Properties: { TopicName: { Ref: 'MyTopic' } } },
      },
    },
    IN_RESOURCES('MyTopic'),
  ],
  [
    'output refers to a resource whose condition is false',
    {
      Conditions: { No: { 'Fn::Equals': ['a', 'b'] } },
      Resources: { MyTopic: { ...foo, Condition: 'No' }, A: foo },
      Outputs: { O: { Value: { Ref: 'MyTopic' } } },
    },
    'Unresolved resource dependencies [MyTopic] in the Outputs block of the template',
  ],
  [
    'Fn::If with an unknown condition',
    {
      Resources: {
        A: { ...foo, Properties: { TopicName: { 'Fn::If': ['MissingCondition', 'a', 'b'] } } },
      },
    },
    'Template error: unresolved condition dependency MissingCondition in Fn::If',
  ],
  [
    'Fn::Equals with the wrong number of arguments',
    { Conditions: { C: { 'Fn::Equals': ['a'] } }, Resources: { A: { ...foo, Condition: 'C' } } },
    'Template error: every Fn::Equals object requires a list of 2 string parameters.',
  ],
  [
    'Fn::GetAtt with a wrong shape',
    { Resources: { A: { ...foo, Properties: { TopicName: { 'Fn::GetAtt': ['B', ''] } } } } },
    'Template error: every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute',
  ],
  [
    'URL given as body',
    'https://bucket.s3.amazonaws.com/key',
    'Template format error: unsupported structure.',
  ],
  ['YAML not well-formed', 'Resources: [', 'Template format error: YAML not well-formed.'],
];

describe('errors of templates as recorded', () => {
  test.each(TEMPLATE_ERRORS)('%s', async (_, template, message) => {
    const it = anAccount();
    const body = typeof template === 'string' ? template : JSON.stringify(template);
    await expect(create(it, body)).rejects.toMatchObject({
      name: 'ValidationError',
      message,
      status: 400,
    });
    expect(it.account.snapshot().stacks).toEqual({});
  });

  test.each([
    [
      'Fn::FindInMap, key not found',
      { 'Fn::FindInMap': ['Map', 'C', 'Suffix'] },
      'Template error: Unable to get mapping for Map::C::Suffix',
    ],
    [
      'Fn::Select out of range',
      { 'Fn::Select': [5, ['a']] },
      'Template error: Fn::Select requires a list argument with two elements: an integer index and a list',
    ],
    [
      'Fn::Split with one argument',
      { 'Fn::Split': [','] },
      'Template error: every Fn::Split object requires two parameters, (1) a string delimiter and (2) a string to be split or a function that returns a string to be split.',
    ],
  ])('%s is told when the request is made', async (_, value, message) => {
    const it = anAccount();
    const template = { Resources: { A: { ...foo, Properties: { TopicName: value } } } };
    await expect(create(it, JSON.stringify(template))).rejects.toThrow(message);
  });

  test('a circular dependency is told', async () => {
    const it = anAccount();
    const template = {
      Resources: { A: { ...foo, DependsOn: 'B' }, B: { ...foo, DependsOn: 'A' } },
    };
    await expect(create(it, JSON.stringify(template))).rejects.toThrow(
      'Circular dependency between resources: [A, B]',
    );
  });
});

type CallRow = readonly [mistake: string, operation: string, input: object, error: object];

const validation = (message: string) => ({ name: 'ValidationError', message });

const CALL_ERRORS: readonly CallRow[] = [
  [
    'update without a change',
    'UpdateStack',
    { StackName: 'there', UsePreviousTemplate: true },
    validation('No updates are to be performed.'),
  ],
  [
    'change set of an unknown stack',
    'DescribeChangeSet',
    { StackName: 'somestack', ChangeSetName: 'cs' },
    validation('Stack [somestack] does not exist'),
  ],
  [
    'deleting a change set of an unknown stack',
    'DeleteChangeSet',
    { StackName: 'nostack', ChangeSetName: 'cs' },
    validation('Stack [nostack] does not exist'),
  ],
  [
    'deleting a change set without a stack',
    'DeleteChangeSet',
    { ChangeSetName: 'cs' },
    validation('StackName must be specified if ChangeSetName is not specified as an ARN.'),
  ],
  [
    'unknown change set',
    'DescribeChangeSet',
    { StackName: 'there', ChangeSetName: 'gone' },
    {
      name: 'ChangeSetNotFoundException',
      code: 'ChangeSetNotFound',
      status: 404,
      message: 'ChangeSet [gone] does not exist',
    },
  ],
  [
    'change set of type CREATE for a stack that exists',
    'CreateChangeSet',
    { StackName: 'there', ChangeSetName: 'cs', ChangeSetType: 'CREATE', TemplateBody: '{}' },
    validation('Stack [there] already exists and cannot be created again with the changeSet [cs].'),
  ],
  [
    'creating a stack whose name is taken',
    'CreateStack',
    { StackName: 'there', TemplateBody: '{}' },
    { name: 'AlreadyExistsException', message: 'Stack [there] already exists' },
  ],
  [
    'describing an unknown stack',
    'DescribeStacks',
    { StackName: 'nowhere' },
    validation('Stack with id nowhere does not exist'),
  ],
  [
    'events of an unknown stack',
    'DescribeStackEvents',
    { StackName: 'nowhere' },
    validation('Stack [nowhere] does not exist'),
  ],
  [
    'unknown resource',
    'DescribeStackResource',
    { StackName: 'there', LogicalResourceId: 'Not' },
    validation('Resource Not does not exist for stack there'),
  ],
  [
    'resource of an unknown stack',
    'DescribeStackResource',
    { StackName: 'nowhere', LogicalResourceId: 'A' },
    validation("Stack 'nowhere' does not exist"),
  ],
  [
    'neither body nor URL',
    'UpdateStack',
    { StackName: 'there' },
    validation('Either Template URL or Template Body must be specified.'),
  ],
  [
    'rollback trigger of the wrong type',
    'UpdateStack',
    {
      StackName: 'there',
      UsePreviousTemplate: true,
      RollbackConfiguration: { RollbackTriggers: [{ Arn: 'x', Type: 'AWS::SNS::Topic' }] },
    },
    validation('Rollback Trigger Type not supported'),
  ],
  [
    'rollback trigger with a wrong ARN',
    'UpdateStack',
    {
      StackName: 'there',
      UsePreviousTemplate: true,
      RollbackConfiguration: {
        RollbackTriggers: [{ Arn: 'arn:aws:cloudwatch', Type: 'AWS::CloudWatch::Alarm' }],
      },
    },
    validation("RelativeId of a Rollback Trigger's ARN is incorrect"),
  ],
  [
    'forbidden characters in the name of a stack',
    'CreateChangeSet',
    { StackName: '*@da591fa3_$', ChangeSetName: 'cs', ChangeSetType: 'CREATE', TemplateBody: '{}' },
    validation(
      "1 validation error detected: Value '*@da591fa3_$' at 'stackName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*|arn:[-a-zA-Z0-9:/._+]*",
    ),
  ],
  [
    'TemplateURL outside S3',
    'CreateStack',
    { StackName: 'new', TemplateURL: 'https://example.com/t.json' },
    validation('TemplateURL must be a supported URL.'),
  ],
  [
    's3:// URL',
    'CreateStack',
    { StackName: 'new', TemplateURL: 's3://bucket/t.json' },
    validation('S3 error: Domain name specified in bucket is not a valid S3 domain'),
  ],
  [
    'template of an unknown stack',
    'GetTemplate',
    { StackName: 'does-not-exist' },
    validation('Stack with id does-not-exist does not exist'),
  ],
  [
    'template, no argument',
    'GetTemplate',
    {},
    validation('StackName is required if ChangeSetName is not specified.'),
  ],
  [
    'template of a change set by name without stack',
    'GetTemplate',
    { ChangeSetName: 'cs' },
    validation('StackName is a required parameter.'),
  ],
  [
    'cancelling what is not being updated',
    'CancelUpdateStack',
    { StackName: 'there' },
    validation('CancelUpdateStack cannot be called from current stack status'),
  ],
  [
    'importers of what nobody imports',
    'ListImports',
    { ExportName: 'x' },
    validation("Export 'x' is not imported by any stack."),
  ],
];

describe('errors of calls as recorded', () => {
  test.each(CALL_ERRORS)('%s', async (_, operation, input, error) => {
    const it = anAccount();
    await deployStack(it, { name: 'there', template: simple });
    await expect(it.call('CloudFormation', operation, input)).rejects.toMatchObject(error);
  });

  test('a template body over 51,200 bytes is refused, a template in S3 is not', async () => {
    const it = anAccount();
    const big = JSON.stringify({ ...simple, Description: 'x'.repeat(60_000) });
    await expect(create(it, big)).rejects.toThrow(
      /at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to 51200$/,
    );
    it.account.setup.bucket('templates');
    await it.call('S3', 'PutObject', { Bucket: 'templates', Key: 'a/b.json', Body: big });
    await it.call('CloudFormation', 'CreateStack', {
      StackName: 's',
      TemplateURL: 'https://templates.s3.us-east-1.amazonaws.com/a/b.json',
    });
    expect(await settle(it, 's')).toBe('CREATE_COMPLETE');
  });

  test.each([
    [{}, 'Requires capabilities : [CAPABILITY_IAM]'],
    [{ RoleName: 'r' }, 'Requires capabilities : [CAPABILITY_NAMED_IAM]'],
  ])('IAM resources %p need a capability', async (properties, message) => {
    const it = anAccount();
    const template = {
      Resources: {
        R: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: {}, ...properties } },
      },
    };
    await expect(create(it, JSON.stringify(template))).rejects.toMatchObject({
      name: 'InsufficientCapabilitiesException',
      message,
    });
  });

  test.each(['DELETE_IN_PROGRESS', 'DELETE_COMPLETE'])(
    'a change set for a stack in %s is refused',
    async (status) => {
      const it = anAccount();
      await deployStack(it, { name: 's', template: simple });
      const { StackId } = (
        await it.call<{ Stacks: { StackId: string }[] }>('CloudFormation', 'DescribeStacks', {
          StackName: 's',
        })
      ).Stacks[0]!;
      await it.call('CloudFormation', 'DeleteStack', { StackName: 's' });
      if (status === 'DELETE_COMPLETE') await settle(it, 's');
      const input = {
        StackName: StackId,
        ChangeSetName: 'cs',
        ChangeSetType: 'UPDATE',
        TemplateBody: JSON.stringify(simple),
      };
      await expect(it.call('CloudFormation', 'CreateChangeSet', input)).rejects.toThrow(
        `Stack:${StackId} is in ${status} state and can not be updated.`,
      );
    },
  );

  test('one operation at a time: a change set is refused while the stack is changed', async () => {
    const it = anAccount();
    await deployStack(it, { name: 's', template: simple });
    const other = { Resources: { Foo: foo, Bar: foo } };
    const changeSet = await makeChangeSet(it, { name: 's', type: 'UPDATE', template: other });
    await it.call('CloudFormation', 'ExecuteChangeSet', { ChangeSetName: changeSet.id });
    await passTime(it, 1000);
    await expect(
      makeChangeSet(it, { name: 's', type: 'UPDATE', template: simple }),
    ).rejects.toThrow(/is in UPDATE_IN_PROGRESS state and can not be updated\.$/);
  });

  test('an operation that is not supported names itself', async () => {
    const it = anAccount();
    await expect(it.call('CloudFormation', 'DetectStackDrift', {})).rejects.toThrow(
      'does not support CloudFormation DetectStackDrift',
    );
    await expect(it.call('Lambda', 'Invoke', {})).rejects.toThrow('does not support Lambda Invoke');
  });
});
