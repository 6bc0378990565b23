import type { JsonObject, ScheduledTask } from '../api.js';
import { describeResource, type TaskResource } from '../definition/resource.js';
import type { Frame } from './frame.js';
import { startNestedExecution } from './nested-execution.js';
import type { PendingTask } from './pending-task.js';
import { type CallAnswer, callResource } from './resource-call.js';

export type TaskCall = {
  readonly frame: Frame;
  readonly resource: TaskResource;
  readonly task: ScheduledTask;
  readonly pending: PendingTask;
};

/** Sets a task going; its end reaches `pending`, through the answer or later through the token. Never throws. */
export function startTask(call: TaskCall): void {
  const { frame, resource, task, pending } = call;
  const reply = frame.engine.tasks.intercept?.(task);
  if (reply) {
    if (reply.kind !== 'fail' || !reply.isRefused) recordSubmitted(call, {});
    if (reply.kind !== 'no-answer') pending.settle(reply);
  } else if (resource.kind === 'service' && resource.service === 'states') {
    startNestedExecution(call);
  } else if (resource.kind !== 'activity') {
    const { clock, tasks } = frame.engine;
    void clock
      .track(callResource(tasks, resource, task))
      .then((answer) => takeAnswer(call, answer));
  }
}

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

function recordSubmitted({ frame, resource, pending }: TaskCall, details: JsonObject): void {
  if (!pending.isOver && !isAnsweredByCall(resource))
    frame.record('TaskSubmitted', { ...describeResource(resource), ...details });
}
