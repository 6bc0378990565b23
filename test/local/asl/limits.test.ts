import {
  aBench,
  aCallback,
  aMachine,
  aTask,
  describe as describeRun,
  run,
  settle,
  start,
} from '../../support/state-machines.js';

const LIMIT = 262_144;
/** JSON text adds two quotes. */
const largest = 'x'.repeat(LIMIT - 2);

test('a payload of 256 KiB passes', async () => {
  const machine = aMachine({ Work: aTask() });

  const { status } = await run(aBench({ lambda: () => 'x'.repeat(LIMIT - 200) }), machine);

  expect(status).toBe('SUCCEEDED');
});

test('a larger result of a task fails the task, and a catcher sees it', async () => {
  const machine = aMachine({
    Work: aTask({
      Catch: [{ ErrorEquals: ['States.DataLimitExceeded'], Next: 'Caught' }],
      Next: 'Caught',
    }),
    Caught: { Type: 'Pass', Output: '{% $states.input.Error %}', End: true },
  });

  const { output, eventTypes } = await run(aBench({ lambda: () => `${largest}x` }), machine);

  expect(output).toBe('States.DataLimitExceeded');
  expect(eventTypes).toContain('TaskFailed');
});

test('a larger output of a state ends the execution, whatever its catchers say', async () => {
  const machine = aMachine({
    Work: aTask({
      Output: '{% $states.result.Payload & $states.result.Payload %}',
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }],
      Next: 'Caught',
    }),
    Caught: { Type: 'Pass', End: true },
  });

  const { status, error } = await run(aBench({ lambda: () => 'x'.repeat(200_000) }), machine);

  expect({ status, error }).toEqual({ status: 'FAILED', error: 'States.DataLimitExceeded' });
});

test.each([
  [
    'a variable',
    { Type: 'Pass', Assign: { big: '{% $states.input & $states.input %}' }, End: true },
  ],
  [
    'the arguments of a task',
    aTask({ Arguments: { FunctionName: 'work', Payload: '{% $states.input & $states.input %}' } }),
  ],
  [
    'the arguments of a Parallel',
    {
      Type: 'Parallel',
      Arguments: '{% $states.input & $states.input %}',
      Branches: [{ StartAt: 'Done', States: { Done: { Type: 'Succeed' } } }],
      End: true,
    },
  ],
])('%s above the limit ends the execution', async (_case, state) => {
  const { error } = await run(aBench(), aMachine({ Only: state }), 'x'.repeat(200_000));

  expect(error).toBe('States.DataLimitExceeded');
});

test('the output that comes with a token has the same limit', async () => {
  const bench = aBench();
  start(bench, aMachine({ Ask: aCallback() }));
  await settle(bench);
  const taskToken = bench.calls[0]?.taskToken ?? '';

  const send = () => bench.stepFunctions.sendTaskSuccess({ taskToken, output: `${largest}x` });

  expect(send).toThrow(expect.objectContaining({ name: 'InvalidOutput' }));
});

test('a history is full at event 25,000, which is the failure itself', async () => {
  const machine = aMachine({
    Loop: { Type: 'Choice', Choices: [{ Condition: '{% true %}', Next: 'Loop' }], Default: 'Done' },
    Done: { Type: 'Succeed' },
  });

  const { error, cause, history } = await run(aBench(), machine);

  expect(history).toHaveLength(25_000);
  expect(history.at(-1)).toMatchObject({
    id: 25_000,
    previousEventId: 24_999,
    type: 'ExecutionFailed',
  });
  expect({ error, cause }).toEqual({
    error: 'States.Runtime',
    cause: 'The execution reached the maximum number of history events (25000).',
  });
});

test('the limit of the history cannot be caught by a Map around', async () => {
  const loop = {
    StartAt: 'Loop',
    States: {
      Loop: {
        Type: 'Choice',
        Choices: [{ Condition: '{% true %}', Next: 'Loop' }],
        Default: 'Done',
      },
      Done: { Type: 'Succeed' },
    },
  };
  const machine = aMachine({
    Each: {
      Type: 'Map',
      Items: [1],
      ItemProcessor: loop,
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }],
      Next: 'Caught',
    },
    Caught: { Type: 'Pass', End: true },
  });
  const bench = aBench();

  const { executionArn } = await run(bench, machine);

  expect(describeRun(bench, executionArn)).toMatchObject({
    status: 'FAILED',
    error: 'States.Runtime',
  });
});
