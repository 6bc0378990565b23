import fc from 'fast-check';
import { evaluateCondition, evaluateValue, type Scope } from '../../../core/plan/evaluate-value.js';
import type { CfnValue } from '../../../core/template/cloudformation.js';

const scope: Scope = {
  stackName: 'shop-test-api',
  parameters: { EnvName: 'test', Size: '3', Ids: 'a,b' },
  template: {
    Parameters: {
      EnvName: { Type: 'String' },
      Size: { Type: 'Number' },
      Port: { Type: 'Number', Default: 80 },
      Ids: { Type: 'CommaDelimitedList' },
      Ami: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/ami' },
      Nameless: { Type: 'String' },
    },
    Mappings: { Sizes: { test: { cpu: '256' } } },
    Conditions: {
      IsTest: { 'Fn::Equals': [{ Ref: 'EnvName' }, 'test'] },
      IsProd: { 'Fn::Equals': [{ Ref: 'EnvName' }, 'prod'] },
      InChina: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'cn-north-1'] },
      NotTest: { 'Fn::Not': [{ Condition: 'IsTest' }] },
      Both: { 'Fn::And': [{ Condition: 'IsTest' }, { Condition: 'IsProd' }] },
      Either: { 'Fn::Or': [{ Condition: 'IsProd' }, { Condition: 'IsTest' }] },
      FalseAndUnknown: { 'Fn::And': [{ Condition: 'InChina' }, { Condition: 'IsProd' }] },
      TrueOrUnknown: { 'Fn::Or': [{ Condition: 'InChina' }, { Condition: 'IsTest' }] },
      Circle: { 'Fn::Not': [{ Condition: 'Round' }] },
      Round: { 'Fn::Equals': [{ 'Fn::If': ['Circle', 'a', 'b'] }, 'a'] },
      TrueAndUnknown: { 'Fn::And': [{ Condition: 'InChina' }, { Condition: 'IsTest' }] },
    },
    Resources: {},
  },
};

test.each<readonly [string, CfnValue, CfnValue]>([
  ['a parameter', { Ref: 'EnvName' }, 'test'],
  ['a default', { Ref: 'Port' }, '80'],
  ['a list parameter', { Ref: 'Ids' }, ['a', 'b']],
  ['the stack name', { Ref: 'AWS::StackName' }, 'shop-test-api'],
  ['a resource stays', { Ref: 'Queue' }, { Ref: 'Queue' }],
  ['an SSM parameter type stays: its value is looked up later', { Ref: 'Ami' }, { Ref: 'Ami' }],
  ['a parameter without a value stays', { Ref: 'Nameless' }, { Ref: 'Nameless' }],
  ['a name from Object.prototype is no parameter', { Ref: 'constructor' }, { Ref: 'constructor' }],
  ['a key from Object.prototype is no function', { constructor: 'x' }, { constructor: 'x' }],
  ['Sub', { 'Fn::Sub': '${AWS::StackName}-${EnvName}' }, 'shop-test-api-test'],
  ['Sub with variables', { 'Fn::Sub': ['${A}-${EnvName}', { A: { Ref: 'Size' } }] }, '3-test'],
  ['Sub, half known', { 'Fn::Sub': '${EnvName}-${Queue.Arn}' }, { 'Fn::Sub': 'test-${Queue.Arn}' }],
  [
    'Sub with an open variable',
    { 'Fn::Sub': ['${A}', { A: { Ref: 'Queue' } }] },
    { 'Fn::Sub': ['${A}', { A: { Ref: 'Queue' } }] },
  ],
  ['Sub with a literal', { 'Fn::Sub': '${!Literal}-${EnvName}' }, '${Literal}-test'],
  ['Join', { 'Fn::Join': ['-', ['a', { Ref: 'EnvName' }]] }, 'a-test'],
  ['Join of a list parameter', { 'Fn::Join': ['+', { Ref: 'Ids' }] }, 'a+b'],
  [
    'Join, half known',
    { 'Fn::Join': ['-', [{ Ref: 'EnvName' }, { Ref: 'Queue' }]] },
    { 'Fn::Join': ['-', ['test', { Ref: 'Queue' }]] },
  ],
  ['If', { 'Fn::If': ['IsTest', { Ref: 'EnvName' }, 'other'] }, 'test'],
  ['If, otherwise', { 'Fn::If': ['IsProd', 'yes', { Ref: 'Size' }] }, '3'],
  [
    'If that depends on the region',
    { 'Fn::If': ['InChina', { Ref: 'Size' }, 'x'] },
    { 'Fn::If': ['InChina', '3', 'x'] },
  ],
  [
    'If without the condition',
    { 'Fn::If': ['Nowhere', 'a', 'b'] },
    { 'Fn::If': ['Nowhere', 'a', 'b'] },
  ],
  ['no value', { a: 1, b: { 'Fn::If': ['IsProd', 1, { Ref: 'AWS::NoValue' }] } }, { a: 1 }],
  ['no value in a list', ['a', { Ref: 'AWS::NoValue' }], ['a']],
  ['FindInMap', { 'Fn::FindInMap': ['Sizes', { Ref: 'EnvName' }, 'cpu'] }, '256'],
  [
    'FindInMap of nothing',
    { 'Fn::FindInMap': ['Sizes', 'prod', 'cpu'] },
    { 'Fn::FindInMap': ['Sizes', 'prod', 'cpu'] },
  ],
  [
    'Select and Split',
    { 'Fn::Select': [1, { 'Fn::Split': ['-', { Ref: 'AWS::StackName' }] }] },
    'test',
  ],
  [
    'Select of something unknown',
    { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] },
    { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] },
  ],
  [
    'Split of something unknown',
    { 'Fn::Split': ['/', { Ref: 'Service' }] },
    { 'Fn::Split': ['/', { Ref: 'Service' }] },
  ],
  [
    'other functions stay, their arguments do not',
    { 'Fn::Base64': { Ref: 'EnvName' } },
    { 'Fn::Base64': 'test' },
  ],
  ['malformed ones stay', { 'Fn::If': 'x', 'Fn::Sub': 1 }, { 'Fn::If': 'x', 'Fn::Sub': 1 }],
  [
    'malformed arguments stay',
    [{ 'Fn::Sub': 1 }, { 'Fn::Join': 'x' }, { 'Fn::If': 'x' }],
    [{ 'Fn::Sub': 1 }, { 'Fn::Join': 'x' }, { 'Fn::If': 'x' }],
  ],
])('%s', (_, value, expected) => {
  expect(evaluateValue(value, scope)).toEqual(expected);
});

test.each<readonly [string | undefined, boolean | undefined]>([
  [undefined, true],
  ['IsTest', true],
  ['IsProd', false],
  ['InChina', undefined],
  ['NotTest', false],
  ['Both', false],
  ['Either', true],
  ['FalseAndUnknown', false],
  ['TrueOrUnknown', true],
  ['TrueAndUnknown', undefined],
  ['Nowhere', undefined],
  ['Circle', undefined],
])('condition %s is %s', (name, expected) => {
  expect(evaluateCondition(name, scope)).toBe(expected);
});

const intrinsics = fc.constantFrom(
  'Ref',
  'Fn::Sub',
  'Fn::Join',
  'Fn::If',
  'Fn::FindInMap',
  'Fn::Select',
  'Fn::Split',
  'Fn::Equals',
  'Condition',
  'x',
);
const { value: anyValue } = fc.letrec<{ value: CfnValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<CfnValue>(
      '',
      'IsTest',
      'EnvName',
      '${EnvName}',
      '${!x}',
      ',',
      0,
      1,
      true,
      null,
    ),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(intrinsics, tie('value'), { maxKeys: 2 }),
  ),
}));

test('no value, however wrong, makes evaluation throw, and evaluating twice changes nothing more', () => {
  fc.assert(
    fc.property(anyValue, (value) => {
      const once = evaluateValue(value, scope);
      expect(evaluateValue(once, scope)).toEqual(once);
    }),
    { numRuns: 2000 },
  );
});
