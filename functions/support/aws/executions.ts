import {
  DescribeExecutionCommand,
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';

export const stepFunctions = new SFNClient({});

export type ExecutionView = {
  readonly status: string;
  readonly error: string | undefined;
  readonly cause: string | undefined;
};

/**
 * The execution; undefined when Step Functions does not know it: any more (90 days after its end), or yet, for what
 * DescribeExecution tells is eventually consistent.
 */
export async function findExecution(executionArn: string): Promise<ExecutionView | undefined> {
  try {
    const { status, error, cause } = await stepFunctions.send(
      new DescribeExecutionCommand({ executionArn }),
    );
    return { status: status ?? '', error, cause };
  } catch (error) {
    if (error instanceof Error && error.name === 'ExecutionDoesNotExist') return undefined;
    throw error;
  }
}

export function isUnderWay({ status }: ExecutionView): boolean {
  return status === 'RUNNING' || status === 'PENDING_REDRIVE';
}

/**
 * Starts an execution under a name that makes it happen once. A second start with the same name is accepted as
 * done: Step Functions keeps names for 90 days, so it says ExecutionAlreadyExists.
 */
export async function startOnce(
  stateMachineArn: string,
  name: string,
  input: unknown,
): Promise<void> {
  try {
    await stepFunctions.send(
      new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }),
    );
  } catch (error) {
    if (!(error instanceof Error && error.name === 'ExecutionAlreadyExists')) throw error;
  }
}

export async function stopExecution(
  executionArn: string,
  error: string,
  cause: string,
): Promise<void> {
  await stepFunctions.send(new StopExecutionCommand({ executionArn, error, cause }));
}

/** The task is over (answered already, timed out, its execution stopped): a duplicate, and harmless. */
const OVER = new Set(['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken']);

async function unlessOver(call: Promise<unknown>): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (error) {
    if (error instanceof Error && OVER.has(error.name)) return false;
    throw error;
  }
}

/** Answers a waiting task; false when it does not wait any more. */
export function sendSuccess(taskToken: string, output: unknown): Promise<boolean> {
  return unlessOver(
    stepFunctions.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) })),
  );
}

export function sendFailure(taskToken: string, error: string, cause: string): Promise<boolean> {
  return unlessOver(stepFunctions.send(new SendTaskFailureCommand({ taskToken, error, cause })));
}

/** Keeps a waiting task from looking again by itself; false when it does not wait any more. */
export function sendHeartbeat(taskToken: string): Promise<boolean> {
  return unlessOver(stepFunctions.send(new SendTaskHeartbeatCommand({ taskToken })));
}
