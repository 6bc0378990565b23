import {
  findAttributeNameProblem,
  findDatabaseNameProblem,
  findIndexNameProblem,
  findNameProblem,
  parseAttribute,
} from '../../../core/storage/storage-names.js';

test.each([
  ['S3', 'ab', 'value must be between 3 and 63 characters in length'],
  ['S3', 'a'.repeat(64), 'value must be between 3 and 63 characters in length'],
  ['S3', 'My-Bucket', 'value must contain only lowercase alphanumeric characters and .-'],
  [
    'S3',
    'a..b',
    'value must not contain consecutive periods or dashes, or be formatted as IP address',
  ],
  [
    'S3',
    '10.0.0.1',
    'value must not contain consecutive periods or dashes, or be formatted as IP address',
  ],
  ['S3', 'bucket-', 'value must not have trailing -'],
  ['S3', '-bucket', 'value must not have leading . or -'],
  ['S3', 'my.bucket-1', undefined],
  ['DynamoDB', 'ab', 'value must be between 3 and 255 characters in length'],
  ['DynamoDB', 'a b c', 'value must contain only alphanumeric characters and ._-'],
  ['DynamoDB', '...', 'value must contain a letter or a digit'],
  ['DynamoDB', 'My_Table.1-x', undefined],
  ['DynamoDB', 'addons.parameters', 'value must not be the name of the parameters file'],
  ['Aurora', 'a'.repeat(55), 'value must be between 1 and 54 characters in length'],
  [
    'Aurora',
    '1cluster',
    'value must start with a letter and followed by alphanumeric letters only',
  ],
  ['Aurora', 'a'.repeat(54), undefined],
  ['Aurora', 'my-cluster_1.x', undefined],
] as const)('%s name %s: %s', (type, name, problem) => {
  expect(findNameProblem(type, name)).toBe(problem);
});

test.each([
  ['Email:S', { name: 'Email', type: 'S' }],
  ['id:n', { name: 'id', type: 'N' }],
  ['a:b:B', { name: 'a:b', type: 'B' }],
  ['score:Number', { name: 'score', type: 'N' }],
  ['Email', undefined],
  ['Email:X', undefined],
  [':S', undefined],
  ['two words:S', undefined],
  [`${'a'.repeat(256)}:S`, undefined],
])('the key %s', (key, attribute) => {
  expect(parseAttribute(key)).toEqual(attribute);
});

test.each([
  ['MySQL', 'a'.repeat(64), undefined],
  ['MySQL', 'a'.repeat(65), 'value must be between 1 and 64 characters in length'],
  ['PostgreSQL', 'a'.repeat(64), 'value must be between 1 and 63 characters in length'],
  [
    'PostgreSQL',
    '_main',
    'invalid database name _main: must contain only alphanumeric characters and underscore; should start with a letter',
  ],
  ['MySQL', 'my_db1', undefined],
] as const)('%s database %s: %s', (engine, name, problem) => {
  expect(findDatabaseNameProblem(engine, name)).toBe(problem);
});

test('attributes and indexes have rules of their own', () => {
  expect(findAttributeNameProblem('')).toBe('value must be between 1 and 255 characters in length');
  expect(findAttributeNameProblem('a b')).toBe('value must not contain spaces');
  expect(findAttributeNameProblem('#1')).toBeUndefined();
  expect(findIndexNameProblem('ab')).toBe('value must be between 3 and 255 characters in length');
  expect(findIndexNameProblem('a b c')).toBe(
    'value must contain only alphanumeric characters and ._-',
  );
  expect(findIndexNameProblem('score')).toBeUndefined();
});
