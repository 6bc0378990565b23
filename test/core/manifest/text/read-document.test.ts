import { readDocument } from '../../../../core/manifest/text/read-document.js';
import { ScalarText } from '../../../../core/manifest/text/scalar-text.js';

const FILE = 'copilot/api/manifest.yml';

function refusal(text: string) {
  const result = readDocument(text, FILE);
  return result.ok ? 'read' : result.issues;
}

test.each([
  ['a tab', 'a:\n\tb: 1', 2, 'tab characters'],
  ['a list', '- a', 1, 'is a list, not a map'],
  ['text', 'hello', 1, 'is text, not a map'],
  ['nothing', '', 1, 'is empty'],
  ['only comments', '# a\n', 1, 'is empty'],
  ['two documents', 'a: 1\n---\nb: 2', 1, 'more than one document'],
  ['an unknown alias', 'a: 1\nb: *x', 2, 'alias'],
  ['an open bracket', 'a: [1, 2\nb: 3', 2, 'cannot be read as YAML'],
  ['an open quote', 'a: "b', 1, 'cannot be read as YAML'],
  ['wrong indentation', 'a:\n  b: 1\n c: 2', 3, 'cannot be read as YAML'],
])('%s is refused with one issue and its place', (_name, text, line, message) => {
  expect(refusal(text)).toEqual([
    {
      severity: 'error',
      file: FILE,
      line,
      column: expect.any(Number),
      message: expect.stringContaining(message),
      hint: expect.any(String),
    },
  ]);
});

test('aliases that expand without bounds are refused', () => {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
  for (let i = 1; i < 12; i += 1) {
    lines.push(`a${i}: &a${i} [${Array.from({ length: 10 }, () => `*a${i - 1}`).join(', ')}]`);
  }
  expect(refusal(lines.join('\n'))).toMatchObject([
    { line: 6, message: expect.stringContaining('aliases expand') },
  ]);
});

test('ten megabytes of aliases are refused before they are read', () => {
  expect(refusal(`a: &a 1\nb: [${'*a, '.repeat(2_500_000)}]`)).toMatchObject([
    { message: expect.stringContaining('characters, more than') },
  ]);
});

describe('aliases nested in aliases', () => {
  const chain = (length: number) => {
    const lines = ['a0: &a0 {v: 1}'];
    for (let i = 1; i < length; i += 1) lines.push(`a${i}: &a${i} {v: *a${i - 1}}`);
    return lines.join('\n');
  };

  test('are found where they are deeper than any manifest', () => {
    const result = readDocument(chain(100), FILE);
    expect(result.ok && result.document.findings).toMatchObject([
      { message: 'nested deeper than 60 levels' },
    ]);
  });

  test('do not exhaust the stack', () => {
    expect(refusal(chain(500))).toMatchObject([
      { message: expect.stringContaining('aliases nest too deeply') },
    ]);
    const deep = [`a0: &a0 1`];
    for (let i = 1; i < 40; i += 1) {
      deep.push(`a${i}: &a${i} ${'{v: '.repeat(90)}*a${i - 1}${'}'.repeat(90)}`);
    }
    deep.push('taskdef_overrides: [{path: A, value: *a39}]');
    expect(refusal(deep.join('\n'))).toMatchObject([
      { message: expect.stringContaining('aliases nest too deeply') },
    ]);
  });
});

describe('what a document must not hold', () => {
  test.each([
    ['a tag', 'a: 1\nb: !Sub x', ['b'], 'tag !Sub is not allowed here'],
    ['a binary', 'b: !!binary aGk=', ['b'], 'tag !!binary is not allowed here'],
    ['a tagged map', 'b: !Foo {a: 1}', ['b'], 'tag !Foo is not allowed here'],
    ['a double key', 'a:\n  b: 1\n  b: 2', ['a', 'b'], 'key "b" is given twice'],
    ['__proto__', 'a: {__proto__: {b: 1}}', ['a', '__proto__'], 'key "__proto__" is not allowed'],
    ['constructor', 'constructor: 1', ['constructor'], 'key "constructor" is not allowed'],
    ['a list as key', '? [a]\n: 1', [''], 'a key must be text'],
    [
      'a wrong merge key',
      'a: {<<: 1}',
      ['a', '<<'],
      'a merge key (<<) takes a map or a list of maps',
    ],
  ])('%s is found', (_name, text, path, message) => {
    const result = readDocument(text, FILE);
    expect(result.ok && result.document.findings).toMatchObject([
      { severity: 'error', path, message },
    ]);
  });

  test('prototypes stay clean', () => {
    readDocument('__proto__: {polluted: 1}\na: {__proto__: {polluted: 1}}', FILE);
    expect('polluted' in {}).toBe(false);
  });
});

describe('values', () => {
  const value = (text: string) => {
    const result = readDocument(text, FILE);
    return result.ok ? result.document.value : result.issues;
  };

  test('anchors and merge keys are resolved, the map itself wins', () => {
    const text = 'x: &x {a: 1, b: 1}\ny: &y {a: 2, c: 2}\nz:\n  <<: [*x, *y]\n  b: 3\n';
    expect(value(text)).toMatchObject({ z: { a: 1, b: 3, c: 2 } });
  });

  test.each([
    ['1', 1],
    ['-1.5', -1.5],
    ['true', true],
    ['~', null],
    ['', null],
    ['"1"', '1'],
    ['!!str 1', '1'],
    ['yes', 'yes'],
    ['2024-01-31', '2024-01-31'],
    ['1.10', new ScalarText('1.10', 1.1)],
    ['0x1F', new ScalarText('0x1F', 31)],
    ['0777', new ScalarText('0777', 511)],
    ['0o17', new ScalarText('0o17', 15)],
    ['1_000', new ScalarText('1_000', 1000)],
    ['+5', new ScalarText('+5', 5)],
    ['-0b11', new ScalarText('-0b11', -3)],
    ['True', new ScalarText('True', true)],
    ['1e3', new ScalarText('1e3', 1000)],
  ])('%s keeps what its spelling says', (text, expected) => {
    expect(value(`a: ${text}`)).toEqual({ a: expected });
  });

  test('values of taskdef_overrides are CloudFormation, in every environment', () => {
    const text = `
taskdef_overrides:
  - {path: A, value: !Sub 'x-\${AWS::Region}'}
environments:
  test:
    taskdef_overrides:
      - path: B
        value: [!GetAtt Role.Arn, {C: !Ref D}]
`;
    expect(value(text)).toEqual({
      taskdef_overrides: [{ path: 'A', value: { 'Fn::Sub': 'x-${AWS::Region}' } }],
      environments: {
        test: {
          taskdef_overrides: [
            { path: 'B', value: [{ 'Fn::GetAtt': ['Role', 'Arn'] }, { C: { Ref: 'D' } }] },
          ],
        },
      },
    });
  });
});
