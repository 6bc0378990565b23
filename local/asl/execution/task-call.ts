import type { JsonObject, ScheduledTask } from '../api.js';
import { describeResource, type TaskResource } from '../definition/resource.js';
import type { Frame } from './frame.js';
import type { PendingTask } from './pending-task.js';
import type { CallAnswer } from './resource-call.js';

export type TaskCall = {
  readonly frame: Frame;
  readonly resource: TaskResource;
  readonly task: ScheduledTask;
  readonly pending: PendingTask;
};

/** The call has answered: that ends the task, or only begins the wait for its job or token. */
export function takeAnswer(call: TaskCall, answer: CallAnswer): void {
  const { resource, pending } = call;
  if (pending.isOver || answer.kind === 'no-answer') return;
  if (answer.kind === 'refused')
    pending.settle({ kind: 'fail', error: answer.error, cause: answer.cause });
  else if (isAnsweredByCall(resource)) pending.settle({ kind: 'succeed', result: answer.value });
  else recordSubmitted(call, { output: answer.value });
}

function isAnsweredByCall(resource: TaskResource): boolean {
  return resource.kind !== 'service' || resource.pattern === 'request-response';
}

export function recordSubmitted({ frame, resource, pending }: TaskCall, details: JsonObject): void {
  if (!pending.isOver && !isAnsweredByCall(resource))
    frame.record('TaskSubmitted', { ...describeResource(resource), ...details });
}
