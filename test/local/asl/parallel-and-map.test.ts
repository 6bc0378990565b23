import { NO_ANSWER } from '../../../local/asl/api.js';
import { aBench, aMachine, anError, aTask, run } from '../../support/state-machines.js';

const branch = (name: string, state: object) => ({ StartAt: name, States: { [name]: state } });

const wait = (seconds: number) => ({ Type: 'Wait', Seconds: seconds, End: true });

function aMap(states: { readonly [name: string]: unknown }, rest: object = {}): unknown {
  return aMachine({
    Each: {
      Type: 'Map',
      ItemProcessor: { StartAt: Object.keys(states)[0], States: states },
      End: true,
      ...rest,
    },
  });
}

test('a Parallel gives the outputs of its branches in their order and takes as long as the longest', async () => {
  const machine = aMachine({
    Both: {
      Type: 'Parallel',
      Branches: [branch('Slow', wait(20)), branch('Fast', { ...wait(5), Output: 'fast' })],
      End: true,
    },
  });

  const { output, took } = await run(aBench(), machine, 'in');

  expect({ output, took }).toEqual({ output: ['in', 'fast'], took: 20_000 });
});

test('branches see outer variables and keep their own to themselves', async () => {
  const machine = aMachine({
    Begin: { Type: 'Pass', Assign: { shared: 1 }, Next: 'Both' },
    Both: {
      Type: 'Parallel',
      Branches: [
        branch('One', { Type: 'Pass', Assign: { own: 2 }, Output: '{% $shared %}', End: true }),
        branch('Two', { Type: 'Pass', Output: '{% $exists($own) %}', End: true }),
      ],
      Output: { branches: '{% $states.result %}', own: '{% $exists($own) %}' },
      End: true,
    },
  });

  const { output } = await run(aBench(), machine);

  expect(output).toEqual({ branches: [1, false], own: false });
});

test('Assign and Output of one state both see the variables as they were', async () => {
  const machine = aMachine({
    Begin: { Type: 'Pass', Assign: { count: 1 }, Next: 'Count' },
    Count: {
      Type: 'Pass',
      Assign: { count: '{% $count + 1 %}' },
      Output: '{% $count %}',
      Next: 'Look',
    },
    Look: { Type: 'Pass', Output: '{% [$states.input, $count] %}', End: true },
  });

  const { output } = await run(aBench(), machine);

  expect(output).toEqual([1, 2]);
});

test('the first branch that fails calls the others off', async () => {
  const bench = aBench();
  const machine = aMachine({
    Both: {
      Type: 'Parallel',
      Branches: [
        branch('Refuse', { Type: 'Fail', Error: 'Refused' }),
        {
          StartAt: 'Rest',
          States: { Rest: { Type: 'Wait', Seconds: 60, Next: 'Work' }, Work: aTask() },
        },
      ],
      End: true,
    },
  });

  const { error, took, eventTypes } = await run(bench, machine);

  expect({ error, took }).toEqual({ error: 'Refused', took: 0 });
  expect(eventTypes).toContain('WaitStateAborted');
  expect(eventTypes.at(-2)).toBe('ParallelStateFailed');
  expect(bench.calls).toHaveLength(0);
  expect(bench.clock.now()).toBe(0);
});

test('a Parallel that is tried again runs all of its branches again', async () => {
  let tries = 0;
  const bench = aBench({
    lambda: (payload) => {
      tries += 1;
      if (tries === 2) throw anError('StackBusy');
      return payload;
    },
  });
  const machine = aMachine({
    Both: {
      Type: 'Parallel',
      Branches: [branch('One', aTask()), branch('Two', aTask())],
      Retry: [{ ErrorEquals: ['StackBusy'] }],
      End: true,
    },
  });

  const { status, took } = await run(bench, machine);

  expect({ status, took, tries }).toEqual({ status: 'SUCCEEDED', took: 1000, tries: 4 });
});

test('tasks that time out at the same moment all say so', async () => {
  const machine = aMap(
    { Work: aTask({ TimeoutSeconds: 5 }) },
    { Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'Caught' }] },
  ) as { readonly States: { readonly [name: string]: object } };
  const definition = {
    ...machine,
    States: { ...machine.States, Caught: { Type: 'Pass', End: true } },
  };

  const { status, eventTypes } = await run(
    aBench({ lambda: () => NO_ANSWER }),
    definition,
    [1, 2, 3],
  );

  expect(status).toBe('SUCCEEDED');
  expect(eventTypes.filter((type) => type === 'TaskTimedOut')).toHaveLength(3);
  expect(eventTypes.filter((type) => type === 'MapIterationFailed')).toHaveLength(1);
  expect(eventTypes.filter((type) => type === 'MapIterationAborted')).toHaveLength(2);
});

test('a Map gives each item to its states and collects the outputs in order of the items', async () => {
  const machine = aMap(
    { Rest: { Type: 'Wait', Seconds: '{% $states.input.seconds %}', End: true } },
    {
      Items: '{% $states.input.waits %}',
      ItemSelector: {
        seconds: '{% $states.context.Map.Item.Value %}',
        number: '{% $states.context.Map.Item.Index %}',
        of: '{% $count($states.input.waits) %}',
      },
    },
  );

  const { output, took } = await run(aBench(), machine, { waits: [3, 1, 2] });

  expect(took).toBe(3000);
  expect(output).toEqual([
    { seconds: 3, number: 0, of: 3 },
    { seconds: 1, number: 1, of: 3 },
    { seconds: 2, number: 2, of: 3 },
  ]);
});

test.each([
  [1, 9000],
  [2, 6000],
  [0, 3000],
])('MaxConcurrency %i lets that many iterations run at once', async (MaxConcurrency, expected) => {
  const machine = aMap(
    { Rest: { Type: 'Wait', Seconds: '{% $states.input %}', End: true } },
    { MaxConcurrency },
  );

  const { took } = await run(aBench(), machine, [3, 3, 3]);

  expect(took).toBe(expected);
});

test('an inline Map runs at most 40 iterations at once', async () => {
  const machine = aMap({ Rest: wait(1) });

  const { took } = await run(
    aBench(),
    machine,
    Array.from({ length: 81 }, (_, index) => index),
  );

  expect(took).toBe(3000);
});

test('a failed iteration keeps the following ones from starting', async () => {
  const bench = aBench({
    lambda: (payload) => {
      if (payload === 2) throw anError('Trouble');
      return payload;
    },
  });

  const { error, eventTypes } = await run(
    bench,
    aMap({ Work: aTask() }, { MaxConcurrency: 1 }),
    [1, 2, 3],
  );

  expect(error).toBe('Trouble');
  expect(bench.calls.map(({ input, iteration }) => [input, iteration])).toEqual([
    [{ FunctionName: 'work', Payload: 1 }, 0],
    [{ FunctionName: 'work', Payload: 2 }, 1],
  ]);
  expect(eventTypes.slice(-4)).toEqual([
    'MapIterationFailed',
    'TaskStateAborted',
    'MapStateFailed',
    'ExecutionFailed',
  ]);
});

test('a Map inside a Map sees the item of the inner one', async () => {
  const inner = {
    Type: 'Map',
    ItemProcessor: {
      StartAt: 'Tell',
      States: {
        Tell: { Type: 'Pass', Output: '{% $states.context.Map.Item.Value %}', End: true },
      },
    },
    End: true,
  };

  const { output } = await run(aBench(), aMap({ Inner: inner }), [[1], [2, 3]]);

  expect(output).toEqual([[1], [2, 3]]);
});

test('a Map over nothing succeeds with an empty list', async () => {
  const { output } = await run(aBench(), aMap({ Work: aTask() }), []);

  expect(output).toEqual([]);
});
