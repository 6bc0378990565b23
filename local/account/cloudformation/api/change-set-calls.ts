import type {
  CreateChangeSetCommandInput,
  DeleteChangeSetCommandInput,
  DescribeChangeSetCommandInput,
  ExecuteChangeSetCommandInput,
  ListChangeSetsCommandInput,
} from '@aws-sdk/client-cloudformation';
import { refuseFields } from '../../operations.js';
import { findPage } from '../../pages.js';
import { ServiceError, validationError } from '../../service-error.js';
import { findNow, formatArn } from '../../world.js';
import type { ChangeSetRecord } from '../change-sets/change-set-record.js';
import { computeChangeSet } from '../change-sets/compute-changes.js';
import { createStackRecord } from '../create-stack.js';
import type { Engine } from '../engine.js';
import { findMissingCapability } from '../parse-configuration.js';
import { beginRun, runToEnd } from '../run/operate.js';
import type { RunOptions } from '../run/run.js';
import { setStackStatus } from '../stack-events.js';
import { findStack, isDeleted, type StackRecord } from '../stack-records.js';
import { configure } from './configure.js';
import { describeChangeSet, summarizeChangeSet } from './describe-change-set.js';
import {
  bracketed,
  checkStackName,
  checkUpdatable,
  getStack,
  requireCapability,
} from './request-checks.js';

/** Small, so that paging is exercised; the size that AWS takes is not documented. */
const CHANGES_PER_PAGE = 25;

function findChangeSet(
  engine: Engine,
  nameOrArn: string,
  stackName: string | undefined,
): ChangeSetRecord | undefined {
  if (nameOrArn.startsWith('arn:')) return engine.stacks.changeSets.get(nameOrArn);
  if (stackName === undefined) {
    throw validationError(
      'StackName must be specified if ChangeSetName is not specified as an ARN.',
    );
  }
  const stack = getStack(engine.stacks, stackName, bracketed);
  return [...engine.stacks.changeSets.values()].find(
    (one) => one.name === nameOrArn && one.stackId === stack.id,
  );
}

export function getChangeSet(engine: Engine, nameOrArn = '', stackName?: string): ChangeSetRecord {
  const found = findChangeSet(engine, nameOrArn, stackName);
  if (found) return found;
  throw new ServiceError('ChangeSetNotFoundException', `ChangeSet [${nameOrArn}] does not exist`, {
    code: 'ChangeSetNotFound',
    status: 404,
  });
}

/** The stack that a change set of this type may be made for; undefined: a shell is to be made. */
function findSubject(engine: Engine, input: CreateChangeSetCommandInput): StackRecord | undefined {
  const name = input.StackName ?? '';
  const stack = findStack(engine.stacks, name);
  if ((input.ChangeSetType ?? 'UPDATE') === 'UPDATE') {
    if (!stack) throw validationError(bracketed(name));
    checkUpdatable(stack);
    return stack;
  }
  if (!stack || (isDeleted(stack) && !name.startsWith('arn:'))) return undefined;
  if (stack.status === 'REVIEW_IN_PROGRESS') return stack;
  if (stack.status === 'DELETE_IN_PROGRESS') checkUpdatable(stack);
  throw validationError(
    `Stack [${name}] already exists and cannot be created again with the changeSet [${input.ChangeSetName}].`,
  );
}

function makeShell(engine: Engine, name: string): StackRecord {
  const stack = createStackRecord(engine, name);
  setStackStatus(engine, stack, 'REVIEW_IN_PROGRESS', 'User Initiated');
  return stack;
}

function findTwin(
  engine: Engine,
  input: CreateChangeSetCommandInput,
  stack: StackRecord | undefined,
) {
  return [...engine.stacks.changeSets.values()].find(
    (one) => one.stackId === stack?.id && one.name === input.ChangeSetName,
  );
}

const answer = ({ id, stackId }: ChangeSetRecord) => ({ Id: id, StackId: stackId });

export function createChangeSet(engine: Engine, input: CreateChangeSetCommandInput) {
  refuseFields('CloudFormation', 'CreateChangeSet', input, [
    'ResourcesToImport',
    'ResourceTypes',
    'ImportExistingResources',
  ]);
  checkStackName(input.StackName ?? '');
  const known = findTwin(engine, input, findStack(engine.stacks, input.StackName ?? ''));
  if (known?.clientToken !== undefined && known.clientToken === input.ClientToken)
    return answer(known);
  const existing = findSubject(engine, input);
  if (known && existing) {
    throw new ServiceError(
      'AlreadyExistsException',
      `ChangeSet ${input.ChangeSetName} already exists`,
    );
  }
  const target = configure(engine, existing, input);
  requireCapability(findMissingCapability(target.template, target.capabilities));
  const stack = existing ?? makeShell(engine, input.StackName ?? '');
  const name = input.ChangeSetName ?? '';
  const id = formatArn(
    engine.world,
    'cloudformation',
    `changeSet/${name}/${engine.world.dice.uuid(`changeset/${stack.id}`)}`,
  );
  const changeSet: ChangeSetRecord = {
    id,
    name,
    target,
    stackId: stack.id,
    stackName: stack.name,
    type: input.ChangeSetType === 'CREATE' ? 'CREATE' : 'UPDATE',
    description: input.Description,
    clientToken: input.ClientToken,
    includesNested: input.IncludeNestedStacks ?? false,
    onStackFailure: input.OnStackFailure,
    createdAt: findNow(engine.world),
    parentId: undefined,
    rootId: undefined,
    status: 'CREATE_PENDING',
    statusReason: undefined,
    executionStatus: 'UNAVAILABLE',
    executionToken: undefined,
    changes: [],
  };
  engine.stacks.changeSets.set(id, changeSet);
  void computeChangeSet(engine, stack, changeSet);
  return answer(changeSet);
}

function findFailureOption(
  changeSet: ChangeSetRecord,
  input: ExecuteChangeSetCommandInput,
): RunOptions['onFailure'] {
  if (changeSet.onStackFailure && input.DisableRollback !== undefined) {
    throw validationError(
      'DisableRollback can not be specified when OnStackFailure was specified for the change set.',
    );
  }
  if (changeSet.onStackFailure) return changeSet.onStackFailure;
  return input.DisableRollback ? 'DO_NOTHING' : 'ROLLBACK';
}

function checkExecutable(changeSet: ChangeSetRecord): void {
  const invalid = (text: string): ServiceError =>
    new ServiceError('InvalidChangeSetStatusException', text, { code: 'InvalidChangeSetStatus' });
  if (changeSet.status !== 'CREATE_COMPLETE') {
    throw invalid(
      `ChangeSet [${changeSet.id}] cannot be executed in its current status of [${changeSet.status}]`,
    );
  }
  if (changeSet.executionStatus !== 'AVAILABLE') {
    throw invalid(
      `ChangeSet [${changeSet.id}] cannot be executed in its current execution status of [${changeSet.executionStatus}]`,
    );
  }
}

/** Change sets of the stack other than this one can no longer be executed. */
export function outdateChangeSets(
  engine: Engine,
  stack: StackRecord,
  executed?: ChangeSetRecord,
): void {
  for (const changeSet of engine.stacks.changeSets.values()) {
    if (
      changeSet.stackId === stack.id &&
      changeSet !== executed &&
      changeSet.executionStatus === 'AVAILABLE'
    ) {
      changeSet.executionStatus = 'OBSOLETE';
    }
  }
}

export function executeChangeSet(engine: Engine, input: ExecuteChangeSetCommandInput) {
  const changeSet = getChangeSet(engine, input.ChangeSetName, input.StackName);
  const token = input.ClientRequestToken;
  if (token !== undefined && changeSet.executionToken === token) return {};
  checkExecutable(changeSet);
  const stack = getStack(engine.stacks, changeSet.stackId, bracketed);
  if (stack.status !== 'REVIEW_IN_PROGRESS') checkUpdatable(stack);
  const onFailure = findFailureOption(changeSet, input);
  changeSet.executionStatus = 'EXECUTE_IN_PROGRESS';
  changeSet.executionToken = token;
  outdateChangeSets(engine, stack, changeSet);
  stack.changeSetId = changeSet.id;
  stack.updatedAt = findNow(engine.world);
  const run = beginRun(engine, stack, changeSet.target, token, {
    onFailure,
    retainExceptOnCreate: input.RetainExceptOnCreate ?? false,
    onEnd: (isSuccess) => {
      changeSet.executionStatus = isSuccess ? 'EXECUTE_COMPLETE' : 'EXECUTE_FAILED';
    },
  });
  void runToEnd(run);
  return {};
}

export function deleteChangeSet(engine: Engine, input: DeleteChangeSetCommandInput) {
  const found = findChangeSet(engine, input.ChangeSetName ?? '', input.StackName);
  if (found?.executionStatus === 'EXECUTE_IN_PROGRESS') {
    throw new ServiceError(
      'InvalidChangeSetStatusException',
      `ChangeSet [${found.id}] cannot be deleted in its current execution status of [EXECUTE_IN_PROGRESS]`,
      { code: 'InvalidChangeSetStatus' },
    );
  }
  if (found) engine.stacks.changeSets.delete(found.id);
  return {};
}

export function describeOneChangeSet(engine: Engine, input: DescribeChangeSetCommandInput) {
  refuseFields('CloudFormation', 'DescribeChangeSet', input, ['IncludePropertyValues']);
  const changeSet = getChangeSet(engine, input.ChangeSetName, input.StackName);
  const page = findPage(changeSet.changes, input.NextToken, CHANGES_PER_PAGE);
  return {
    ...describeChangeSet(changeSet),
    Changes: page.items.map((ResourceChange) => ({ Type: 'Resource', ResourceChange })),
    ...(page.nextToken ? { NextToken: page.nextToken } : {}),
  };
}

export function listChangeSets(engine: Engine, input: ListChangeSetsCommandInput) {
  const stack = getStack(engine.stacks, input.StackName ?? '', bracketed);
  const all = [...engine.stacks.changeSets.values()].filter((one) => one.stackId === stack.id);
  return { Summaries: all.map(summarizeChangeSet) };
}
