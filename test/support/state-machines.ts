import type {
  ExecutionDescription,
  HistoryEvent,
  Json,
  JsonObject,
  ScheduledTask,
  StepFunctions,
  StepFunctionsOptions,
  TaskImplementations,
} from '../../local/asl/api.js';
import { createStepFunctions } from '../../local/asl/step-functions.js';
import { VirtualClock } from '../../local/clock.js';

export const MACHINE_ARN = 'arn:aws:states:us-east-1:111111111111:stateMachine:machine';

export type Bench = {
  readonly clock: VirtualClock;
  readonly stepFunctions: StepFunctions;
  /** Every call of a Lambda function or service, in order. */
  readonly calls: ScheduledTask[];
  readonly changes: ExecutionDescription[];
};

type Answer = (payload: Json, task: ScheduledTask) => unknown;

export type BenchOptions = Partial<Omit<StepFunctionsOptions, 'tasks' | 'clock'>> & {
  /** Answers every Lambda function; default: the payload itself. */
  readonly lambda?: Answer;
  readonly service?: (service: string, action: string, args: JsonObject) => unknown;
  readonly intercept?: TaskImplementations['intercept'];
};

/** The embedded Step Functions on a virtual clock that starts at 0. */
export function aBench(options: BenchOptions = {}): Bench {
  const { lambda = (payload) => payload, service = () => ({}), intercept, ...rest } = options;
  const clock = new VirtualClock(0);
  const calls: ScheduledTask[] = [];
  const changes: ExecutionDescription[] = [];
  const tasks: TaskImplementations = {
    ...(intercept ? { intercept } : {}),
    invokeLambda: async (_arn, payload, task) => {
      calls.push(task);
      return lambda(payload, task);
    },
    callService: async (name, action, args, task) => {
      calls.push(task);
      return service(name, action, args);
    },
  };
  const stepFunctions = createStepFunctions({
    clock,
    random: aRandom(),
    tasks,
    onExecutionStatusChange: (execution) => void changes.push(execution),
    ...rest,
  });
  return { clock, stepFunctions, calls, changes };
}

/** The same numbers in every test. */
export function aRandom(): () => number {
  let state = 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** A JSONata machine; the first state is where it starts. */
export function aMachine(states: { readonly [name: string]: unknown }, rest: object = {}): unknown {
  return { QueryLanguage: 'JSONata', StartAt: Object.keys(states)[0], States: states, ...rest };
}

/** A Task that invokes the function `work` with the state's input. */
export function aTask(rest: object = {}): object {
  const isLast = !('Next' in rest);
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Arguments: { FunctionName: 'work', Payload: '{% $states.input %}' },
    Output: '{% $states.result.Payload %}',
    ...(isLast ? { End: true } : {}),
    ...rest,
  };
}

/** A Task that hands its token to the function `ask` and waits. */
export function aCallback(rest: object = {}): object {
  return aTask({
    Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
    Arguments: { FunctionName: 'ask', Payload: { token: '{% $states.context.Task.Token %}' } },
    Output: '{% $states.result %}',
    ...rest,
  });
}

/** Registers a machine and starts it; returns the ARN of the execution. */
export function start(
  bench: Bench,
  definition: unknown,
  input: Json = {},
  stateMachineArn = MACHINE_ARN,
): string {
  bench.stepFunctions.registerStateMachine({ stateMachineArn, definition });
  return bench.stepFunctions.startExecution({ stateMachineArn, input }).executionArn;
}

/** Lets virtual time run until nothing is left to happen. */
export async function settle(bench: Bench): Promise<void> {
  await bench.clock.runUntil(() => false);
}

export type Ended = ExecutionDescription & {
  readonly history: readonly HistoryEvent[];
  readonly eventTypes: readonly string[];
  /** Milliseconds of virtual time that it took. */
  readonly took: number;
};

export function describe(bench: Bench, executionArn: string): Ended {
  const described = bench.stepFunctions.describeExecution(executionArn);
  const history = bench.stepFunctions.getExecutionHistory(executionArn);
  return {
    ...described,
    history,
    eventTypes: history.map(({ type }) => type),
    took: (described.stopDate ?? Number.NaN) - described.startDate,
  };
}

/** Runs a machine to its end. */
export async function run(bench: Bench, definition: unknown, input: Json = {}): Promise<Ended> {
  const executionArn = start(bench, definition, input);
  await settle(bench);
  return describe(bench, executionArn);
}

/** An error as a handler throws it. */
export function anError(name: string, message = 'trouble'): Error {
  return Object.assign(new Error(message), { name });
}
