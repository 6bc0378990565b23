import {
  type Json,
  type JsonObject,
  type StartExecutionRequest,
  StepFunctionsError,
} from '../api.js';
import type { Pattern } from '../definition/resource.js';
import { describeResult } from './describe-result.js';
import type { Execution } from './execution.js';
import type { TaskOutcome } from './pending-task.js';
import { type TaskCall, takeAnswer } from './task-call.js';

/** `states:startExecution`: an execution of another state machine, waited for with `.sync`. */
export function startNestedExecution(call: TaskCall): void {
  const { frame, resource, task, pending } = call;
  if (resource.kind !== 'service') return;
  let nested: Execution;
  try {
    nested = frame.engine.startNested(readRequest(task.input));
  } catch (thrown) {
    pending.settle(describeRefusal(thrown));
    return;
  }
  takeAnswer(call, { kind: 'answer', value: describeStart(nested) });
  if (resource.pattern.startsWith('sync')) awaitEnd(call, nested, resource.pattern);
}

/** The nested execution is stopped when the waiting task is called off, but not when it times out. */
function awaitEnd({ frame, pending }: TaskCall, nested: Execution, pattern: Pattern): void {
  const ignoreEnd = frame.engine.whenEnded(nested, () =>
    pending.settle(describeEnd(nested, pattern)),
  );
  pending.outcome.then(ignoreEnd, () => {
    ignoreEnd();
    frame.engine.stop(nested);
  });
}

function readRequest(argument: Json): StartExecutionRequest {
  const { StateMachineArn, Name, Input } = argument as JsonObject;
  return {
    stateMachineArn: String(StateMachineArn),
    ...(typeof Name === 'string' ? { name: Name } : {}),
    input: readInput(Input ?? null),
  };
}

function readInput(input: Json): Json {
  if (input === null) return {};
  if (typeof input !== 'string') return input;
  try {
    return JSON.parse(input);
  } catch {
    throw new StepFunctionsError(
      'InvalidExecutionInput',
      "Invalid State Machine Execution Input: 'not a JSON text'",
    );
  }
}

function describeRefusal(thrown: unknown): TaskOutcome {
  if (!(thrown instanceof StepFunctionsError)) throw thrown;
  return {
    kind: 'fail',
    error: `StepFunctions.${thrown.name}Exception`,
    cause: `${thrown.message} (Service: AWSStepFunctions; Status Code: 400; Error Code: ${thrown.name}; Request ID: 00000000-0000-4000-8000-000000000000; Proxy: null)`,
  };
}

function describeStart(nested: Execution): JsonObject {
  return {
    ExecutionArn: nested.start.arn,
    SdkHttpMetadata: { HttpStatusCode: 200 },
    StartDate: nested.startDate,
  };
}

function describeEnd(nested: Execution, pattern: Pattern): TaskOutcome {
  const result = describeResult(nested, pattern === 'sync:2' ? 'value' : 'text');
  return nested.status === 'SUCCEEDED'
    ? { kind: 'succeed', result }
    : { kind: 'fail', error: 'States.TaskFailed', cause: JSON.stringify(result) };
}
