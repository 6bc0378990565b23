import type { Json } from '../../../local/asl/api.js';
import {
  aBench,
  aCallback,
  aMachine,
  anError,
  aTask,
  describe as describeRun,
  run,
  settle,
  start,
} from '../../support/state-machines.js';

function aDistributedMap(states: { readonly [name: string]: unknown }, rest: object = {}): unknown {
  return aMachine({
    'Each workload': {
      Type: 'Map',
      Label: 'Each',
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: Object.keys(states)[0],
        States: states,
      },
      End: true,
      ...rest,
    },
  });
}

const failOdd = {
  lambda: (payload: Json) => {
    if (Number(payload) % 2 === 1) throw anError('Odd');
    return payload;
  },
};

test('each item runs in a child execution with its own history', async () => {
  const bench = aBench();

  const ended = await run(bench, aDistributedMap({ Work: aTask() }), ['a', 'b']);

  expect(ended.output).toEqual(['a', 'b']);
  expect(ended.eventTypes).toEqual([
    'ExecutionStarted',
    'MapStateEntered',
    'MapStateStarted',
    'MapRunStarted',
    'MapRunSucceeded',
    'MapStateSucceeded',
    'MapStateExited',
    'ExecutionSucceeded',
  ]);
  const children = bench.stepFunctions
    .listExecutions()
    .filter(({ parentExecutionArn }) => parentExecutionArn === ended.executionArn);
  expect(children).toHaveLength(2);
  expect(children[0]?.executionArn).toMatch(/:execution:machine\/Each:[0-9a-f-]{36}$/);
  expect(describeRun(bench, children[0]?.executionArn ?? '').eventTypes).toContain('TaskSucceeded');
});

test('transitions of children are counted apart in the parent', async () => {
  const machine = aDistributedMap({ Work: aTask({ Next: 'Done' }), Done: { Type: 'Succeed' } });

  const { transitions } = await run(aBench(), machine, [1, 2, 3]);

  expect(transitions).toEqual({ own: 1, children: 6 });
});

test('a child sees neither the variables nor the execution around it', async () => {
  const machine = {
    ...(aDistributedMap({
      Tell: {
        Type: 'Pass',
        Output: {
          outer: '{% $exists($outer) %}',
          input: '{% $states.context.Execution.Input %}',
          map: '{% $exists($states.context.Map) %}',
        },
        End: true,
      },
    }) as { readonly States: object }),
  };
  const definition = {
    ...machine,
    StartAt: 'Begin',
    States: {
      Begin: { Type: 'Pass', Assign: { outer: 1 }, Next: 'Each workload' },
      ...machine.States,
    },
  };

  const { output } = await run(aBench(), definition, ['item']);

  expect(output).toEqual([{ outer: false, input: 'item', map: false }]);
});

test('children run side by side up to MaxConcurrency', async () => {
  const rest = { Rest: { Type: 'Wait', Seconds: 10, End: true } };

  const free = await run(aBench(), aDistributedMap(rest), [1, 2, 3, 4]);
  const bound = await run(aBench(), aDistributedMap(rest, { MaxConcurrency: 2 }), [1, 2, 3, 4]);

  expect([free.took, bound.took]).toEqual([10_000, 20_000]);
});

test('without a tolerance the first child that fails stops the others', async () => {
  const bench = aBench(failOdd);
  const machine = aDistributedMap({
    Rest: { Type: 'Wait', Seconds: '{% $states.input %}', Next: 'Work' },
    Work: aTask(),
  });

  const ended = await run(bench, machine, [2, 3, 8]);

  expect(ended).toMatchObject({
    status: 'FAILED',
    error: 'States.ExceedToleratedFailureThreshold',
    cause: 'The specified tolerated failure threshold was exceeded',
    took: 3000,
  });
  expect(ended.eventTypes.slice(-3)).toEqual(['MapRunFailed', 'MapStateFailed', 'ExecutionFailed']);
  expect(bench.stepFunctions.listExecutions().map(({ status }) => status)).toEqual([
    'FAILED',
    'SUCCEEDED',
    'FAILED',
    'ABORTED',
  ]);
});

test.each([
  [{ ToleratedFailureCount: 2 }, 'SUCCEEDED'],
  [{ ToleratedFailureCount: 1 }, 'FAILED'],
  [{ ToleratedFailurePercentage: 50 }, 'SUCCEEDED'],
  [{ ToleratedFailurePercentage: 49 }, 'FAILED'],
  [{ ToleratedFailureCount: 4, ToleratedFailurePercentage: 10 }, 'FAILED'],
  [{ ToleratedFailureCount: '{% $count($states.input) %}' }, 'SUCCEEDED'],
])('two failures of four are judged by %o: %s', async (tolerance, expected) => {
  const { status } = await run(
    aBench(failOdd),
    aDistributedMap({ Work: aTask() }, { MaxConcurrency: 1, ...tolerance }),
    [1, 2, 3, 4],
  );

  expect(status).toBe(expected);
});

test('a tolerated failure is told in place of the output', async () => {
  const { output } = await run(
    aBench(failOdd),
    aDistributedMap({ Work: aTask() }, { ToleratedFailurePercentage: 100 }),
    [1, 2],
  );

  expect(output).toEqual([
    expect.objectContaining({ Status: 'FAILED', Error: 'Odd', Input: '1' }),
    2,
  ]);
});

test('items are batched by number and by size', async () => {
  const echo = { Tell: { Type: 'Pass', End: true } };

  const byNumber = await run(
    aBench(),
    aDistributedMap(echo, {
      ItemBatcher: { MaxItemsPerBatch: 2, BatchInput: { run: '{% $states.input[0] %}' } },
    }),
    [1, 2, 3],
  );
  const bySize = await run(
    aBench(),
    aDistributedMap(echo, { ItemBatcher: { MaxInputBytesPerBatch: 40 } }),
    ['x'.repeat(20), 'y'.repeat(20)],
  );

  expect(byNumber.output).toEqual([
    { Items: [1, 2], BatchInput: { run: 1 } },
    { Items: [3], BatchInput: { run: 1 } },
  ]);
  expect(bySize.output).toHaveLength(2);
});

const readers = {
  Resource: 'arn:aws:states:::s3:getObject',
  Arguments: { Bucket: 'b', Key: '{% $states.input.key %}' },
};

test.each([
  ['JSON', '[1,2,3]', {}, [1, 2, 3]],
  ['JSON', '{"a":{"b":[1]}}', { ItemsPointer: '/a/b' }, [1]],
  ['JSONL', '{"a":1}\n\n{"a":2}\n', {}, [{ a: 1 }, { a: 2 }]],
  ['JSON', '[1,2,3]', { MaxItems: 2 }, [1, 2]],
  ['CSV', 'a,b\n1,"x, ""y"""\n', { CSVHeaderLocation: 'FIRST_ROW' }, [{ a: '1', b: 'x, "y"' }]],
  [
    'CSV',
    '1;2\n3;4',
    { CSVHeaderLocation: 'GIVEN', CSVHeaders: ['h'], CSVDelimiter: 'SEMICOLON' },
    [{ h: '1' }, { h: '3' }],
  ],
])('an ItemReader reads %s %j with %o', async (InputType, Body, config, expected) => {
  const bench = aBench({ service: () => ({ Body }) });
  const machine = aDistributedMap(
    { Tell: { Type: 'Pass', End: true } },
    { ItemReader: { ...readers, ReaderConfig: { InputType, ...config } } },
  );

  const { output } = await run(bench, machine, { key: 'items' });

  expect(output).toEqual(expected);
  expect(bench.calls[0]?.input).toEqual({ Bucket: 'b', Key: 'items' });
});

test.each([
  ['{"a":1}', 'Attempting to map over non-iterable node.'],
  ['no json', expect.stringContaining('JSON')],
])('an object that holds no items fails the Map: %s', async (Body, expected) => {
  const machine = aDistributedMap(
    { Tell: { Type: 'Pass', End: true } },
    { ItemReader: { ...readers, ReaderConfig: { InputType: 'JSON' } } },
  );

  const { error, cause } = await run(aBench({ service: () => ({ Body }) }), machine, { key: 'k' });

  expect(error).toBe('States.ItemReaderFailed');
  expect(cause).toEqual(expected);
});

test('a ResultWriter puts the results into S3 and gives their place', async () => {
  const put: unknown[] = [];
  const bench = aBench({ service: (...call) => void put.push(call) });
  const machine = aDistributedMap(
    { Tell: { Type: 'Pass', End: true } },
    {
      ResultWriter: {
        Resource: 'arn:aws:states:::s3:putObject',
        Arguments: { Bucket: 'results', Prefix: 'runs' },
      },
    },
  );

  const { output } = await run(bench, machine, [1]);

  expect(output).toMatchObject({
    ResultWriterDetails: {
      Bucket: 'results',
      Key: expect.stringMatching(/^runs\/.*\/manifest\.json$/),
    },
  });
  expect(put).toHaveLength(2);
});

test('stopping the parent stops its children', async () => {
  const bench = aBench();
  const executionArn = start(bench, aDistributedMap({ Ask: aCallback() }), [1, 2]);
  await settle(bench);

  bench.stepFunctions.stopExecution({ executionArn });
  await settle(bench);

  expect(bench.stepFunctions.listExecutions({ status: 'ABORTED' })).toHaveLength(3);
  expect(bench.stepFunctions.listWaitingTasks()).toEqual([]);
});

test('a wide Map stays far from the limits of the parent', async () => {
  const machine = aDistributedMap({ Work: aTask({ Next: 'Done' }), Done: { Type: 'Succeed' } });
  const items = Array.from({ length: 500 }, (_, index) => index);

  const { status, output, history } = await run(aBench(), machine, items);

  expect(status).toBe('SUCCEEDED');
  expect(output).toEqual(items);
  expect(history.length).toBe(8);
});
