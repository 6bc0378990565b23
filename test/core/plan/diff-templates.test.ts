import { diffTemplates } from '../../../core/plan/diff-templates.js';
import { findReplacement } from '../../../core/plan/replacement.js';
import type { StackVersion } from '../../../core/plan/stack-diff.js';
import type { Template } from '../../../core/template/cloudformation.js';

const PARAMETERS: Template['Parameters'] = {
  Tag: { Type: 'String' },
  Env: { Type: 'String', Default: 'test' },
};

const aVersion = (
  resources: Template['Resources'],
  fields: Partial<Template> = {},
  parameters: StackVersion['parameters'] = {},
): StackVersion => ({
  template: { Parameters: PARAMETERS, Resources: resources, ...fields },
  parameters,
  stackName: 'shop-test-api',
});

const aTable = (properties = {}, fields = {}) => ({
  Type: 'AWS::DynamoDB::Table',
  Properties: { TableName: 'orders', BillingMode: 'PAY_PER_REQUEST', ...properties },
  ...fields,
});

/** `Table replace certain TableName`, one line per change. */
const lines = (
  before: StackVersion | undefined,
  after: StackVersion | undefined,
): readonly string[] =>
  diffTemplates(before, after).changes.map(
    ({ logicalId, action, certainty, properties, retained }) =>
      `${logicalId} ${action} ${certainty} ${properties.join(',')}${retained ? ' (retained)' : ''}`,
  );

test('two equal versions: nothing to do', () => {
  const version = aVersion({ Table: aTable() });
  expect(diffTemplates(version, structuredClone(version))).toEqual({
    action: 'none',
    changes: [],
    unchanged: 1,
    removedExports: [],
    outputsChanged: false,
  });
});

test('no stack before: everything is created; none after: everything goes', () => {
  const version = aVersion({ Table: aTable(), Kept: aTable({}, { DeletionPolicy: 'Retain' }) });
  expect(diffTemplates(undefined, version).action).toBe('create');
  expect(lines(undefined, version)).toEqual(['Kept create certain ', 'Table create certain ']);
  expect(diffTemplates(version, undefined).action).toBe('delete');
  expect(lines(version, undefined)).toEqual([
    'Kept remove certain  (retained)',
    'Table remove certain ',
  ]);
  expect(diffTemplates(undefined, undefined).action).toBe('none');
});

test('a property that CloudFormation changes in place is an update, one that it cannot is a replacement', () => {
  const before = aVersion({ Table: aTable() });
  expect(lines(before, aVersion({ Table: aTable({ BillingMode: 'PROVISIONED' }) }))).toEqual([
    'Table update certain BillingMode',
  ]);
  expect(
    lines(before, aVersion({ Table: aTable({ BillingMode: 'PROVISIONED', TableName: 'new' }) })),
  ).toEqual(['Table replace certain BillingMode,TableName']);
  const kept = aVersion({ Table: aTable({ TableName: 'new' }, { UpdateReplacePolicy: 'Retain' }) });
  expect(lines(before, kept)).toEqual(['Table replace certain TableName (retained)']);
});

test('resources that come and go, and those that stay', () => {
  const before = aVersion({ A: aTable(), B: aTable() });
  const after = aVersion({ B: aTable(), C: aTable() });
  expect(lines(before, after)).toEqual(['A remove certain ', 'C create certain ']);
  expect(diffTemplates(before, after).unchanged).toBe(1);
});

test('a parameter that changes changes what refers to it, and nothing else', () => {
  const resources = {
    Task: {
      Type: 'AWS::ECS::TaskDefinition',
      Properties: { ContainerDefinitions: [{ Image: { 'Fn::Sub': 'repo:${Tag}' } }] },
    },
    Service: {
      Type: 'AWS::ECS::Service',
      Properties: { TaskDefinition: { Ref: 'Task' }, DesiredCount: 1 },
    },
    Other: aTable(),
  };
  expect(
    lines(aVersion(resources, {}, { Tag: 'v1' }), aVersion(resources, {}, { Tag: 'v2' })),
  ).toEqual(['Service update certain TaskDefinition', 'Task replace certain ContainerDefinitions']);
});

test('a parameter that nothing uses makes an update without changes', () => {
  const resources = { Table: aTable() };
  const diff = diffTemplates(
    aVersion(resources, {}, { Tag: 'v1' }),
    aVersion(resources, {}, { Tag: 'v2' }),
  );
  expect(diff).toMatchObject({ action: 'update', changes: [], unchanged: 1 });
});

test('another way to write the same is no change', () => {
  const before = aVersion({ Table: aTable({ TableName: { 'Fn::Sub': 'orders-${Env}' }, N: 80 }) });
  const after = aVersion({
    Table: aTable({ N: '80', TableName: { 'Fn::Join': ['-', ['orders', { Ref: 'Env' }]] } }),
  });
  expect(lines(before, after)).toEqual([]);
});

test('a condition that turns makes the resource come or go', () => {
  const resources = { Table: aTable({}, { Condition: 'On' }) };
  const fields = { Conditions: { On: { 'Fn::Equals': [{ Ref: 'Tag' }, 'on'] } } };
  const off = aVersion(resources, fields, { Tag: 'off' });
  const on = aVersion(resources, fields, { Tag: 'on' });
  expect(lines(off, on)).toEqual(['Table create certain ']);
  expect(lines(on, off)).toEqual(['Table remove certain ']);
});

test('a replacement spreads to those that refer to it, by attribute only perhaps', () => {
  const resources = (name: string) => ({
    Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: name } },
    ById: {
      Type: 'AWS::SNS::Subscription',
      Properties: { TopicArn: { Ref: 'Topic' }, Protocol: 'sqs' },
    },
    ByAttribute: {
      Type: 'AWS::SNS::TopicPolicy',
      Properties: { Topics: [{ 'Fn::GetAtt': ['Topic', 'TopicName'] }] },
    },
    InText: {
      Type: 'AWS::SSM::Parameter',
      Properties: { Value: { 'Fn::Sub': 'x-${ById}-${Topic.TopicName}' } },
    },
    Apart: aTable(),
  });
  expect(lines(aVersion(resources('old')), aVersion(resources('new')))).toEqual([
    'ByAttribute update possible Topics',
    'ById replace certain TopicArn',
    'InText update certain Value',
    'Topic replace certain TopicName',
  ]);
});

test('resources that refer to each other in a circle of replacements are gone through once', () => {
  const resources = (name: string) => ({
    A: { Type: 'AWS::SNS::Topic', Properties: { TopicName: name, DisplayName: { Ref: 'B' } } },
    B: { Type: 'AWS::SNS::Topic', Properties: { TopicName: { 'Fn::Sub': '${A.TopicName}-b' } } },
  });
  expect(lines(aVersion(resources('old')), aVersion(resources('new')))).toEqual([
    'A replace certain DisplayName,TopicName',
    'B replace possible TopicName',
  ]);
});

test('a new resource that refers to a replaced one is still just new', () => {
  const topic = (name: string) => ({ Type: 'AWS::SNS::Topic', Properties: { TopicName: name } });
  const subscription = {
    Type: 'AWS::SNS::Subscription',
    Properties: { TopicArn: { Ref: 'Topic' } },
  };
  const found = lines(
    aVersion({ Topic: topic('a') }),
    aVersion({ Topic: topic('b'), S: subscription }),
  );
  expect(found).toEqual(['S create certain ', 'Topic replace certain TopicName']);
});

test('another type under the same id counts as a replacement', () => {
  const after = aVersion({ Table: { Type: 'AWS::DynamoDB::GlobalTable', Properties: {} } });
  expect(lines(aVersion({ Table: aTable() }), after)).toEqual(['Table replace certain Type']);
});

test('metadata alone is an update without a property', () => {
  const after = aVersion({ Table: aTable({}, { Metadata: { 'aws:copilot:description': 'new' } }) });
  expect(lines(aVersion({ Table: aTable() }), after)).toEqual(['Table update certain ']);
});

test('of a type that is not in the table nobody knows for certain', () => {
  const resource = (value: string) => ({
    Thing: { Type: 'AWS::Braket::Thing', Properties: { Value: value } },
  });
  expect(lines(aVersion(resource('a')), aVersion(resource('b')))).toEqual([
    'Thing update possible Value',
  ]);
});

test('exports that vanish are named, renamed ones too', () => {
  const output = (name: string) => ({
    Outputs: { Url: { Value: 'v', Export: { Name: { 'Fn::Sub': `\${AWS::StackName}-${name}` } } } },
  });
  const diff = diffTemplates(aVersion({}, output('Url')), aVersion({}, output('Address')));
  expect(diff).toMatchObject({
    removedExports: ['shop-test-api-Url'],
    outputsChanged: true,
    action: 'update',
  });
  expect(diffTemplates(aVersion({}, output('Url')), undefined).removedExports).toEqual([
    'shop-test-api-Url',
  ]);
});

test.each([
  ['AWS::DynamoDB::Table', 'KeySchema', 'always'],
  ['AWS::DynamoDB::Table', 'SSESpecification', 'never'],
  ['AWS::RDS::DBCluster', 'Engine', 'sometimes'],
  ['AWS::ECS::TaskDefinition', 'ContainerDefinitions', 'always'],
  ['AWS::ECS::Service', 'TaskDefinition', 'never'],
  ['AWS::ElasticLoadBalancingV2::TargetGroup', 'Port', 'always'],
  ['AWS::S3::Bucket', 'BucketName', 'always'],
  ['Custom::Anything', 'Value', 'never'],
  ['AWS::Braket::Thing', 'Value', 'unknown'],
])('%s.%s: replaced %s', (type, property, expected) => {
  expect(findReplacement(type, property)).toBe(expected);
});

describe('weights of a listener rule', () => {
  const group = (id: string, weight: number) => ({ TargetGroupArn: { Ref: id }, Weight: weight });
  const aRule = (path: string, ...groups: readonly ReturnType<typeof group>[]) => ({
    HTTPListenerRule: {
      Type: 'AWS::ElasticLoadBalancingV2::ListenerRule',
      Properties: {
        Conditions: [{ Field: 'path-pattern', Values: [path] }],
        Actions: [{ Type: 'forward', ForwardConfig: { TargetGroups: groups } }],
      },
    },
  });
  const both = [group('TargetGroup', 100), group('AlternateTargetGroup', 0)];

  test.each([
    ['are put back when its path changes', aRule('/a', ...both), aRule('/b', ...both), true],
    [
      'are put back on the way to rolling',
      aRule('/a', ...both),
      aRule('/a', both[0] ?? group('', 1)),
      true,
    ],
    ['stay while it stays', aRule('/a', ...both), aRule('/a', ...both), false],
    [
      'are none with one target group',
      aRule('/a', group('TargetGroup', 1)),
      aRule('/b', group('TargetGroup', 1)),
      false,
    ],
  ])('%s', (_, before, after, isReset) => {
    expect(diffTemplates(aVersion(before), aVersion(after)).weightResets ?? []).toEqual(
      isReset ? ['HTTPListenerRule'] : [],
    );
  });
});
