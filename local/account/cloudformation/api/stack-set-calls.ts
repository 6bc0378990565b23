import type {
  DeleteStackInstancesCommandInput,
  DeleteStackSetCommandInput,
  DescribeStackSetCommandInput,
  DescribeStackSetOperationCommandInput,
  ListStackInstancesCommandInput,
} from '@aws-sdk/client-cloudformation';
import { refuseFields } from '../../operations.js';
import { findPage } from '../../pages.js';
import { ServiceError } from '../../service-error.js';
import type { Engine } from '../engine.js';
import { runDelete } from '../run/operate.js';
import { isDeleted } from '../stack-records.js';
import type { StackInstanceRecord, StackSetRecord } from '../stack-set-records.js';

const PAGE_SIZE = 100;

function getStackSet(engine: Engine, name = ''): StackSetRecord {
  const found = engine.stacks.stackSets.get(name);
  if (found) return found;
  throw new ServiceError('StackSetNotFoundException', `StackSet ${name} not found`, {
    status: 404,
  });
}

export function describeStackSet(engine: Engine, input: DescribeStackSetCommandInput) {
  const { id, name } = getStackSet(engine, input.StackSetName);
  return { StackSet: { StackSetName: name, StackSetId: id, Status: 'ACTIVE' } };
}

export function listStackInstances(engine: Engine, input: ListStackInstancesCommandInput) {
  const { instances, id } = getStackSet(engine, input.StackSetName);
  const page = findPage(instances, input.NextToken, PAGE_SIZE);
  const summaries = page.items.map(({ account, region, stackId, statusReason }) => ({
    StackSetId: id,
    Account: account,
    Region: region,
    StackId: stackId,
    Status: statusReason === undefined ? 'CURRENT' : 'INOPERABLE',
    ...(statusReason === undefined ? {} : { StatusReason: statusReason }),
  }));
  return { Summaries: summaries, ...(page.nextToken ? { NextToken: page.nextToken } : {}) };
}

/** Deletes the stacks one after the other; one that cannot go keeps no other from going. */
export function deleteStackInstances(engine: Engine, input: DeleteStackInstancesCommandInput) {
  refuseFields('CloudFormation', 'DeleteStackInstances', input, ['DeploymentTargets']);
  const set = getStackSet(engine, input.StackSetName);
  const id = input.OperationId ?? engine.world.dice.uuid(`stackset/${set.name}`);
  if (set.operations.some((one) => one.id === id))
    throw new ServiceError('OperationIdAlreadyExistsException', `Operation ${id} already exists`);
  if (set.operations.some(({ status }) => status === 'RUNNING')) {
    const text = `Another Operation on StackSet ${set.id} is in progress`;
    throw new ServiceError('OperationInProgressException', text);
  }
  const meant = set.instances.filter(
    ({ account, region }) => input.Accounts?.includes(account) && input.Regions?.includes(region),
  );
  const operation = { id, status: 'RUNNING' as 'RUNNING' | 'SUCCEEDED' | 'FAILED' };
  set.operations.push(operation);
  void deleteInstances(engine, set, meant).then((isDone) => {
    operation.status = isDone ? 'SUCCEEDED' : 'FAILED';
  });
  return { OperationId: id };
}

async function deleteInstances(
  engine: Engine,
  set: StackSetRecord,
  instances: readonly StackInstanceRecord[],
): Promise<boolean> {
  let isDone = true;
  for (const instance of instances) {
    instance.statusReason = await deleteInstance(engine, instance);
    if (instance.statusReason !== undefined) isDone = false;
    else set.instances = set.instances.filter((one) => one !== instance);
  }
  return isDone;
}

/** Time that a stack takes which is not simulated. */
const ELSEWHERE_MS = 30_000;

/** Why the stack is still there; undefined when it is gone. */
async function deleteInstance(
  engine: Engine,
  { stackId, obstacle, remove }: StackInstanceRecord,
): Promise<string | undefined> {
  if (remove) return remove();
  const stack = engine.stacks.byId.get(stackId);
  if (!stack || isDeleted(stack)) {
    await new Promise<void>((resolve) => void engine.world.clock.after(ELSEWHERE_MS, resolve));
    return obstacle;
  }
  const isGone = await runDelete(engine, stack, undefined, []);
  return isGone ? undefined : (stack.statusReason ?? 'could not be deleted');
}

export function describeStackSetOperation(
  engine: Engine,
  input: DescribeStackSetOperationCommandInput,
) {
  const set = getStackSet(engine, input.StackSetName);
  const found = set.operations.find(({ id }) => id === input.OperationId);
  if (!found) {
    const text = `Operation ${input.OperationId} not found`;
    throw new ServiceError('OperationNotFoundException', text, { status: 404 });
  }
  return {
    StackSetOperation: { OperationId: found.id, Action: 'DELETE', Status: found.status },
  };
}

export function deleteStackSet(engine: Engine, input: DeleteStackSetCommandInput) {
  const set = getStackSet(engine, input.StackSetName);
  if (set.instances.length > 0)
    throw new ServiceError('StackSetNotEmptyException', `StackSet ${set.name} is not empty`, {
      status: 409,
    });
  engine.stacks.stackSets.delete(set.name);
  return {};
}
