import type { Template } from '../../../core/template/cloudformation.js';
import { describeFault, findTemplateFaults } from '../../../core/template/find-template-faults.js';

const TOPIC = { Type: 'AWS::SNS::Topic' };

const faultsOf = (template: Partial<Template>, given: readonly string[] = []) =>
  findTemplateFaults({ Resources: { Topic: TOPIC }, ...template }, new Set(given)).map(
    ({ section, name, message }) => `${section} ${name} ${message}`,
  );
const inTopic = (Properties: NonNullable<Template['Resources'][string]['Properties']>) =>
  faultsOf({ Resources: { Topic: { ...TOPIC, Properties }, Queue: { Type: 'AWS::SQS::Queue' } } });

test('names that nothing has are told, each once', () => {
  expect(
    inTopic({
      A: { Ref: 'Gone' },
      B: [{ Ref: 'Gone' }, { 'Fn::GetAtt': ['Lost', 'Arn'] }, { 'Fn::GetAtt': 'Away.Arn' }],
      C: { 'Fn::Sub': 'x-${Text}-${Part.Arn}' },
      D: { 'Fn::If': ['No', { Ref: 'Inner' }, { Ref: 'AWS::NoValue' }] },
    }),
  ).toEqual([
    'Resources Topic refers to "Gone", which is neither a resource nor a parameter',
    'Resources Topic wants an attribute of "Lost", which is no resource',
    'Resources Topic wants an attribute of "Away", which is no resource',
    'Resources Topic refers to "Text", which is neither a resource nor a parameter',
    'Resources Topic wants an attribute of "Part", which is no resource',
    'Resources Topic has the condition "No", which is not defined',
    'Resources Topic refers to "Inner", which is neither a resource nor a parameter',
  ]);
});

test('names that something has, and what is no name, are not', () => {
  expect(
    inTopic({
      A: { Ref: 'Queue' },
      B: { 'Fn::GetAtt': ['Queue', 'Arn'] },
      C: { 'Fn::Sub': ['${Queue}${Queue.Arn}${AWS::Region}${!Literal}${Own}', { Own: 'x' }] },
      D: { Condition: { StringEquals: { Ref: 5 } }, Effect: 'Allow' },
      E: { Ref: 'Branch', Name: 'main' },
    }),
  ).toEqual([]);
});

test('resources inside of a module are left to CloudFormation', () => {
  const Resources = {
    Storage: { Type: 'My::S3::Bucket::MODULE' },
    Topic: {
      ...TOPIC,
      DependsOn: 'Storage.Bucket',
      Properties: { A: { Ref: 'Storage.Bucket' }, B: { 'Fn::GetAtt': 'Storage.Bucket.Arn' } },
    },
  };
  expect(faultsOf({ Resources })).toEqual([]);
  expect(faultsOf({ Resources: { ...Resources, Storage: TOPIC } })).toHaveLength(2);
});

test('variables of a text are looked into', () => {
  expect(inTopic({ A: { 'Fn::Sub': ['${Own}', { Own: { Ref: 'Gone' } }] } })).toEqual([
    'Resources Topic refers to "Gone", which is neither a resource nor a parameter',
  ]);
});

test('conditions and dependencies must be there', () => {
  expect(
    faultsOf({
      Conditions: { Both: { 'Fn::And': [{ Condition: 'One' }, { Condition: 'Both' }] } },
      Resources: { Topic: { ...TOPIC, Condition: 'Two', DependsOn: ['Topic', 'Gone'] } },
      Outputs: { Out: { Value: { Ref: 'Gone' }, Condition: 'Both', Export: { Name: 'x' } } },
    }),
  ).toEqual([
    'Conditions Both has the condition "One", which is not defined',
    'Resources Topic has the condition "Two", which is not defined',
    'Resources Topic depends on "Gone", which is no resource',
    'Outputs Out refers to "Gone", which is neither a resource nor a parameter',
  ]);
});

test('a parameter needs a default or a value', () => {
  const Parameters = { A: { Type: 'String' }, B: { Type: 'String', Default: '' } };
  expect(faultsOf({ Parameters })).toEqual(['Parameters A has neither a default nor a value']);
  expect(faultsOf({ Parameters }, ['A'])).toEqual([]);
});

test('CloudFormation takes 500 resources', () => {
  const Resources = Object.fromEntries(Array.from({ length: 501 }, (_, i) => [`T${i}`, TOPIC]));
  expect(faultsOf({ Resources })).toEqual(['Resources  are 501, and CloudFormation takes 500']);
});

test.each<[string, Partial<Template>]>([
  ['a transform', { Transform: 'AWS::Serverless-2016-10-31' }],
  ['an include', { Outputs: { Out: { Value: { 'Fn::Transform': { Name: 'AWS::Include' } } } } }],
])('a template with %s is not judged', (_title, template) => {
  const Resources = { Topic: { ...TOPIC, Properties: { A: { Ref: 'Gone' } } } };
  expect(faultsOf({ Resources, ...template })).toEqual([]);
});

test('what patches put in the place of a section does not stop it', () => {
  const broken = { Parameters: { A: null }, Conditions: null, Resources: { A: 5 }, Outputs: 'x' };
  expect(findTemplateFaults(broken as unknown as Template, new Set())).toEqual([]);
});

test('a fault is told at its place', () => {
  const fault = { section: 'Resources', name: 'A', message: 'x' } as const;
  expect(describeFault(fault, { file: 'f.yml', line: 2, column: 3 })).toMatchObject({
    severity: 'error',
    file: 'f.yml',
    line: 2,
    field: 'Resources.A',
    message: 'x',
  });
});
