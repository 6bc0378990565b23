import type { OperationHandler } from './account/simulated-account.js';
import type { Json, StepFunctions } from './asl/api.js';

type Input = { readonly [key: string]: unknown };

const text = (input: Input, key: string): string => String(input[key] ?? '');
const parsed = (value: unknown): Json =>
  value === undefined ? {} : (JSON.parse(String(value)) as Json);

/** `error` and `cause`, each only where it was given: Step Functions tells absent from empty. */
function errorOf(input: Input): { readonly error?: string; readonly cause?: string } {
  return {
    ...(typeof input.error === 'string' ? { error: input.error } : {}),
    ...(typeof input.cause === 'string' ? { cause: input.cause } : {}),
  };
}

/** Answers the SFN client's calls from the embedded engine: strings for payloads, Dates for moments, as the SDK has them. */
export function answerStepFunctionsCalls(engine: StepFunctions): OperationHandler {
  const operations: { readonly [operation: string]: (input: Input) => unknown } = {
    StartExecution: (input) => {
      const name = input.name;
      const { executionArn, startDate } = engine.startExecution({
        stateMachineArn: text(input, 'stateMachineArn'),
        input: parsed(input.input),
        ...(typeof name === 'string' ? { name } : {}),
      });
      return { executionArn, startDate: new Date(startDate) };
    },
    DescribeExecution: (input) => {
      const execution = engine.describeExecution(text(input, 'executionArn'));
      return {
        ...execution,
        startDate: new Date(execution.startDate),
        ...(execution.stopDate === undefined ? {} : { stopDate: new Date(execution.stopDate) }),
        input: JSON.stringify(execution.input),
        ...(execution.output === undefined ? {} : { output: JSON.stringify(execution.output) }),
      };
    },
    StopExecution: (input) => {
      const { stopDate } = engine.stopExecution({
        executionArn: text(input, 'executionArn'),
        ...errorOf(input),
      });
      return { stopDate: new Date(stopDate) };
    },
    SendTaskSuccess: (input) =>
      engine.sendTaskSuccess({
        taskToken: text(input, 'taskToken'),
        output: parsed(input.output),
      }),
    SendTaskFailure: (input) =>
      engine.sendTaskFailure({
        taskToken: text(input, 'taskToken'),
        ...errorOf(input),
      }),
    SendTaskHeartbeat: (input) => engine.sendTaskHeartbeat({ taskToken: text(input, 'taskToken') }),
  };
  return async (operation, input) => {
    const run = operations[operation];
    if (!run)
      throw new Error(`the embedded Step Functions does not know the operation ${operation}`);
    return run(input as Input) ?? {};
  };
}
