import { FieldFailure } from '../../../local/asl/execution/failure.js';
import { compileExpression, makeEvaluate } from '../../../local/asl/jsonata/evaluate.js';
import { evaluateTemplate, findExpression } from '../../../local/asl/jsonata/template.js';
import { findTopLevelNames } from '../../../local/asl/jsonata/top-level-names.js';
import { findVariableNames } from '../../../local/asl/jsonata/variable-names.js';
import { VirtualClock } from '../../../local/clock.js';

const clock = new VirtualClock(Date.UTC(2026, 0, 2));
const evaluate = makeEvaluate(clock, () => 0.25);
const view = { states: { input: { list: [1], text: 'a' }, context: {} }, variables: { n: 3 } };

const value = (expression: string) => evaluate(expression, 'Output', view);

test.each([
  ['$partition([1,2,3,4,5], 2)', [[1, 2], [3, 4], [5]]],
  ['$partition([0], 4)', [[0]]],
  ['$range(0, 6, 2)', [0, 2, 4, 6]],
  ['$range(5, 1, -2)', [5, 3, 1]],
  ['$range(1, 9, 9)', 1],
  ['$hash("input", "SHA-1")', '140f86aae51ab9e1cda9b4254fe98a74eb54c1a1'],
  ['$hash("", "MD5")', 'd41d8cd98f00b204e9800998ecf8427e'],
  ['$parse("{\\"a\\": [1]}").a', [1]],
  ['$random(42)', 0.7275636800328681],
  ['$random()', 0.25],
  ['$uuid()', '44444444-4444-4444-8444-444444444444'],
  ['$millis()', Date.UTC(2026, 0, 2)],
  ['$now()', '2026-01-02T00:00:00.000Z'],
  ["$now('[Y0001]')", '2026'],
  ['$states.input.list', [1]],
  ['$n + 1', 4],
  ['{"kept": 1, "dropped": $nothing}', { kept: 1 }],
  ['[1, 2][$ > 1]', 2],
])('%s is %j', async (expression, expected) => {
  expect(await value(expression)).toEqual(expected);
});

test('a shuffle is a permutation that the random source repeats', async () => {
  const shuffled = await value('$shuffle([1, 2, 3, 4])');

  expect([...(shuffled as number[])].sort()).toEqual([1, 2, 3, 4]);
  expect(await value('$shuffle([1, 2, 3, 4])')).toEqual(shuffled);
});

test.each([
  [
    '$nothing',
    "The JSONata expression '$nothing' specified for the field 'Output' returned nothing (undefined).",
  ],
  [
    '$eval("1")',
    "The JSONata expression '$eval(\"1\")' specified for the field 'Output' threw an error during evaluation. T1006: Attempted to invoke a non-function",
  ],
  [
    '$sum(["a"])',
    'The JSONata expression \'$sum(["a"])\' specified for the field \'Output\' threw an error during evaluation. T0412: Argument 1 of function "sum" must be an array of "numbers"',
  ],
])('%s fails with the words of AWS', async (expression, message) => {
  await expect(value(expression)).rejects.toEqual(
    new FieldFailure('States.QueryEvaluationError', message, 'Output'),
  );
});

test.each([
  '$range(0, 9999, 1)',
  '$partition([1], 0)',
  '$hash("a", "CRC")',
  '$parse("{")',
  'function($x){$x}',
])('%s fails', async (expression) => {
  await expect(value(expression)).rejects.toBeInstanceOf(FieldFailure);
});

test.each([
  ['{% $n %}', '$n'],
  ['{%$n%}', '$n'],
  [' {% $n %}', undefined],
  ['{% $n %} ', undefined],
  ['a {% $n %}', undefined],
  [3, undefined],
])('%j holds the expression %j', (text, expected) => {
  expect(findExpression(text)).toBe(expected);
});

test('a template is evaluated at every depth, and the location of a failure is told', async () => {
  const template = { a: ['{% $n %}', { b: '{% $states.input.text %}' }], c: null };

  expect(await evaluateTemplate(evaluate, template, 'Output', view)).toEqual({
    a: [3, { b: 'a' }],
    c: null,
  });
  await expect(
    evaluateTemplate(evaluate, { a: [1, { b: '{% $no %}' }] }, 'Output', view),
  ).rejects.toMatchObject({ location: 'Output/a[1]/b' });
});

test('a value from an expression keeps none of the flags of JSONata', async () => {
  const filtered = await value('$states.input.list[$ > 0]');

  expect(filtered).toBe(1);
  const list = await value('[1, 2, 3][$ > 1]');
  expect(Object.keys(list as object)).toEqual(['0', '1']);
});

test.each([
  ['phone', ['phone']],
  ['$sum(prices) + $n', ['prices']],
  ['{"a": b, "c": $d.e}', ['b']],
  ['$states.input[name = "x"].value', []],
  ['$map($list, function($v) { $v.name })', []],
  ['$list ~> $filter(function($v) { $v > 1 })', []],
  ['a ? b : c', ['a', 'b', 'c']],
])('%s refers to %j at the top level', (expression, expected) => {
  expect(findTopLevelNames(compileExpression(expression).ast())).toEqual(expected);
});

test.each([
  ['$a + $b.c[$d = 1]', ['a', 'b', 'd']],
  ['($x := $y; $x)', ['y']],
  ['$map($list, function($v) { $v + $n })', ['list', 'n']],
  ['$states.input.a', []],
])('%s reads the variables %j', (expression, expected) => {
  expect(findVariableNames(expression)).toEqual(expected);
});
