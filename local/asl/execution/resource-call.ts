import {
  type Json,
  type JsonObject,
  NO_ANSWER,
  type ScheduledTask,
  type TaskImplementations,
} from '../api.js';
import type { TaskResource } from '../definition/resource.js';
import { describeLambdaError, describeServiceError, type Refusal } from './task-errors.js';

type ServiceResource = Extract<TaskResource, { readonly kind: 'service' }>;
export type CallableResource = Exclude<TaskResource, { readonly kind: 'activity' }>;

export type CallAnswer =
  | { readonly kind: 'answer'; readonly value: Json }
  | { readonly kind: 'refused'; readonly error: string; readonly cause: string }
  | { readonly kind: 'no-answer' };

/** Calls the Lambda function or the service behind a resource. Never rejects. */
export async function callResource(
  tasks: TaskImplementations,
  resource: CallableResource,
  task: ScheduledTask,
): Promise<CallAnswer> {
  if (resource.kind === 'lambda')
    return settle(() => tasks.invokeLambda(resource.arn, task.input, task), describeLambdaError);
  if (resource.service === 'lambda' && !resource.isSdk) return invokeFunction(tasks, task);
  const answer = await settle(
    () =>
      tasks.callService(resource.service, resource.action, prepareArguments(resource, task), task),
    (thrown) => describeServiceError(resource, thrown),
  );
  return refuseFailedEntries(resource, answer);
}

async function invokeFunction(
  tasks: TaskImplementations,
  task: ScheduledTask,
): Promise<CallAnswer> {
  const { FunctionName, Payload } = asObject(task.input);
  if (typeof FunctionName !== 'string')
    return {
      kind: 'refused',
      error: 'Lambda.AWSLambdaException',
      cause: 'FunctionName is missing',
    };
  const answer = await settle(
    () => tasks.invokeLambda(FunctionName, Payload ?? {}, task),
    describeLambdaError,
  );
  if (answer.kind !== 'answer') return answer;
  return {
    kind: 'answer',
    value: {
      ExecutedVersion: '$LATEST',
      Payload: answer.value,
      SdkHttpMetadata: { HttpStatusCode: 200 },
      StatusCode: 200,
    },
  };
}

async function settle(
  call: () => Promise<unknown>,
  describe: (thrown: unknown) => Refusal,
): Promise<CallAnswer> {
  try {
    const value = await call();
    return value === NO_ANSWER ? { kind: 'no-answer' } : { kind: 'answer', value: toJson(value) };
  } catch (thrown) {
    return { kind: 'refused', ...describe(thrown) };
  }
}

/** What is left of a value after the way through JSON text that every answer takes on AWS. */
function toJson(value: unknown): Json {
  return value === undefined ? null : JSON.parse(JSON.stringify(value) ?? 'null');
}

function asObject(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : {};
}

const TEXT_FIELDS: { readonly [call: string]: string } = {
  'sns:publish': 'Message',
  'sqs:sendMessage': 'MessageBody',
};

/** Optimized integrations take JSON where the service wants its text. */
function prepareArguments(resource: ServiceResource, task: ScheduledTask): JsonObject {
  const args = asObject(task.input);
  if (resource.isSdk) return args;
  const call = `${resource.service}:${resource.action}`;
  const field = TEXT_FIELDS[call];
  if (field !== undefined) return { ...args, [field]: toText(args[field] ?? null) };
  if (call !== 'events:putEvents' || !Array.isArray(args.Entries)) return args;
  const Entries = args.Entries.map((entry: Json) => {
    const members = asObject(entry);
    return { ...members, Detail: toText(members.Detail ?? null) };
  });
  return { ...args, Entries };
}

function toText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** putEvents answers 200 with failed entries inside; the integration makes a failure of that. */
function refuseFailedEntries(resource: ServiceResource, answer: CallAnswer): CallAnswer {
  if (answer.kind !== 'answer' || resource.isSdk || resource.action !== 'putEvents') return answer;
  const failed = asObject(answer.value).FailedEntryCount;
  if (typeof failed !== 'number' || failed === 0) return answer;
  return {
    kind: 'refused',
    error: 'EventBridge.FailedEntry',
    cause: JSON.stringify(answer.value),
  };
}
