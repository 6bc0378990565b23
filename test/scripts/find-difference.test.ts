import {
  findDifference,
  findMultisetDifference,
} from '../../scripts/conformance/find-difference.js';

test.each([
  [
    { a: 1, b: [1, '<any>'] },
    { b: [1, 2], a: 1 },
  ],
  ['arn:<any>:x', 'arn:1:2:x'],
  [{ cause: { a: 1 } }, { cause: '{"a":1}' }],
  [1, 1.0],
])('%j matches %j', (expected, actual) => {
  expect(findDifference(expected, actual)).toBeUndefined();
});

test.each([
  [{ a: 1 }, { a: 2 }, '/a: expected 1, got 2'],
  [{ a: 1 }, {}, '/a: expected 1, got nothing'],
  [{}, { a: 1 }, '/a: expected nothing, got 1'],
  [[1, 2], [1], '/1: expected 2, got the end'],
  [[1], [1, 2], '/1: expected the end, got 2'],
  ['a<any>', 'ba', '/: expected "a<any>", got "ba"'],
  [0, false, '/: expected 0, got false'],
])('%j differs from %j', (expected, actual, difference) => {
  expect(findDifference(expected, actual)).toBe(difference);
});

test('lists without order differ in what they hold', () => {
  expect(findMultisetDifference(['a', 'b', 'b'], ['b', 'a', 'b'], '/x')).toBeUndefined();
  expect(findMultisetDifference(['a', 'b'], ['a', 'a'], '/x')).toBe(
    '/x: nothing matches "b" in ["a"]',
  );
  expect(findMultisetDifference(['a'], ['a', 'b'], '/x')).toBe('/x: unexpected ["b"]');
});
