import type { CfnObject, Resource, Template } from '../../core/template/cloudformation.js';
import { checkTemplate } from './resource-schema.js';

const bucket: Resource = { Type: 'AWS::S3::Bucket' };
const queue = (Properties: CfnObject): Resource => ({ Type: 'AWS::SQS::Queue', Properties });

function aTemplate(
  Resources: Template['Resources'],
  rest: Omit<Template, 'Resources'> = {},
): Template {
  return { Resources, ...rest };
}

describe('checkTemplate', () => {
  test('a correct template has no findings', () => {
    const template = aTemplate(
      {
        Jobs: queue({
          QueueName: { 'Fn::Sub': '${AWS::StackName}-${Suffix}' },
          DelaySeconds: { 'Fn::If': ['IsSlow', 30, { Ref: 'AWS::NoValue' }] },
          Tags: [{ Key: 'team', Value: 'shop' }],
        }),
        Policy: {
          Type: 'AWS::SQS::QueuePolicy',
          DependsOn: ['Jobs'],
          Condition: 'IsSlow',
          Properties: {
            Queues: [{ Ref: 'Jobs' }],
            PolicyDocument: {
              Statement: [
                {
                  Effect: 'Allow',
                  Resource: { 'Fn::GetAtt': ['Jobs', 'Arn'] },
                  Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
                },
              ],
            },
          },
        },
      },
      {
        Parameters: { Suffix: { Type: 'String' } },
        Conditions: {
          IsLong: { 'Fn::Equals': [{ Ref: 'Suffix' }, 'long'] },
          IsSlow: { 'Fn::Not': [{ Condition: 'IsLong' }] },
        },
        Outputs: {
          Arn: {
            Value: { 'Fn::Sub': '${Jobs.Arn}' },
            Export: { Name: { 'Fn::Sub': '${Suffix}' } },
          },
        },
      },
    );
    expect(checkTemplate(template)).toEqual([]);
  });

  test.each<[string, Resource, string]>([
    [
      'a resource type',
      { Type: 'AWS::S3::Buckett' },
      'R: unknown resource type "AWS::S3::Buckett"',
    ],
    [
      'a property',
      queue({ DelaySecond: 3 }),
      'R.Properties: unknown property "DelaySecond" of AWS::SQS::Queue',
    ],
    [
      'a nested property',
      {
        Type: 'AWS::S3::Bucket',
        Properties: { VersioningConfiguration: { State: 'Enabled', Status: 'Enabled' } },
      },
      'R.Properties.VersioningConfiguration: unknown property "State" of VersioningConfiguration',
    ],
    [
      'an attribute of a resource',
      { Type: 'AWS::S3::Bucket', DependOn: 'X' } as unknown as Resource,
      'R: unknown attribute "DependOn" of a resource',
    ],
    [
      'a deletion policy',
      { Type: 'AWS::S3::Bucket', DeletionPolicy: 'Keep' },
      'R: unknown policy "Keep"',
    ],
  ])('%s that AWS does not know is found', (_what, resource, finding) => {
    expect(checkTemplate(aTemplate({ R: resource }))).toEqual([finding]);
  });

  test.each<[string, CfnObject, string]>([
    ['text for an integer', { DelaySeconds: 'soon' }, 'integer expected, found "soon"'],
    ['a fraction for an integer', { DelaySeconds: 1.5 }, 'integer expected, found 1.5'],
    ['a number for a boolean', { FifoQueue: 1 }, 'boolean expected, found 1'],
    ['an object for text', { QueueName: { a: 1, b: 2 } }, 'string expected, found {"a":1,"b":2}'],
    ['a list for text', { QueueName: ['q'] }, 'string expected, found ["q"]'],
    ['null', { QueueName: null }, 'string expected, found null'],
    ['an object for a list', { Tags: { team: 'shop' } }, 'a list expected, found {"team":"shop"}'],
    ['text for a list', { Tags: { 'Fn::Sub': 'x' } }, 'a list expected, found text'],
    [
      'a split text for text',
      { QueueName: { 'Fn::Split': [',', 'a,b'] } },
      'text expected, found a list',
    ],
    [
      'a wrong branch of an If',
      { DelaySeconds: { 'Fn::If': ['C', 1, 'soon'] } },
      'integer expected, found "soon"',
    ],
  ])('%s is found', (_what, properties, finding) => {
    const template = aTemplate(
      { R: queue(properties) },
      { Conditions: { C: { 'Fn::Equals': ['a', 'b'] } } },
    );
    const [found, ...rest] = checkTemplate(template);
    expect(found).toContain(finding);
    expect(rest).toEqual([]);
  });

  test.each<[string, CfnObject]>([
    ['absent', {}],
    ['no value', { Queues: { Ref: 'AWS::NoValue' } }],
    [
      'no value in every branch',
      { Queues: { 'Fn::If': ['C', { Ref: 'AWS::NoValue' }, { Ref: 'AWS::NoValue' }] } },
    ],
  ])('a required property is missing when it is %s', (_what, properties) => {
    const template = aTemplate(
      { R: { Type: 'AWS::SQS::QueuePolicy', Properties: { PolicyDocument: {}, ...properties } } },
      { Conditions: { C: { 'Fn::Equals': ['a', 'b'] } } },
    );
    expect(checkTemplate(template)).toEqual([
      'R.Properties: required property "Queues" of AWS::SQS::QueuePolicy is missing',
    ]);
  });

  test('a value outside the list of allowed ones is found', () => {
    const resource: Resource = {
      Type: 'AWS::ECS::Service',
      Properties: { PropagateTags: 'EVERYTHING' },
    };
    expect(checkTemplate(aTemplate({ R: resource }))).toEqual([
      expect.stringMatching(/^R\.Properties\.PropagateTags: "EVERYTHING" is none of SERVICE, /),
    ]);
  });

  test.each<[string, CfnObject, string]>([
    ['Ref', { QueueName: { Ref: 'Gone' } }, '"Gone" is neither a resource nor a parameter'],
    [
      'Sub',
      { QueueName: { 'Fn::Sub': 'a-${Gone}' } },
      '"Gone" is neither a resource nor a parameter',
    ],
    [
      'Sub with an attribute',
      { QueueName: { 'Fn::Sub': '${Gone.Arn}' } },
      '"Gone" is no resource of the template',
    ],
    [
      'GetAtt',
      { QueueName: { 'Fn::GetAtt': ['Gone', 'Arn'] } },
      '"Gone" is no resource of the template',
    ],
    [
      'an attribute',
      { QueueName: { 'Fn::GetAtt': ['Other', 'Arm'] } },
      'AWS::S3::Bucket ("Other") has no attribute "Arm"',
    ],
    ['If', { QueueName: { 'Fn::If': ['Gone', 'a', 'b'] } }, 'no condition "Gone"'],
    ['FindInMap', { QueueName: { 'Fn::FindInMap': ['Gone', 'a', 'b'] } }, 'no mapping "Gone"'],
    [
      'Sub variables',
      { QueueName: { 'Fn::Sub': ['${x}', { x: { Ref: 'Gone' } }] } },
      '"Gone" is neither',
    ],
  ])('a missing target of %s is found', (_what, properties, finding) => {
    const [found, ...rest] = checkTemplate(aTemplate({ R: queue(properties), Other: bucket }));
    expect(found).toContain(finding);
    expect(rest).toEqual([]);
  });

  test('missing targets of DependsOn, Condition, conditions and outputs are found', () => {
    const template = aTemplate(
      { R: { ...bucket, DependsOn: 'Gone', Condition: 'Never' } },
      {
        Conditions: { C: { 'Fn::Not': [{ Condition: 'Nowhere' }] } },
        Outputs: { O: { Value: { Ref: 'Lost' }, Condition: 'Nor' } },
      },
    );
    expect(checkTemplate(template)).toEqual([
      'Conditions.C: no condition "Nowhere"',
      'R: no condition "Never"',
      'R.DependsOn: "Gone" is no resource of the template',
      'Outputs.O: no condition "Nor"',
      expect.stringContaining('"Lost" is neither'),
    ]);
  });

  test('literals and local variables of Sub are no references', () => {
    const text = { 'Fn::Sub': ['${!literal} ${local}', { local: 'x' }] };
    expect(checkTemplate(aTemplate({ R: queue({ QueueName: text }) }))).toEqual([]);
  });

  test('custom resources and outputs of nested stacks may have any attribute', () => {
    const template = aTemplate({
      Find: { Type: 'Custom::Finder', Properties: { ServiceToken: 'arn', Anything: [1] } },
      Addons: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'https://x' } },
      R: queue({
        QueueName: { 'Fn::Sub': '${Find.Name}-${Addons.Outputs.Table}' },
      }),
    });
    expect(checkTemplate(template)).toEqual([]);
  });

  test('a circular dependency is named by its path', () => {
    const template = aTemplate({
      A: queue({ QueueName: { 'Fn::Sub': '${B}' } }),
      B: queue({ QueueName: { 'Fn::GetAtt': ['C', 'QueueName'] } }),
      C: { ...bucket, Type: 'AWS::SQS::Queue', DependsOn: 'A' },
    });
    expect(checkTemplate(template)).toEqual(['Resources: circular dependency A -> B -> C -> A']);
  });

  test('the limits of CloudFormation are held', () => {
    const many = Object.fromEntries(
      Array.from({ length: 501 }, (_, index) => [`R${index}`, bucket]),
    );
    expect(checkTemplate(aTemplate(many))).toEqual(['Resources: 501 entries, 500 are allowed']);
    expect(checkTemplate(aTemplate({}))).toEqual(['Resources: at least one is required']);
  });
});
