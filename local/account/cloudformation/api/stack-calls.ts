import type {
  CancelUpdateStackCommandInput,
  ContinueUpdateRollbackCommandInput,
  CreateStackCommandInput,
  DeleteStackCommandInput,
  UpdateStackCommandInput,
  UpdateTerminationProtectionCommandInput,
} from '@aws-sdk/client-cloudformation';
import { refuseFields } from '../../operations.js';
import { ServiceError, validationError } from '../../service-error.js';
import { createStackRecord } from '../create-stack.js';
import type { Engine } from '../engine.js';
import { findMissingCapability } from '../parse-configuration.js';
import { haveOutputsChanged, planChanges } from '../plan-changes.js';
import {
  beginRun,
  continueRollback,
  DEFAULT_OPTIONS,
  runDelete,
  runToEnd,
} from '../run/operate.js';
import { setStackStatus } from '../stack-events.js';
import { findStack, isDeleted, type OperationType, type StackRecord } from '../stack-records.js';
import { outdateChangeSets } from './change-set-calls.js';
import { configure } from './configure.js';
import {
  bracketed,
  checkStackName,
  checkUpdatable,
  getLiveStack,
  requireCapability,
} from './request-checks.js';

const REFUSED = [
  'ResourceTypes',
  'StackPolicyBody',
  'StackPolicyURL',
  'StackPolicyDuringUpdateBody',
];

/** The operation that an earlier request with this token began. */
const findTwin = (stack: StackRecord, type: OperationType, token: string | undefined) =>
  token === undefined
    ? undefined
    : stack.operations.find((one) => one.type === type && one.token === token);

export function createStack(engine: Engine, input: CreateStackCommandInput) {
  refuseFields('CloudFormation', 'CreateStack', input, REFUSED);
  const name = input.StackName ?? '';
  checkStackName(name);
  const existing = findStack(engine.stacks, name);
  const isShell = existing?.status === 'REVIEW_IN_PROGRESS';
  const twin = existing && findTwin(existing, 'CREATE_STACK', input.ClientRequestToken);
  if (existing && twin) return { StackId: existing.id, OperationId: twin.id };
  if (existing && !isShell && !isDeleted(existing)) {
    throw new ServiceError('AlreadyExistsException', `Stack [${name}] already exists`);
  }
  const target = configure(engine, undefined, input);
  requireCapability(findMissingCapability(target.template, target.capabilities));
  const stack = isShell && existing ? existing : createStackRecord(engine, name);
  stack.hasTerminationProtection = input.EnableTerminationProtection ?? false;
  outdateChangeSets(engine, stack);
  const onFailure = input.OnFailure ?? (input.DisableRollback ? 'DO_NOTHING' : 'ROLLBACK');
  const run = beginRun(engine, stack, target, input.ClientRequestToken, {
    ...DEFAULT_OPTIONS,
    onFailure,
  });
  void runToEnd(run);
  return { StackId: stack.id, OperationId: run.operation.id };
}

export function updateStack(engine: Engine, input: UpdateStackCommandInput) {
  refuseFields('CloudFormation', 'UpdateStack', input, REFUSED);
  const stack = getLiveStack(engine.stacks, input.StackName ?? '');
  const twin = findTwin(stack, 'UPDATE_STACK', input.ClientRequestToken);
  if (twin) return { StackId: stack.id, OperationId: twin.id };
  const target = configure(engine, stack, input);
  checkUpdatable(stack);
  requireCapability(findMissingCapability(target.template, target.capabilities));
  const isUnchanged =
    planChanges(engine.lookups, stack, target).length === 0 &&
    !haveOutputsChanged(engine.lookups, stack, target);
  if (isUnchanged) throw validationError('No updates are to be performed.');
  // An update without a change set leaves none behind.
  stack.changeSetId = undefined;
  outdateChangeSets(engine, stack);
  const onFailure = input.DisableRollback ? 'DO_NOTHING' : 'ROLLBACK';
  const options = {
    ...DEFAULT_OPTIONS,
    onFailure,
    retainExceptOnCreate: input.RetainExceptOnCreate ?? false,
  } as const;
  const run = beginRun(engine, stack, target, input.ClientRequestToken, options);
  void runToEnd(run);
  return { StackId: stack.id, OperationId: run.operation.id };
}

export function cancelUpdateStack(engine: Engine, input: CancelUpdateStackCommandInput) {
  const stack = getLiveStack(engine.stacks, input.StackName ?? '');
  if (stack.status !== 'UPDATE_IN_PROGRESS') {
    throw validationError('CancelUpdateStack cannot be called from current stack status');
  }
  stack.run?.stop('User Initiated');
  return {};
}

export function continueUpdateRollback(engine: Engine, input: ContinueUpdateRollbackCommandInput) {
  refuseFields('CloudFormation', 'ContinueUpdateRollback', input, ['ForceRollback']);
  const stack = getLiveStack(engine.stacks, input.StackName ?? '');
  if (findTwin(stack, 'CONTINUE_ROLLBACK', input.ClientRequestToken)) return {};
  const run = stack.run;
  if (stack.status !== 'UPDATE_ROLLBACK_FAILED' || !run) {
    throw validationError(
      `Stack:${stack.id} is in ${stack.status} state and can not continue rollback.`,
    );
  }
  const skip = input.ResourcesToSkip ?? [];
  const wrong = skip.filter((id) => stack.resources.get(id)?.status !== 'UPDATE_FAILED');
  if (wrong.length > 0) {
    throw validationError(
      `The following resources to skip are not in the UPDATE_FAILED state: [${wrong.join(', ')}]`,
    );
  }
  const operation = {
    ...run.operation,
    id: engine.world.dice.uuid(`operation/${stack.id}`),
    type: 'CONTINUE_ROLLBACK',
    token: input.ClientRequestToken,
  } as const;
  stack.operations.push(operation);
  const next = { ...run, operation };
  stack.run = next;
  void continueRollback(next, skip);
  return {};
}

/** Statuses in which a deletion is refused. */
const UNDELETABLE =
  /^(UPDATE_IN_PROGRESS|UPDATE_ROLLBACK_IN_PROGRESS|UPDATE_COMPLETE_CLEANUP_IN_PROGRESS|UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS|ROLLBACK_IN_PROGRESS)$/;

function checkDeletable(stack: StackRecord, retained: readonly string[]): void {
  if (stack.hasTerminationProtection) {
    throw validationError(
      `Stack [${stack.name}] cannot be deleted while TerminationProtection is enabled`,
    );
  }
  if (UNDELETABLE.test(stack.status)) {
    throw validationError(`Stack [${stack.id}] cannot be deleted while in status ${stack.status}`);
  }
  if (retained.length > 0 && stack.status !== 'DELETE_FAILED') {
    throw validationError(
      `Invalid operation on stack [${stack.id}]: RetainResources may only be specified while the stack is in DELETE_FAILED state`,
    );
  }
}

export function deleteStack(engine: Engine, input: DeleteStackCommandInput) {
  refuseFields('CloudFormation', 'DeleteStack', input, ['DeletionMode']);
  const stack = findStack(engine.stacks, input.StackName ?? '');
  // Deleting what is not there is a success.
  if (!stack || isDeleted(stack) || stack.status === 'DELETE_IN_PROGRESS') return {};
  const retained = input.RetainResources ?? [];
  checkDeletable(stack, retained);
  outdateChangeSets(engine, stack);
  if (stack.status === 'REVIEW_IN_PROGRESS') {
    engine.stacks.idByName.delete(stack.name);
    stack.deletedAt = new Date(engine.world.clock.now());
    setStackStatus(engine, stack, 'DELETE_COMPLETE');
    return {};
  }
  stack.run?.stop('User Initiated');
  void runDelete(engine, stack, input.ClientRequestToken, retained);
  return {};
}

export function updateTerminationProtection(
  engine: Engine,
  input: UpdateTerminationProtectionCommandInput,
) {
  const stack = findStack(engine.stacks, input.StackName ?? '');
  if (!stack || isDeleted(stack)) throw validationError(bracketed(input.StackName ?? ''));
  stack.hasTerminationProtection = input.EnableTerminationProtection ?? false;
  return { StackId: stack.id };
}
