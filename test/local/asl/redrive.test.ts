import {
  aBench,
  aMachine,
  anError,
  aTask,
  describe as describeRun,
  run,
  settle,
} from '../../support/state-machines.js';

/** Answers until told to fail; counts the calls of each state. */
function aFlakyBench(failing: Set<string>) {
  const calls: string[] = [];
  const bench = aBench({
    lambda: (payload, { stateName, iteration }) => {
      const name = iteration === undefined ? stateName : `${stateName} ${iteration}`;
      calls.push(name);
      if (failing.has(name)) throw anError('Trouble');
      return payload;
    },
  });
  return { bench, calls };
}

test('a failed execution goes on from the state that failed', async () => {
  const failing = new Set(['Second']);
  const { bench, calls } = aFlakyBench(failing);
  const machine = aMachine({
    First: aTask({ Assign: { kept: 1 }, Next: 'Second' }),
    Second: aTask({ Output: '{% $kept %}' }),
  });
  const { executionArn } = await run(bench, machine);
  failing.clear();

  bench.stepFunctions.redriveExecution(executionArn);
  await settle(bench);

  const ended = describeRun(bench, executionArn);
  expect(ended).toMatchObject({ status: 'SUCCEEDED', output: 1, redriveCount: 1 });
  expect(ended).not.toHaveProperty('error');
  expect(calls).toEqual(['First', 'Second', 'Second']);
  expect(ended.eventTypes).toContain('ExecutionRedriven');
});

test('only the branches and iterations that did not end run again', async () => {
  const failing = new Set(['Work 1']);
  const { bench, calls } = aFlakyBench(failing);
  const machine = aMachine({
    Each: {
      Type: 'Map',
      MaxConcurrency: 1,
      ItemProcessor: { StartAt: 'Work', States: { Work: aTask() } },
      End: true,
    },
  });
  const { executionArn } = await run(bench, machine, ['a', 'b', 'c']);
  failing.clear();

  bench.stepFunctions.redriveExecution(executionArn);
  await settle(bench);

  expect(describeRun(bench, executionArn).output).toEqual(['a', 'b', 'c']);
  expect(calls).toEqual(['Work 0', 'Work 1', 'Work 1', 'Work 2']);
});

test('children of a distributed Map that failed are redriven themselves', async () => {
  let isBroken = true;
  const bench = aBench({
    lambda: (payload) => {
      if (isBroken && payload === 'b') throw anError('Trouble');
      return payload;
    },
  });
  const machine = aMachine({
    Each: {
      Type: 'Map',
      MaxConcurrency: 1,
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'Work',
        States: { Work: aTask() },
      },
      End: true,
    },
  });
  const { executionArn } = await run(bench, machine, ['a', 'b']);
  isBroken = false;

  bench.stepFunctions.redriveExecution(executionArn);
  await settle(bench);

  expect(describeRun(bench, executionArn).output).toEqual(['a', 'b']);
  expect(bench.calls).toHaveLength(3);
  expect(bench.stepFunctions.listExecutions()).toHaveLength(3);
});

test('an execution goes on that is continued in the moment in which it was stopped', async () => {
  const bench = aBench({
    lambda: (payload, { executionArn, stateName }) => {
      if (stateName === 'Second' && bench.calls.length === 2) {
        bench.stepFunctions.stopExecution({ executionArn });
        bench.stepFunctions.redriveExecution(executionArn);
      }
      return payload;
    },
  });
  const machine = aMachine({ First: aTask({ Next: 'Second' }), Second: aTask() });

  const { executionArn } = await run(bench, machine);

  const ended = describeRun(bench, executionArn);
  expect(ended).toMatchObject({ status: 'SUCCEEDED', redriveCount: 1 });
  expect(bench.calls).toHaveLength(3);
});

test('an execution that succeeded or still runs cannot be redriven', async () => {
  const bench = aBench();
  const { executionArn } = await run(bench, aMachine({ Done: { Type: 'Succeed' } }));

  expect(() => bench.stepFunctions.redriveExecution(executionArn)).toThrow(
    expect.objectContaining({ name: 'ExecutionNotRedrivable' }),
  );
});
