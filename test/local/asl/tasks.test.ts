import { type Json, NO_ANSWER } from '../../../local/asl/api.js';
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

const never = { lambda: () => NO_ANSWER };

function getToken(payload: Json): string {
  return (payload as { readonly token: string }).token;
}

test('lambda:invoke gives the answer of the function as its Payload', async () => {
  const bench = aBench({ lambda: () => ({ at: new Date(0), nothing: undefined }) });

  const { output } = await run(
    bench,
    aMachine({ Work: aTask({ Output: '{% $states.result %}' }) }),
  );

  expect(output).toMatchObject({
    Payload: { at: '1970-01-01T00:00:00.000Z' },
    StatusCode: 200,
    ExecutedVersion: '$LATEST',
  });
});

test('a function that returns nothing answers null', async () => {
  const { output } = await run(aBench({ lambda: () => undefined }), aMachine({ Work: aTask() }));

  expect(output).toBeNull();
});

test('a function ARN as resource gives the bare answer and its own events', async () => {
  const resource = 'arn:aws:lambda:us-east-1:111111111111:function:work';
  const machine = aMachine({ Work: { Type: 'Task', Resource: resource, End: true } });

  const { output, eventTypes } = await run(aBench(), machine, { a: 1 });

  expect(output).toEqual({ a: 1 });
  expect(eventTypes.slice(2, 5)).toEqual([
    'LambdaFunctionScheduled',
    'LambdaFunctionStarted',
    'LambdaFunctionSucceeded',
  ]);
});

test('the name of a thrown error becomes the error of the state, with the cause that Lambda gives', async () => {
  const bench = aBench({
    lambda: () => {
      throw anError('StackBusy', 'stack web is UPDATE_IN_PROGRESS');
    },
  });

  const { status, error, cause } = await run(bench, aMachine({ Work: aTask() }));

  expect({ status, error }).toEqual({ status: 'FAILED', error: 'StackBusy' });
  expect(JSON.parse(cause ?? '')).toMatchObject({
    errorType: 'StackBusy',
    errorMessage: 'stack web is UPDATE_IN_PROGRESS',
    trace: expect.any(Array),
  });
});

const describeStacks = {
  Resource: 'arn:aws:states:::aws-sdk:cloudformation:describeStacks',
  Arguments: { StackName: 'web' },
  Output: '{% $states.result %}',
};

test('an SDK integration calls its service with the arguments', async () => {
  const seen: unknown[] = [];
  const bench = aBench({
    service: (...call) => {
      seen.push(call);
      return { Stacks: [] };
    },
  });

  const { output } = await run(bench, aMachine({ Look: aTask(describeStacks) }));

  expect(seen).toEqual([['cloudformation', 'describeStacks', { StackName: 'web' }]]);
  expect(output).toEqual({ Stacks: [] });
});

test.each([
  [describeStacks, 'ValidationError', 'CloudFormation.CloudFormationException'],
  [describeStacks, 'StackNotFound', 'CloudFormation.StackNotFoundException'],
  [describeStacks, 'Own.Name', 'Own.Name'],
  [
    { ...describeStacks, Resource: 'arn:aws:states:::dynamodb:putItem' },
    'ConditionalCheckFailedException',
    'DynamoDB.ConditionalCheckFailedException',
  ],
])('an error of a service gets the prefix of its client: %#', async (task, name, expected) => {
  const bench = aBench({
    service: () => {
      throw anError(name, 'no');
    },
  });

  const { error, cause } = await run(bench, aMachine({ Look: aTask(task) }));

  expect(error).toBe(expected);
  expect(cause).toContain('no');
});

test('putEvents with a failed entry fails the state', async () => {
  const answer = { FailedEntryCount: 1, Entries: [{ ErrorCode: 'MalformedDetail' }] };
  const seen: unknown[] = [];
  const bench = aBench({
    service: (_service, _action, args) => {
      seen.push(args);
      return answer;
    },
  });
  const put = aTask({
    Resource: 'arn:aws:states:::events:putEvents',
    Arguments: { Entries: [{ Detail: { a: 1 }, Source: 'autoland' }] },
  });

  const { error, cause } = await run(bench, aMachine({ Put: put }));

  expect(error).toBe('EventBridge.FailedEntry');
  expect(JSON.parse(cause ?? '')).toEqual(answer);
  expect(seen).toEqual([{ Entries: [{ Detail: '{"a":1}', Source: 'autoland' }] }]);
});

test.each([
  ['a number', 5],
  ['an expression', '{% $states.input.limit %}'],
])('a task without an answer times out after TimeoutSeconds: %s', async (_case, TimeoutSeconds) => {
  const ended = await run(aBench(never), aMachine({ Work: aTask({ TimeoutSeconds }) }), {
    limit: 5,
  });

  expect(ended).toMatchObject({ status: 'FAILED', error: 'States.Timeout', took: 5000 });
  expect(ended).not.toHaveProperty('cause');
  expect(ended.eventTypes).toContain('TaskTimedOut');
});

test('timeouts are evaluated anew in each attempt', async () => {
  const machine = aMachine({
    Work: aTask({
      TimeoutSeconds: '{% 10 * ($states.context.State.RetryCount + 1) %}',
      Retry: [{ ErrorEquals: ['States.Timeout'], MaxAttempts: 1, IntervalSeconds: 1 }],
    }),
  });

  const { took, history } = await run(aBench(never), machine);

  expect(took).toBe(31_000);
  const scheduled = history.filter(({ type }) => type === 'TaskScheduled');
  expect(scheduled.map(({ details }) => details.timeoutInSeconds)).toEqual([10, 20]);
});

test('a heartbeat that lapses ends the task, and heartbeats in time keep it', async () => {
  const bench = aBench();
  const arn = start(bench, aMachine({ Ask: aCallback({ HeartbeatSeconds: 10 }) }));
  await bench.clock.runUntil(() => bench.calls.length === 1);
  const taskToken = bench.calls[0]?.taskToken ?? '';
  for (const second of [8, 16])
    bench.clock.after(second * 1000, () => bench.stepFunctions.sendTaskHeartbeat({ taskToken }));

  await settle(bench);

  expect(describeRun(bench, arn)).toMatchObject({
    status: 'FAILED',
    error: 'States.Timeout',
    took: 26_000,
  });
});

test('heartbeats do not extend TimeoutSeconds', async () => {
  const bench = aBench();
  const arn = start(
    bench,
    aMachine({ Ask: aCallback({ HeartbeatSeconds: 10, TimeoutSeconds: 12 }) }),
  );
  await bench.clock.runUntil(() => bench.calls.length === 1);
  const taskToken = bench.calls[0]?.taskToken ?? '';
  bench.clock.after(8000, () => bench.stepFunctions.sendTaskHeartbeat({ taskToken }));

  await settle(bench);

  expect(describeRun(bench, arn).took).toBe(12_000);
});

test.each([['States.HeartbeatTimeout'], ['States.Timeout'], ['States.ALL']])(
  '%s catches a lapsed heartbeat',
  async (name) => {
    const machine = aMachine({
      Ask: aCallback({
        HeartbeatSeconds: 10,
        Catch: [{ ErrorEquals: [name], Next: 'Look again' }],
        Next: 'Look again',
      }),
      'Look again': { Type: 'Pass', End: true },
    });

    const { status, output } = await run(aBench(), machine);

    expect({ status, output }).toEqual({
      status: 'SUCCEEDED',
      output: { Error: 'States.Timeout', Cause: '' },
    });
  },
);

test('States.TaskFailed catches every failure of a task but a timeout', async () => {
  const caught = (lambda: () => unknown) =>
    run(
      aBench({ lambda }),
      aMachine({
        Work: aTask({
          TimeoutSeconds: 5,
          Catch: [{ ErrorEquals: ['States.TaskFailed'], Next: 'Caught' }],
          Next: 'Caught',
        }),
        Caught: { Type: 'Pass', End: true },
      }),
    );

  const failed = await caught(() => {
    throw anError('Trouble');
  });
  const timedOut = await caught(() => NO_ANSWER);

  expect(failed.status).toBe('SUCCEEDED');
  expect(timedOut.status).toBe('FAILED');
});

test('a task with a token waits until the token comes back', async () => {
  const bench = aBench();
  const arn = start(bench, aMachine({ Ask: aCallback() }));
  await settle(bench);
  expect(bench.stepFunctions.listWaitingTasks()).toMatchObject([
    { executionArn: arn, stateName: 'Ask' },
  ]);

  const taskToken = bench.calls[0]?.taskToken ?? '';
  bench.stepFunctions.sendTaskSuccess({ taskToken, output: { approved: true } });
  await settle(bench);

  const ended = describeRun(bench, arn);
  expect(ended).toMatchObject({ status: 'SUCCEEDED', output: { approved: true } });
  expect(ended.eventTypes.slice(2, 6)).toEqual([
    'TaskScheduled',
    'TaskStarted',
    'TaskSubmitted',
    'TaskSucceeded',
  ]);
  expect(bench.stepFunctions.listWaitingTasks()).toEqual([]);
});

test('a function may send the token back before it returns', async () => {
  const bench = aBench({
    lambda: (payload) =>
      bench.stepFunctions.sendTaskSuccess({ taskToken: getToken(payload), output: 'early' }),
  });

  const { status, output, eventTypes } = await run(bench, aMachine({ Ask: aCallback() }));

  expect({ status, output }).toEqual({ status: 'SUCCEEDED', output: 'early' });
  expect(eventTypes).not.toContain('TaskSubmitted');
});

test('a failing token fails the state with the error and cause that came with it', async () => {
  const bench = aBench();
  const arn = start(bench, aMachine({ Ask: aCallback() }));
  await settle(bench);

  const taskToken = bench.calls[0]?.taskToken ?? '';
  bench.stepFunctions.sendTaskFailure({ taskToken, error: 'Denied', cause: 'by Ann' });
  await settle(bench);

  expect(describeRun(bench, arn)).toMatchObject({
    status: 'FAILED',
    error: 'Denied',
    cause: 'by Ann',
  });
});

test('a function that throws ends its task although the token is out', async () => {
  const bench = aBench({
    lambda: () => {
      throw anError('NotFound');
    },
  });

  const { error, eventTypes } = await run(bench, aMachine({ Ask: aCallback() }));

  expect(error).toBe('NotFound');
  expect(eventTypes).not.toContain('TaskSubmitted');
});

test('a token is refused once its task is over, and when nobody gave it out', async () => {
  const bench = aBench();
  start(bench, aMachine({ Ask: aCallback({ TimeoutSeconds: 1 }) }));
  await settle(bench);
  const taskToken = bench.calls[0]?.taskToken ?? '';
  const over = expect.objectContaining({ name: 'TaskTimedOut' });
  const { stepFunctions } = bench;

  expect(() => stepFunctions.sendTaskSuccess({ taskToken, output: 1 })).toThrow(over);
  expect(() => stepFunctions.sendTaskFailure({ taskToken })).toThrow(over);
  expect(() => stepFunctions.sendTaskHeartbeat({ taskToken })).toThrow(over);
  expect(() => stepFunctions.sendTaskHeartbeat({ taskToken: 'made up' })).toThrow(
    expect.objectContaining({ name: 'InvalidToken' }),
  );
});

test('a token counts once', async () => {
  const bench = aBench();
  const arn = start(bench, aMachine({ Ask: aCallback() }));
  await settle(bench);
  const taskToken = bench.calls[0]?.taskToken ?? '';

  bench.stepFunctions.sendTaskSuccess({ taskToken, output: 1 });
  const again = () => bench.stepFunctions.sendTaskSuccess({ taskToken, output: 2 });

  expect(again).toThrow(expect.objectContaining({ name: 'TaskTimedOut' }));
  await settle(bench);
  expect(describeRun(bench, arn).output).toBe(1);
});

test('no token is waiting after its execution was stopped', async () => {
  const bench = aBench();
  const executionArn = start(bench, aMachine({ Ask: aCallback() }));
  await settle(bench);

  bench.stepFunctions.stopExecution({ executionArn });
  await settle(bench);

  expect(bench.stepFunctions.listWaitingTasks()).toEqual([]);
});

test('a job that a .sync task started is ended with the token of the task', async () => {
  const bench = aBench({ service: () => ({ Build: { Id: 'b1' } }) });
  const build = aTask({
    Resource: 'arn:aws:states:::codebuild:startBuild.sync',
    Arguments: { ProjectName: 'web' },
    Output: '{% $states.result %}',
  });
  const arn = start(bench, aMachine({ Build: build }));
  await settle(bench);
  expect(describeRun(bench, arn).eventTypes.at(-1)).toBe('TaskSubmitted');

  bench.stepFunctions.sendTaskSuccess({
    taskToken: bench.calls[0]?.taskToken ?? '',
    output: { Build: { Id: 'b1', BuildStatus: 'SUCCEEDED' } },
  });
  await settle(bench);

  expect(describeRun(bench, arn).output).toEqual({ Build: { Id: 'b1', BuildStatus: 'SUCCEEDED' } });
});

test('an interceptor sees every task first and may decide it', async () => {
  const seen: string[] = [];
  const bench = aBench({
    lambda: () => 'real',
    intercept: ({ stateName }) => {
      seen.push(stateName);
      return stateName === 'First' ? { kind: 'succeed', result: { Payload: 'stub' } } : undefined;
    },
  });
  const machine = aMachine({ First: aTask({ Next: 'Second' }), Second: aTask() });

  const { output } = await run(bench, machine);

  expect(seen).toEqual(['First', 'Second']);
  expect(output).toBe('real');
  expect(bench.calls).toHaveLength(1);
});
