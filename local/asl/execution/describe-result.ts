import type { Json, JsonObject } from '../api.js';
import type { Execution } from './execution.js';

/**
 * An ended execution as DescribeExecution tells it to a task or a Map: Input and Output as JSON text (`text`), or
 * parsed (`value`, what `.sync:2` gives).
 */
export function describeResult(execution: Execution, format: 'text' | 'value'): JsonObject {
  const { input, output, error, cause, status, startDate, stopDate, ...rest } =
    execution.describe();
  const asFormat = (value: Json): Json => (format === 'value' ? value : JSON.stringify(value));
  return {
    ...(error === undefined ? {} : { Error: error }),
    ...(cause === undefined ? {} : { Cause: cause }),
    ExecutionArn: rest.executionArn,
    Input: asFormat(input),
    InputDetails: { Included: true },
    Name: rest.name,
    ...(output === undefined
      ? {}
      : { Output: asFormat(output), OutputDetails: { Included: true } }),
    RedriveCount: execution.redriveCount,
    StartDate: startDate,
    StateMachineArn: rest.stateMachineArn,
    Status: status,
    StopDate: stopDate ?? startDate,
  };
}
