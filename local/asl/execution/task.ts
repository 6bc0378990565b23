import type { Json, JsonObject, ScheduledTask } from '../api.js';
import type { TaskState } from '../definition/machine.js';
import { describeResource, parseResource, type TaskResource } from '../definition/resource.js';
import { FieldFailure, StateFailure } from './failure.js';
import type { Frame } from './frame.js';
import type { Completion, TaskSettings } from './language.js';
import { checkPayload, failOversize, MAX_PAYLOAD_BYTES, sizeOf } from './limits.js';
import { PendingTask, type TaskOutcome } from './pending-task.js';
import { startTask } from './start-task.js';

const EVENT_PREFIX = {
  lambda: 'LambdaFunction',
  activity: 'Activity',
  service: 'Task',
} as const satisfies { readonly [Kind in TaskResource['kind']]: string };

/** One attempt of a Task state. Arguments and timeouts are evaluated anew in each. */
export async function runTask(frame: Frame, state: TaskState): Promise<Completion> {
  const resource = getResource(state);
  const token = hasToken(resource) ? frame.engine.tokens.issue() : undefined;
  frame.taskToken = token;
  try {
    const settings = await frame.scope.follow(frame.language.prepareTask(state, frame.look()));
    checkPayload(frame.stateName, settings.argument);
    const result = await perform(frame, state, resource, settings);
    return await frame.language.finish(state, frame.look(), result);
  } finally {
    if (token !== undefined) frame.engine.tokens.withdraw(token);
    frame.taskToken = undefined;
  }
}

function getResource(state: TaskState): TaskResource {
  const resource = parseResource(state.Resource);
  if (resource) return resource;
  throw new FieldFailure('States.Runtime', `The resource ${state.Resource} is not recognized`);
}

/** A `.sync` task has one too: the service reports the end of the job with it. */
function hasToken(resource: TaskResource): boolean {
  return (
    resource.kind === 'activity' ||
    (resource.kind === 'service' && resource.pattern !== 'request-response')
  );
}

async function perform(
  frame: Frame,
  state: TaskState,
  resource: TaskResource,
  settings: TaskSettings,
): Promise<Json> {
  const prefix = EVENT_PREFIX[resource.kind];
  const names = resource.kind === 'service' ? describeResource(resource) : {};
  frame.record(`${prefix}Scheduled`, describeSchedule(frame, resource, settings));
  frame.record(`${prefix}Started`, names);
  const task = describeTask(frame, state, settings);
  const pending = new PendingTask(frame.scope, frame.engine.clock, settings);
  if (task.taskToken !== undefined) frame.engine.tokens.attach(task.taskToken, task, pending);
  startTask({ frame, resource, task, pending });
  const outcome = limitResult(state, await pending.outcome);
  if (outcome.kind === 'succeed') {
    frame.record(`${prefix}Succeeded`, { ...names, output: outcome.result });
    return outcome.result;
  }
  const failure = describeFailure(outcome);
  const isTimeout = outcome.kind !== 'fail';
  frame.record(`${prefix}${isTimeout ? 'TimedOut' : 'Failed'}`, { ...names, ...failure.details });
  throw failure;
}

function limitResult(state: TaskState, outcome: TaskOutcome): TaskOutcome {
  if (outcome.kind !== 'succeed' || sizeOf(outcome.result) <= MAX_PAYLOAD_BYTES) return outcome;
  // The task fails, so that Catch may see it: recorded so, though the documentation denies it.
  const { errorName, causeText } = failOversize(state.Resource, false);
  return { kind: 'fail', error: errorName ?? '', cause: causeText ?? '' };
}

function describeFailure(outcome: Exclude<TaskOutcome, { readonly kind: 'succeed' }>) {
  switch (outcome.kind) {
    case 'fail':
      return new StateFailure(outcome.error, outcome.cause);
    case 'timeout':
      return new StateFailure('States.Timeout', undefined);
    case 'heartbeat-timeout':
      // AWS reports States.Timeout, while its documentation lets catchers say States.HeartbeatTimeout.
      return new StateFailure('States.Timeout', undefined, { alias: 'States.HeartbeatTimeout' });
  }
}

function describeTask(frame: Frame, state: TaskState, settings: TaskSettings): ScheduledTask {
  const { iteration } = frame.run.place;
  return {
    executionArn: frame.run.execution.start.arn,
    stateName: frame.stateName,
    resource: state.Resource,
    input: settings.argument,
    retryCount: frame.retryCount,
    ...(iteration === undefined ? {} : { iteration }),
    ...(frame.taskToken === undefined ? {} : { taskToken: frame.taskToken }),
    ...(settings.credentials ? { credentials: settings.credentials } : {}),
    ...(settings.timeoutSeconds === undefined ? {} : { timeoutSeconds: settings.timeoutSeconds }),
    ...(settings.heartbeatSeconds === undefined
      ? {}
      : { heartbeatSeconds: settings.heartbeatSeconds }),
  };
}

function describeSchedule(
  frame: Frame,
  resource: TaskResource,
  settings: TaskSettings,
): JsonObject {
  const { argument, timeoutSeconds, heartbeatSeconds, credentials } = settings;
  return {
    ...describeResource(resource),
    ...(resource.kind === 'service'
      ? { region: frame.engine.region, parameters: argument }
      : { input: argument }),
    ...(timeoutSeconds === undefined ? {} : { timeoutInSeconds: timeoutSeconds }),
    ...(heartbeatSeconds === undefined ? {} : { heartbeatInSeconds: heartbeatSeconds }),
    ...(credentials ? { taskCredentials: { roleArn: credentials.RoleArn ?? null } } : {}),
  };
}
