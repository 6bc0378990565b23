import fc from 'fast-check';
import { toCfnValue } from '../../../core/addons/cfn-yaml.js';
import { parseYamlNodes } from '../../../core/addons/yaml-nodes.js';

function read(text: string): unknown {
  const parsed = parseYamlNodes(text);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.root ? toCfnValue(parsed.root) : undefined;
}

test.each([
  ['!Ref X', { Ref: 'X' }],
  ['!Condition IsProd', { Condition: 'IsProd' }],
  ['!GetAtt a.b.c', { 'Fn::GetAtt': ['a', 'b.c'] }],
  ['!GetAtt [a, b]', { 'Fn::GetAtt': ['a', 'b'] }],
  ['!Sub "${App}-x"', { 'Fn::Sub': '${App}-x' }],
  ['!Sub ["${T}", {T: !Ref X}]', { 'Fn::Sub': ['${T}', { T: { Ref: 'X' } }] }],
  [
    '!If [c, !Ref A, !Ref "AWS::NoValue"]',
    { 'Fn::If': ['c', { Ref: 'A' }, { Ref: 'AWS::NoValue' }] },
  ],
  ['!Transform {Name: M}', { 'Fn::Transform': { Name: 'M' } }],
  ['Fn::GetAtt: [a, b]', { 'Fn::GetAtt': ['a', 'b'] }],
  ['!Sub 5', { 'Fn::Sub': '5' }],
  ['!ForEach x', { 'Fn::ForEach': 'x' }],
])('%s in long form', (text, value) => {
  expect(read(text)).toEqual(value);
});

test.each([
  ['yes', true],
  ['Off', false],
  ['y', 'y'],
  ['N', 'N'],
  ['"yes"', 'yes'],
  ['~', null],
  ['5', 5],
  ['1.5', 1.5],
  ['14.10', '14.10'],
  ['012345678901', '012345678901'],
  ['12345678901234567890', '12345678901234567890'],
  ['0x1F', '0x1F'],
  ['1_000', '1_000'],
  ['2012-10-17', '2012-10-17'],
  ["'5'", '5'],
  ['!!str 5', '5'],
])('the plain value %s', (text, value) => {
  expect(read(text)).toEqual(value);
});

test('aliases and merge keys give what they stand for', () => {
  expect(read('a: &x {k: 1, l: 2}\nb: *x\nc: {<<: *x, k: 3}')).toEqual({
    a: { k: 1, l: 2 },
    b: { k: 1, l: 2 },
    c: { k: 3, l: 2 },
  });
});

test('a key cannot reach the prototype', () => {
  expect(Object.keys(read('__proto__: {polluted: true}') as object)).toEqual(['__proto__']);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

test.each([
  ['a: &x [*x]', 'unknown alias *x', 1],
  ['a: 1\n---\nb: 2', 'more than one document in the file', 1],
  ['a: [1\nb: 2', 'deficient indentation', 2],
])('%j is refused with its place', (text, message, line) => {
  expect(parseYamlNodes(text)).toMatchObject({ ok: false, message, place: { line } });
});

test('aliases of aliases do not grow without a limit', () => {
  const levels = Array.from({ length: 20 }, (_, i) => `l${i + 1}: &l${i + 1} [*l${i}, *l${i}]`);
  expect(parseYamlNodes(['l0: &l0 x', ...levels].join('\n'))).toMatchObject({
    ok: false,
    message: 'aliases expand to too large a document',
  });
});

test('JSON is read as the same value', () => {
  const json = fc.jsonValue({ maxDepth: 4 }).filter((value) => isPlain(value));
  fc.assert(
    fc.property(json, (value) => {
      expect(read(JSON.stringify({ value }))).toEqual({ value });
    }),
  );
});

/** Leaves out `-0` and numbers in exponent form, which stay text on purpose. */
function isPlain(value: unknown): boolean {
  if (typeof value === 'number') return /^-?\d+(\.\d+)?$/.test(JSON.stringify(value));
  if (value === null || typeof value !== 'object') return true;
  return Object.entries(value).every(([key, child]) => key !== '<<' && isPlain(child));
}
