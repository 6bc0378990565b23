import { startNestedExecution } from './nested-execution.js';
import { callResource } from './resource-call.js';
import { CalledOff } from './scope.js';
import { recordSubmitted, type TaskCall, takeAnswer } from './task-call.js';

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
      .then((answer) => takeAnswer(call, answer))
      .catch(ignoreCallOff);
  }
}

/** The execution may end by recording that the task was submitted: its history is full. */
function ignoreCallOff(thrown: unknown): void {
  if (!(thrown instanceof CalledOff)) throw thrown;
}
