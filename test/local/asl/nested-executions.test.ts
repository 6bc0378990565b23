import {
  aBench,
  aCallback,
  aMachine,
  aTask,
  type Bench,
  describe as describeRun,
  MACHINE_ARN,
  run,
  settle,
  start,
} from '../../support/state-machines.js';

const CHILD_ARN = `${MACHINE_ARN}-child`;

function aStart(pattern: string, rest: object = {}): object {
  return aTask({
    Resource: `arn:aws:states:::states:startExecution${pattern}`,
    Arguments: { StateMachineArn: CHILD_ARN, Name: 'child', Input: '{% $states.input %}' },
    Output: '{% $states.result %}',
    ...rest,
  });
}

function withChild(definition: unknown): Bench {
  const bench = aBench();
  bench.stepFunctions.registerStateMachine({ stateMachineArn: CHILD_ARN, definition });
  return bench;
}

const slow = aMachine({
  Rest: { Type: 'Wait', Seconds: 60, Next: 'Done' },
  Done: { Type: 'Pass', Output: { done: true }, End: true },
});

const childArn = 'arn:aws:states:us-east-1:111111111111:execution:machine-child:child';

test('startExecution answers at once', async () => {
  const { output, took } = await run(withChild(slow), aMachine({ Start: aStart('') }));

  expect(took).toBe(0);
  expect(output).toMatchObject({ ExecutionArn: childArn, StartDate: 0 });
});

test('startExecution.sync:2 waits and gives input and output as values', async () => {
  const { output, took, eventTypes } = await run(
    withChild(slow),
    aMachine({ Start: aStart('.sync:2') }),
    { id: 1 },
  );

  expect(took).toBe(60_000);
  expect(output).toMatchObject({
    ExecutionArn: childArn,
    Input: { id: 1 },
    Output: { done: true },
    Status: 'SUCCEEDED',
    StopDate: 60_000,
  });
  expect(eventTypes).toContain('TaskSubmitted');
});

test('startExecution.sync gives input and output as JSON text', async () => {
  const { output } = await run(withChild(slow), aMachine({ Start: aStart('.sync') }), { id: 1 });

  expect(output).toMatchObject({ Input: '{"id":1}', Output: '{"done":true}' });
});

test.each([
  ['fails', { Only: { Type: 'Fail', Error: 'Broken', Cause: 'why' } }, 'FAILED'],
  ['times out', { Only: { Type: 'Wait', Seconds: 60, End: true } }, 'TIMED_OUT'],
])(
  'a nested execution that %s fails the task with its description',
  async (_case, states, expected) => {
    const { error, cause } = await run(
      withChild(aMachine(states, { TimeoutSeconds: 30 })),
      aMachine({ Start: aStart('.sync:2') }),
    );

    expect(error).toBe('States.TaskFailed');
    expect(JSON.parse(cause ?? '')).toMatchObject({ ExecutionArn: childArn, Status: expected });
  },
);

test('stopping an execution stops the one it waits for', async () => {
  const bench = withChild(slow);
  const executionArn = start(bench, aMachine({ Start: aStart('.sync:2') }));
  await bench.clock.runUntil(() => bench.stepFunctions.listExecutions().length === 2);

  bench.stepFunctions.stopExecution({ executionArn });
  await settle(bench);

  expect(describeRun(bench, childArn).status).toBe('ABORTED');
  expect(bench.clock.now()).toBe(0);
});

test('a nested execution goes on when the task that waits for it times out', async () => {
  const bench = withChild(slow);

  const { error } = await run(bench, aMachine({ Start: aStart('.sync:2', { TimeoutSeconds: 5 }) }));

  expect(error).toBe('States.Timeout');
  expect(describeRun(bench, childArn)).toMatchObject({ status: 'SUCCEEDED', took: 60_000 });
});

test('a machine that does not exist is an error of StepFunctions', async () => {
  const { error } = await run(aBench(), aMachine({ Start: aStart('.sync:2') }));

  expect(error).toBe('StepFunctions.StateMachineDoesNotExistException');
});

test('a name in use is an error of StepFunctions', async () => {
  const bench = withChild(aMachine({ Done: { Type: 'Succeed' } }));
  bench.stepFunctions.startExecution({ stateMachineArn: CHILD_ARN, name: 'child' });

  const { error } = await run(bench, aMachine({ Start: aStart('') }), { other: true });

  expect(error).toBe('StepFunctions.ExecutionAlreadyExistsException');
});

test('a nested execution can send the token of the task that started it', async () => {
  const bench = aBench({
    lambda: (payload) =>
      bench.stepFunctions.sendTaskSuccess({
        taskToken: (payload as { readonly token: string }).token,
        output: 'from the child',
      }),
  });
  bench.stepFunctions.registerStateMachine({
    stateMachineArn: CHILD_ARN,
    definition: aMachine({ Work: aTask() }),
  });
  const machine = aMachine({
    Start: aStart('.waitForTaskToken', {
      Arguments: {
        StateMachineArn: CHILD_ARN,
        Input: { token: '{% $states.context.Task.Token %}' },
      },
    }),
  });

  const { output } = await run(bench, machine);

  expect(output).toBe('from the child');
});

test('a stopped execution takes a nested one with it that waits for a token', async () => {
  const bench = withChild(aMachine({ Ask: aCallback() }));
  const executionArn = start(bench, aMachine({ Start: aStart('.sync:2') }));
  await settle(bench);

  bench.stepFunctions.stopExecution({ executionArn });
  await settle(bench);

  expect(bench.stepFunctions.listWaitingTasks()).toEqual([]);
});
