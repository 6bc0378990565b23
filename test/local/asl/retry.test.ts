import { StateFailure } from '../../../local/asl/execution/failure.js';
import { decideBackoff, Retries } from '../../../local/asl/execution/guarded.js';
import { aBench, aMachine, anError, aTask, run } from '../../support/state-machines.js';

test.each([
  [{}, [1, 2, 4, 8]],
  [{ IntervalSeconds: 3, BackoffRate: 1.5 }, [3, 4.5, 6.75]],
  [{ IntervalSeconds: 10, BackoffRate: 2, MaxDelaySeconds: 25 }, [10, 20, 25, 25]],
  [{ IntervalSeconds: 5, BackoffRate: 1 }, [5, 5, 5]],
])('%o waits %o seconds', (settings, expected) => {
  const retrier = { ErrorEquals: ['States.ALL'], ...settings };

  expect(expected.map((_, used) => decideBackoff(retrier, used))).toEqual(expected);
});

const busy = new StateFailure('StackBusy', undefined);

test('full jitter draws the wait from zero up to the backoff', () => {
  const retries = new Retries(
    [{ ErrorEquals: ['StackBusy'], IntervalSeconds: 8, JitterStrategy: 'FULL' }],
    () => 0.25,
  );

  expect(retries.nextDelay(busy)).toBe(2000);
  expect(retries.nextDelay(busy)).toBe(4000);
});

test.each([
  [undefined, 3],
  [0, 0],
  [5, 5],
])('MaxAttempts %s allows %i retries', (MaxAttempts, expected) => {
  const limit = MaxAttempts === undefined ? {} : { MaxAttempts };
  const retries = new Retries([{ ErrorEquals: ['StackBusy'], ...limit }], () => 0.5);

  let count = 0;
  while (retries.nextDelay(busy) !== undefined) count += 1;

  expect(count).toBe(expected);
});

test('each retrier counts its own attempts', () => {
  const retries = new Retries(
    [
      { ErrorEquals: ['StackBusy'], MaxAttempts: 1 },
      { ErrorEquals: ['States.ALL'], MaxAttempts: 2 },
    ],
    () => 0.5,
  );
  const other = new StateFailure('Throttled', undefined);

  const delays = [busy, other, other, other, busy].map((failure) => retries.nextDelay(failure));

  expect(delays).toEqual([1000, 1000, 2000, undefined, undefined]);
});

test('retries wait in virtual time and the state sees how many there were', async () => {
  const seen: unknown[] = [];
  const bench = aBench({
    lambda: (payload) => {
      seen.push(payload);
      throw anError('StackBusy');
    },
  });
  const machine = aMachine({
    Work: aTask({
      Arguments: { FunctionName: 'work', Payload: '{% $states.context.State.RetryCount %}' },
      Retry: [{ ErrorEquals: ['StackBusy'], MaxAttempts: 2, IntervalSeconds: 10 }],
    }),
  });

  const { took, error, eventTypes } = await run(bench, machine);

  expect({ seen, took, error }).toEqual({ seen: [0, 1, 2], took: 30_000, error: 'StackBusy' });
  expect(eventTypes.filter((type) => type === 'TaskStateEntered')).toHaveLength(1);
});

test('attempts are counted anew each time the state is entered', async () => {
  let calls = 0;
  const bench = aBench({
    lambda: () => {
      calls += 1;
      if (calls % 2 === 1) throw anError('StackBusy');
      return calls;
    },
  });
  const machine = aMachine({
    Work: aTask({ Retry: [{ ErrorEquals: ['StackBusy'], MaxAttempts: 1 }], Next: 'Again?' }),
    'Again?': {
      Type: 'Choice',
      Choices: [{ Condition: '{% $states.input < 6 %}', Next: 'Work' }],
      Default: 'Done',
    },
    Done: { Type: 'Succeed' },
  });

  const { status, output } = await run(bench, machine);

  expect({ status, output }).toEqual({ status: 'SUCCEEDED', output: 6 });
});

test('a catcher gets input, error and cause, sets variables and shapes the output', async () => {
  const bench = aBench({
    lambda: () => {
      throw anError('StackBroken', 'DELETE_FAILED');
    },
  });
  const machine = aMachine({
    Work: aTask({
      Catch: [
        { ErrorEquals: ['StackBusy'], Next: 'Done' },
        {
          ErrorEquals: ['StackBroken'],
          Assign: { failure: '{% $states.errorOutput.Error %}' },
          Output: {
            was: '{% $states.input %}',
            why: '{% $parse($states.errorOutput.Cause).errorMessage %}',
          },
          Next: 'Done',
        },
      ],
      Next: 'Done',
    }),
    Done: { Type: 'Pass', Output: '{% [$failure, $states.input] %}', End: true },
  });

  const { output } = await run(bench, machine, { id: 7 });

  expect(output).toEqual(['StackBroken', { was: { id: 7 }, why: 'DELETE_FAILED' }]);
});

test('a field that cannot be evaluated can be caught, and the event tells where it is', async () => {
  const machine = aMachine({
    Work: aTask({
      Output: { found: '{% $states.result.missing %}' },
      Catch: [{ ErrorEquals: ['States.QueryEvaluationError'], Next: 'Caught' }],
      Next: 'Caught',
    }),
    Caught: { Type: 'Pass', End: true },
  });

  const { status, history } = await run(aBench(), machine);

  expect(status).toBe('SUCCEEDED');
  const failed = history.find(({ type }) => type === 'EvaluationFailed');
  expect(failed?.details).toMatchObject({ state: 'Work', location: 'Output/found' });
});
