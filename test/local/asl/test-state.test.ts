import type { State } from '../../../local/asl/definition/machine.js';
import { makeEvaluate } from '../../../local/asl/jsonata/evaluate.js';
import { makeJsonata } from '../../../local/asl/jsonata/jsonata-language.js';
import { type StateTest, testState } from '../../../local/asl/test-state.js';
import { VirtualClock } from '../../../local/clock.js';

const task: State = {
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: { FunctionName: 'work', Payload: '{% $n %}' },
  Output: '{% $states.result.Payload %}',
  Retry: [{ ErrorEquals: ['StackBusy'], MaxAttempts: 2, IntervalSeconds: 3 }],
  Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }],
  Next: 'Done',
};

function aTest(rest: Partial<StateTest>): StateTest {
  const language = makeJsonata(makeEvaluate(new VirtualClock(), () => 0.5));
  return { state: task, language, input: {}, context: {}, variables: { n: 1 }, ...rest };
}

test('a mocked result goes through the output of the state', async () => {
  const mock = { kind: 'succeed', result: { Payload: 'x' } } as const;

  expect(await testState(aTest({ mock }))).toEqual({
    status: 'SUCCEEDED',
    output: 'x',
    nextState: 'Done',
    inspectionData: {
      input: {},
      variables: { n: 1 },
      afterArguments: { FunctionName: 'work', Payload: 1 },
      result: { Payload: 'x' },
    },
  });
});

test.each([
  [
    1,
    {
      status: 'RETRIABLE',
      inspectionData: { errorDetails: { retryIndex: 0, retryBackoffIntervalSeconds: 6 } },
    },
  ],
  [2, { status: 'CAUGHT_ERROR', nextState: 'Caught', output: { Error: 'StackBusy', Cause: '' } }],
])(
  'a mocked failure after %i retries is judged by Retry and Catch',
  async (retrierRetryCount, expected) => {
    const mock = { kind: 'fail', error: 'StackBusy' } as const;

    expect(await testState(aTest({ mock, retrierRetryCount }))).toMatchObject(expected);
  },
);

test('a field that cannot be evaluated fails the state, without the name of the state', async () => {
  const state: State = { Type: 'Pass', Output: '{% $missing %}', End: true };

  expect(await testState(aTest({ state }))).toMatchObject({
    status: 'FAILED',
    error: 'States.QueryEvaluationError',
    cause:
      "The JSONata expression '$missing' specified for the field 'Output' returned nothing (undefined).",
  });
});
