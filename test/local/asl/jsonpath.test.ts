import { findByPath } from '../../../local/asl/jsonpath/find.js';
import { makeIntrinsics } from '../../../local/asl/jsonpath/intrinsic-functions.js';
import { parsePath } from '../../../local/asl/jsonpath/path.js';
import { mergeResult, resolveExpression } from '../../../local/asl/jsonpath/resolve.js';
import { aBench, run } from '../../support/state-machines.js';

const view = {
  input: {
    name: 'web',
    'odd name': 1,
    list: [
      { id: 1, tags: ['a'] },
      { id: 2, tags: ['b', 'c'] },
    ],
  },
  context: { State: { Name: 'Here' } },
  variables: { limit: { max: 5 } },
};

test.each([
  ['$', view.input],
  ['$.name', 'web'],
  ["$['odd name']", 1],
  ['$.list[1].id', 2],
  ['$.list[-1].id', 2],
  ['$.list[*].id', [1, 2]],
  ['$.list[0:1].id', [1]],
  ['$.list[0,1].id', [1, 2]],
  ['$..id', [1, 2]],
  ['$.list[?(@.id == 2)].tags', [['b', 'c']]],
  ["$.list[?(@.id > 0 && @.id < 2)]['id']", [1]],
  ['$.nothing[*]', []],
  ['$$.State.Name', 'Here'],
  ['$limit.max', 5],
])('%s leads to %j', (path, expected) => {
  const parsed = parsePath(path);

  expect(parsed && findByPath(parsed, view)).toEqual({ isFound: true, value: expected });
});

test.each([
  ['$.no.such', "$['no']"],
  ['$.list[7]', "$['list'][7]"],
  ['$unknown', '$'],
])('%s is missing at %s', (path, missing) => {
  const parsed = parsePath(path);

  expect(parsed && findByPath(parsed, view)).toEqual({ isFound: false, missing });
});

test.each(['name', '$.', '$.a[', '$.a b', ''])('%j is no path', (text) => {
  expect(parsePath(text)).toBeUndefined();
});

test.each([
  ["States.Format('{} has {}', $.name, States.ArrayLength($.list))", 'web has 2'],
  ["States.Format('It\\'s \\{\\} {}', $.name)", "It's {} web"],
  ['States.Array(1, true, null)', [1, true, null]],
  ['States.ArrayUnique(States.Array(1, 1, 2))', [1, 2]],
  ['States.MathAdd(1.5, 1)', 3],
  ["States.StringSplit('a,b;c', ',;')", ['a', 'b', 'c']],
  ['States.JsonMerge(States.StringToJson(\'{"a":1}\'), $limit, false)', { a: 1, max: 5 }],
])('%s gives %j', (expression, expected) => {
  expect(
    resolveExpression(
      makeIntrinsics(() => 0.5),
      expression,
      'a.$',
      view,
    ),
  ).toEqual(expected);
});

test.each([
  [undefined, 'result'],
  [null, { a: { b: 1 } }],
  ['$', 'result'],
  ['$.c', { a: { b: 1 }, c: 'result' }],
  ['$.a.b', { a: { b: 'result' } }],
])('ResultPath %j puts the result into the input', (path, expected) => {
  expect(mergeResult(path, { a: { b: 1 } }, 'result')).toEqual(expected);
});

test('a JSONPath state hands its output and variables to a JSONata state', async () => {
  const machine = {
    StartAt: 'Path',
    States: {
      Path: {
        Type: 'Pass',
        InputPath: '$.in',
        Parameters: { 'twice.$': 'States.MathAdd($.n, $.n)' },
        ResultPath: '$.out',
        Assign: { 'kept.$': '$.twice' },
        Next: 'Which?',
      },
      'Which?': {
        Type: 'Choice',
        Choices: [
          {
            And: [
              { Variable: '$.out.twice', NumericGreaterThan: 3 },
              { Not: { Variable: '$.none', IsPresent: true } },
            ],
            Next: 'Query',
          },
        ],
      },
      Query: {
        Type: 'Pass',
        QueryLanguage: 'JSONata',
        Output: '{% $kept + $states.input.out.twice %}',
        End: true,
      },
    },
  };

  const { output } = await run(aBench(), machine, { in: { n: 2 } });

  expect(output).toBe(8);
});

test('a choice without a match and without Default fails the execution', async () => {
  const machine = {
    StartAt: 'Which?',
    States: {
      'Which?': {
        Type: 'Choice',
        Choices: [{ Variable: '$.a', StringMatches: 'x*z', Next: 'Done' }],
      },
      Done: { Type: 'Succeed' },
    },
  };

  expect(await run(aBench(), machine, { a: 'xyz' })).toMatchObject({ status: 'SUCCEEDED' });
  expect(await run(aBench(), machine, { a: 'xy' })).toMatchObject({
    error: 'States.NoChoiceMatched',
  });
});
