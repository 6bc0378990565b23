import {
  aBench,
  aCallback,
  aMachine,
  aTask,
  describe as describeRun,
  MACHINE_ARN,
  run,
  settle,
  start,
} from '../../support/state-machines.js';

const pass = aMachine({ Done: { Type: 'Pass', End: true } });
const waiting = aMachine({ Ask: aCallback() });

test('an execution starts RUNNING and begins its work after the call has answered', async () => {
  const bench = aBench();

  const arn = start(bench, aMachine({ Work: aTask() }), { a: 1 });

  expect(bench.stepFunctions.describeExecution(arn).status).toBe('RUNNING');
  expect(bench.calls).toHaveLength(0);
  await settle(bench);
  expect(describeRun(bench, arn)).toMatchObject({ status: 'SUCCEEDED', output: { a: 1 } });
});

test('events of an execution are numbered without gaps and chained', async () => {
  const { history } = await run(aBench(), pass, { a: 1 });

  expect(history).toEqual([
    expect.objectContaining({ id: 1, previousEventId: 0, type: 'ExecutionStarted' }),
    expect.objectContaining({ id: 2, previousEventId: 1, type: 'PassStateEntered' }),
    expect.objectContaining({ id: 3, previousEventId: 2, type: 'PassStateExited' }),
    expect.objectContaining({ id: 4, previousEventId: 3, type: 'ExecutionSucceeded' }),
  ]);
  expect(history[1]?.details).toEqual({ name: 'Done', input: { a: 1 } });
});

test('the same name with the same input gives the running execution again', () => {
  const bench = aBench();
  bench.stepFunctions.registerStateMachine({ stateMachineArn: MACHINE_ARN, definition: waiting });
  const request = { stateMachineArn: MACHINE_ARN, name: 'one', input: { a: 1 } };

  const first = bench.stepFunctions.startExecution(request);

  expect(bench.stepFunctions.startExecution(request)).toEqual(first);
  expect(bench.stepFunctions.listExecutions()).toHaveLength(1);
});

test.each([
  ['another input while it runs', waiting, { a: 2 }],
  ['the same input after it ended', pass, { a: 1 }],
])('a name in use is refused with %s', async (_case, definition, input) => {
  const bench = aBench();
  bench.stepFunctions.registerStateMachine({ stateMachineArn: MACHINE_ARN, definition });
  const request = { stateMachineArn: MACHINE_ARN, name: 'one', input: { a: 1 } };
  bench.stepFunctions.startExecution(request);
  await settle(bench);

  const again = () => bench.stepFunctions.startExecution({ ...request, input });

  expect(again).toThrow(expect.objectContaining({ name: 'ExecutionAlreadyExists' }));
});

test.each([
  ['InvalidName', { name: 'with space' }],
  ['InvalidName', { name: '' }],
  ['InvalidName', { name: 'x'.repeat(81) }],
  ['InvalidName', { name: 'a:b' }],
  ['InvalidExecutionInput', { input: 'x'.repeat(262_144) }],
  ['StateMachineDoesNotExist', { stateMachineArn: `${MACHINE_ARN}-2` }],
])('starting is refused with %s for %o', (error, request) => {
  const bench = aBench();
  bench.stepFunctions.registerStateMachine({ stateMachineArn: MACHINE_ARN, definition: pass });

  const started = () =>
    bench.stepFunctions.startExecution({ stateMachineArn: MACHINE_ARN, ...request });

  expect(started).toThrow(expect.objectContaining({ name: error }));
  expect(bench.stepFunctions.listExecutions()).toHaveLength(0);
});

test('an execution that nobody started does not exist', () => {
  const { stepFunctions } = aBench();
  const missing = expect.objectContaining({ name: 'ExecutionDoesNotExist' });

  expect(() => stepFunctions.describeExecution('arn:none')).toThrow(missing);
  expect(() => stepFunctions.getExecutionHistory('arn:none')).toThrow(missing);
  expect(() => stepFunctions.stopExecution({ executionArn: 'arn:none' })).toThrow(missing);
});

test('executions are listed in order of start, by machine and by status', async () => {
  const bench = aBench();
  const first = start(bench, pass);
  await settle(bench);
  const second = start(bench, waiting, {}, `${MACHINE_ARN}-2`);
  await settle(bench);
  const arns = (filter?: Parameters<typeof bench.stepFunctions.listExecutions>[0]) =>
    bench.stepFunctions.listExecutions(filter).map(({ executionArn }) => executionArn);

  expect(arns()).toEqual([first, second]);
  expect(arns({ status: 'RUNNING' })).toEqual([second]);
  expect(arns({ stateMachineArn: MACHINE_ARN })).toEqual([first]);
});

test('every change of status is told once', async () => {
  const bench = aBench();

  await run(bench, pass);

  expect(bench.changes.map(({ status }) => status)).toEqual(['RUNNING', 'SUCCEEDED']);
});

test('stopping ends an execution at once and nothing of it runs afterwards', async () => {
  const bench = aBench();
  const machine = aMachine({ Rest: { Type: 'Wait', Seconds: 60, Next: 'Work' }, Work: aTask() });
  const executionArn = start(bench, machine);
  await bench.clock.runUntil(() => describeRun(bench, executionArn).history.length > 1);

  bench.stepFunctions.stopExecution({ executionArn, error: 'Enough', cause: 'asked to' });
  await settle(bench);

  const ended = describeRun(bench, executionArn);
  expect(ended).toMatchObject({ status: 'ABORTED', error: 'Enough', cause: 'asked to', took: 0 });
  expect(ended.eventTypes).toEqual(['ExecutionStarted', 'WaitStateEntered', 'ExecutionAborted']);
  expect(bench.calls).toHaveLength(0);
  expect(bench.clock.now()).toBe(0);
});

test('stopping an ended execution changes nothing', async () => {
  const bench = aBench();
  const { executionArn } = await run(bench, pass);

  bench.stepFunctions.stopExecution({ executionArn });

  expect(describeRun(bench, executionArn).status).toBe('SUCCEEDED');
});

test('a machine that takes longer than its TimeoutSeconds ends TIMED_OUT without error or cause', async () => {
  const machine = aMachine(
    { Rest: { Type: 'Wait', Seconds: 60, End: true } },
    { TimeoutSeconds: 3 },
  );

  const ended = await run(aBench(), machine);

  expect(ended).toMatchObject({ status: 'TIMED_OUT', took: 3000 });
  expect(ended).not.toHaveProperty('error');
  expect(ended.history.at(-1)).toMatchObject({
    type: 'ExecutionTimedOut',
    previousEventId: 0,
    details: { error: 'States.Timeout' },
  });
});

test('the timeout of a machine that ended in time does not move the clock', async () => {
  const bench = aBench();

  await run(bench, aMachine({ Done: { Type: 'Succeed' } }, { TimeoutSeconds: 3600 }));

  expect(bench.clock.now()).toBe(0);
});

test('entering a state is one transition and each retry is one more', async () => {
  let tries = 0;
  const bench = aBench({
    lambda: () => {
      tries += 1;
      if (tries < 3) throw new Error('not yet');
      return 'done';
    },
  });
  const machine = aMachine({
    First: { Type: 'Pass', Next: 'Work' },
    Work: aTask({ Retry: [{ ErrorEquals: ['States.ALL'] }], Next: 'Done' }),
    Done: { Type: 'Succeed' },
  });

  const { transitions } = await run(bench, machine);

  expect(transitions).toEqual({ own: 5, children: 0 });
});

test('a replaced machine leaves executions under way as they are', async () => {
  const bench = aBench();
  const executionArn = start(
    bench,
    aMachine({ Rest: { Type: 'Wait', Seconds: 1, Next: 'Old' }, Old: { Type: 'Pass', End: true } }),
  );
  bench.stepFunctions.registerStateMachine({ stateMachineArn: MACHINE_ARN, definition: pass });

  await settle(bench);

  expect(describeRun(bench, executionArn).eventTypes).toContain('WaitStateExited');
});

test('a definition is refused with all its mistakes', () => {
  const { stepFunctions } = aBench();
  const definition = aMachine({
    Work: aTask({ Timeout: 3 }),
    Done: { Type: 'Succeed', End: true },
  });

  const registered = () =>
    stepFunctions.registerStateMachine({ stateMachineArn: MACHINE_ARN, definition });

  expect(registered).toThrow(
    expect.objectContaining({
      name: 'InvalidDefinition',
      message:
        "Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: Field 'Timeout' is not supported at /States/Work, SCHEMA_VALIDATION_FAILED: Field 'End' is not supported at /States/Done'",
    }),
  );
});
