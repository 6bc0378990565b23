import { ServiceError, validationError } from '../../service-error.js';
import {
  findStack,
  isDeleted,
  type RollbackConfiguration,
  type StackRecord,
  type StackStore,
} from '../stack-records.js';

const NAME = /^(?:[a-zA-Z][-a-zA-Z0-9]*|arn:[-a-zA-Z0-9:/._+]*)$/;
const NAME_PATTERN = '[a-zA-Z][-a-zA-Z0-9]*|arn:[-a-zA-Z0-9:/._+]*';
const MAX_BODY_BYTES = 51_200;
const MAX_TRIGGERS = 5;
const MAX_MONITORING_MINUTES = 180;

export function checkStackName(name: string): void {
  if (NAME.test(name)) return;
  throw validationError(
    `1 validation error detected: Value '${name}' at 'stackName' failed to satisfy constraint: Member must satisfy regular expression pattern: ${NAME_PATTERN}`,
  );
}

export function checkBody(body: string | undefined): void {
  if (body === undefined || Buffer.byteLength(body) <= MAX_BODY_BYTES) return;
  throw validationError(
    `1 validation error detected: Value '${body}' at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to ${MAX_BODY_BYTES}`,
  );
}

export function checkRollbackConfiguration(configuration: RollbackConfiguration | undefined): void {
  const triggers = configuration?.RollbackTriggers ?? [];
  for (const { Arn, Type } of triggers) {
    if (Type !== 'AWS::CloudWatch::Alarm' && Type !== 'AWS::CloudWatch::CompositeAlarm') {
      throw validationError('Rollback Trigger Type not supported');
    }
    if (!/^arn:[^:]+:cloudwatch:[^:]+:\d+:alarm:.+$/.test(Arn ?? '')) {
      throw validationError("RelativeId of a Rollback Trigger's ARN is incorrect");
    }
  }
  if (triggers.length > MAX_TRIGGERS) {
    throw validationError(`Rollback triggers must not be more than ${MAX_TRIGGERS}`);
  }
  const minutes = configuration?.MonitoringTimeInMinutes ?? 0;
  if (minutes < 0 || minutes > MAX_MONITORING_MINUTES) {
    throw validationError(
      `MonitoringTimeInMinutes must be between 0 and ${MAX_MONITORING_MINUTES}`,
    );
  }
}

export const requireCapability = (missing: string | undefined): void => {
  if (missing === undefined) return;
  throw new ServiceError(
    'InsufficientCapabilitiesException',
    `Requires capabilities : [${missing}]`,
  );
};

const UPDATABLE = new Set([
  'CREATE_COMPLETE',
  'UPDATE_COMPLETE',
  'UPDATE_ROLLBACK_COMPLETE',
  'IMPORT_COMPLETE',
  'IMPORT_ROLLBACK_COMPLETE',
  // After an operation with DisableRollback.
  'CREATE_FAILED',
  'UPDATE_FAILED',
]);

export function checkUpdatable(stack: StackRecord): void {
  if (UPDATABLE.has(stack.status)) return;
  throw validationError(`Stack:${stack.id} is in ${stack.status} state and can not be updated.`);
}

/** A live stack by name, or any by id. `words` differ from call to call. */
export function getStack(
  store: StackStore,
  name: string,
  words: (name: string) => string,
): StackRecord {
  const stack = findStack(store, name);
  if (stack) return stack;
  throw validationError(words(name));
}

export const bracketed = (name: string): string => `Stack [${name}] does not exist`;
export const withId = (name: string): string => `Stack with id ${name} does not exist`;
export const quoted = (name: string): string => `Stack '${name}' does not exist`;

export function getLiveStack(store: StackStore, name: string): StackRecord {
  const stack = getStack(store, name, bracketed);
  if (isDeleted(stack)) throw validationError(bracketed(name));
  return stack;
}
