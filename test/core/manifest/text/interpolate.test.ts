import * as fc from 'fast-check';
import { interpolate } from '../../../../core/manifest/text/interpolate.js';
import { readDocument, readEvents } from '../../../../core/manifest/text/read-document.js';

const FILE = 'copilot/api/manifest.yml';

function interpolateText(text: string, variables: Record<string, string> = {}) {
  const scanned = readEvents(text, FILE);
  if (!scanned.ok) throw new Error(JSON.stringify(scanned.issues));
  const input = { application: 'shop', environment: 'test', variables };
  return interpolate(text, FILE, input, scanned.events);
}

function read(text: string): unknown {
  const result = readDocument(text, FILE);
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  return result.document.value;
}

test.each([
  ['plain', 'a: x-${TAG}-y', { a: 'x-v1-y' }],
  ['single quotes', "a: 'it''s ${TAG}'", { a: "it's v1" }],
  ['double quotes', 'a: "${TAG}\\n"', { a: 'v1\n' }],
  ['literal block', 'a: |\n  one ${TAG}\n  two\n', { a: 'one v1\ntwo\n' }],
  ['folded block', 'a: >-\n  one ${TAG}\n  two\nb: 1', { a: 'one v1 two', b: 1 }],
  ['block list', 'a:\n  - ${TAG}\n  - b', { a: ['v1', 'b'] }],
  ['flow list', 'a: ["${TAG}", "b${TAG}"]', { a: ['v1', 'bv1'] }],
  ['flow map', 'a: {b: "${TAG}"}', { a: { b: 'v1' } }],
  ['twice', 'a: ${TAG}${TAG}', { a: 'v1v1' }],
  ['predefined', 'a: ${COPILOT_APPLICATION_NAME}-${COPILOT_ENVIRONMENT_NAME}', { a: 'shop-test' }],
  ['anchors', 'a: &x ${TAG}\nb: *x', { a: 'v1', b: 'v1' }],
  ['explicit text', 'a: !!str ${TAG}', { a: 'v1' }],
])('variables are replaced in %s', (_style, text, value) => {
  const result = interpolateText(text, { TAG: 'v1' });
  expect(result.issues).toEqual([]);
  expect(read(result.text)).toEqual(value);
});

test.each([
  ['a number', '5'],
  ['a boolean', 'true'],
  ['nothing', ''],
  ['the word null', 'null'],
  ['a colon', 'a: b'],
  ['a comment sign', 'a #b'],
  ['quotes', `"'`],
  ['several lines', 'a\n b\n\nc'],
  ['an alias sign', '*a'],
  ['a tag', '!Ref x'],
  ['brackets', '{a: [b'],
])('a variable whose value is %s stays text in every style', (_name, value) => {
  const text = "p: ${V}\ns: '${V}'\nd: \"${V}\"\nl: |-\n  ${V}\nf: [x, '${V}']\n";
  expect(read(interpolateText(text, { V: value }).text)).toEqual({
    p: value,
    s: value,
    d: value,
    l: value,
    f: ['x', value],
  });
});

test('an escaped variable is the text itself, and stays so beside a live one', () => {
  const { text, issues } = interpolateText('a: \\${TAG} and ${TAG}', { TAG: 'v1' });
  expect(issues).toEqual([]);
  expect(read(text)).toEqual({ a: '${TAG} and v1' });
});

test('keys, comments, numbers and tagged values are left alone', () => {
  const text = '# ${A}\n${K}: 1\nb: !Sub "${C}"\nc: 2 # ${D}\n';
  expect(interpolateText(text)).toEqual({ text, issues: [], missing: new Set() });
});

test('text outside of the replaced scalars is kept to the letter', () => {
  const text = '# head\na:   ${TAG}   # tail\n\nb: [ 1,2 ]\n';
  expect(interpolateText(text, { TAG: 'v1' }).text).toBe(
    '# head\na:   v1   # tail\n\nb: [ 1,2 ]\n',
  );
});

describe('JSON lists', () => {
  test.each([
    ['from a variable', 'a: ${LIST}', { a: ['x', 'y'] }],
    ['inside quotes', `a: '\${LIST}'`, { a: ['x', 'y'] }],
    ['written out', `a: '["x", "y"]'`, { a: ['x', 'y'] }],
    ['in a folded block', 'a: >\n  ${LIST}\nb: 1', { a: ['x', 'y'], b: 1 }],
    ['with variables as items', `a: '["\${TAG}", "z"]'`, { a: ['v1', 'z'] }],
    ['as an item', 'a:\n  - ${LIST}', { a: [['x', 'y']] }],
  ])('%s become lists', (_name, text, value) => {
    const { text: replaced } = interpolateText(text, { LIST: '["x", "y"]', TAG: 'v1' });
    expect(read(replaced)).toEqual(value);
  });

  test.each([
    ['a literal block', 'a: |-\n  ${LIST}', '["x"]'],
    ['an empty list', 'a: ${LIST}', '[]'],
    ['a list of numbers', 'a: ${LIST}', '[1]'],
    ['a broken list', 'a: ${LIST}', '["x"'],
  ])('%s stays text', (_name, text, list) => {
    expect(read(interpolateText(text, { LIST: list }).text)).toEqual({ a: list });
  });
});

test('all missing variables are told at once, each with its place', () => {
  const { issues, missing, text } = interpolateText(
    'a: ${A}\nb:\n  c: "x ${B} ${A}"\n  d: ${OK}\n',
    { OK: 'y' },
  );
  expect([...missing]).toEqual(['A', 'B']);
  expect(issues).toMatchObject([
    { severity: 'error', file: FILE, line: 1, column: 4, message: 'variable "A" is not defined' },
    { line: 3, message: 'variable "B" is not defined' },
    { line: 3, message: 'variable "A" is not defined' },
  ]);
  expect(read(text)).toEqual({ a: '${A}', b: { c: 'x ${B} ${A}', d: 'y' } });
});

test('a predefined variable cannot be given another value', () => {
  const variables = { COPILOT_ENVIRONMENT_NAME: 'prod' };
  expect(interpolateText('a: ${COPILOT_ENVIRONMENT_NAME}', variables).issues).toMatchObject([
    { message: 'predefined variable "COPILOT_ENVIRONMENT_NAME" cannot be set to "prod"' },
  ]);
  expect(
    interpolateText('a: ${COPILOT_ENVIRONMENT_NAME}', { COPILOT_ENVIRONMENT_NAME: 'test' }).issues,
  ).toEqual([]);
});

test('names of JavaScript objects are no variables', () => {
  expect(interpolateText('a: ${constructor}').issues).toMatchObject([
    { message: 'variable "constructor" is not defined' },
  ]);
});

test('whatever the value, in every style the text becomes just that value', () => {
  void fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), (value) => {
      const isList = /^\s*\[/.test(value);
      fc.pre(
        !isList &&
          !value.includes('${') &&
          !/[\uD800-\uDFFF\uFEFF\u2028\u2029\u0085\uFFFE\uFFFF]/.test(value),
      );
      const text = "p: ${V}\ns: '${V}'\nd: \"${V}\"\nl: |-\n  x${V}\nf: {k: '${V}'}\n";
      const replaced = interpolateText(text, { V: value }).text;
      expect(read(replaced)).toEqual({
        p: value,
        s: value,
        d: value,
        l: `x${value}`,
        f: { k: value },
      });
    }),
    { numRuns: 1000 },
  );
});
