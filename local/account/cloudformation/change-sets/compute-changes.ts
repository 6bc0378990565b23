import type { ResourceChange } from '@aws-sdk/client-cloudformation';
import { ServiceError } from '../../service-error.js';
import { findNow, formatArn, sleep } from '../../world.js';
import type { Engine } from '../engine.js';
import { ABSENT, evaluate } from '../intrinsic-functions.js';
import { haveOutputsChanged, planChanges } from '../plan-changes.js';
import { configureNested } from '../resources/nested-stack.js';
import { makeName } from '../resources/physical-ids.js';
import { findStack, type Properties, type StackRecord } from '../stack-records.js';
import { createScope } from '../stack-scope.js';
import type { ChangeSetRecord } from './change-set-record.js';

const NO_CHANGES =
  "The submitted information didn't contain changes. Submit different information to create a change set.";

/** Milliseconds: how long a change set is pending, and how long it takes (6-15 s seen by CDK users). */
const PENDING_MS = 500;
const LEAST_MS = 4000;
const SPREAD_MS = 8000;

const fail = (changeSet: ChangeSetRecord, reason: string): void => {
  changeSet.status = 'FAILED';
  changeSet.statusReason = reason;
  changeSet.executionStatus = 'UNAVAILABLE';
};

type StackLike = Pick<StackRecord, 'id' | 'name' | 'resources' | 'configuration'>;

/** The stack that a nested change is about; a made-up empty one when it does not exist yet. */
function findNestedStack(
  engine: Engine,
  stack: StackLike,
  logicalId: string,
  change: ResourceChange,
): StackLike {
  const existing = findStack(engine.stacks, change.PhysicalResourceId ?? '');
  if (existing) return existing;
  const type = 'AWS::CloudFormation::Stack';
  const name = makeName({
    world: engine.world,
    stackName: stack.name,
    logicalId,
    type,
    properties: {},
  });
  return {
    id: formatArn(engine.world, 'cloudformation', `stack/${name}/new`),
    name,
    resources: new Map(),
    configuration: undefined,
  };
}

function nest(
  engine: Engine,
  stack: StackLike,
  changeSet: ChangeSetRecord,
  change: ResourceChange,
): ResourceChange {
  const logicalId = change.LogicalResourceId ?? '';
  const definition = changeSet.target.template.Resources[logicalId];
  if (
    change.ResourceType !== 'AWS::CloudFormation::Stack' ||
    change.Action === 'Remove' ||
    !definition
  )
    return change;
  const scope = createScope(engine.lookups, stack, changeSet.target, 'plan', (id) =>
    stack.resources.get(id),
  );
  const evaluated = evaluate(scope, definition.Properties ?? {});
  const properties = (evaluated === ABSENT ? {} : evaluated) as Properties;
  const child = findNestedStack(engine, stack, logicalId, change);
  const target = configureNested(
    engine,
    { properties, tags: changeSet.target.tags },
    changeSet.target,
  );
  const name = `${changeSet.name}-${logicalId}`;
  const id = formatArn(
    engine.world,
    'cloudformation',
    `changeSet/${name}/${engine.world.dice.uuid(name)}`,
  );
  const nested: ChangeSetRecord = {
    ...changeSet,
    id,
    name,
    target,
    stackId: child.id,
    stackName: child.name,
    createdAt: findNow(engine.world),
    parentId: changeSet.id,
    rootId: changeSet.rootId ?? changeSet.id,
    status: 'CREATE_COMPLETE',
    statusReason: undefined,
    // Nested change sets are executed with the root.
    executionStatus: 'UNAVAILABLE',
    changes: [],
  };
  nested.changes = planChanges(engine.lookups, child, target).map((inner) =>
    nest(engine, child, nested, inner),
  );
  engine.stacks.changeSets.set(id, nested);
  return { ...change, ChangeSetId: id };
}

function compute(engine: Engine, stack: StackRecord, changeSet: ChangeSetRecord): void {
  const changes = planChanges(engine.lookups, stack, changeSet.target);
  if (changes.length === 0 && !haveOutputsChanged(engine.lookups, stack, changeSet.target)) {
    fail(changeSet, NO_CHANGES);
    return;
  }
  changeSet.changes = changeSet.includesNested
    ? changes.map((change) => nest(engine, stack, changeSet, change))
    : changes;
  changeSet.status = 'CREATE_COMPLETE';
  changeSet.executionStatus = 'AVAILABLE';
}

/** Pending, in progress, then ready or failed. */
export async function computeChangeSet(
  engine: Engine,
  stack: StackRecord,
  changeSet: ChangeSetRecord,
): Promise<void> {
  await sleep(engine.world, PENDING_MS);
  changeSet.status = 'CREATE_IN_PROGRESS';
  const chance = engine.world.dice.roll(`changeset/${stack.name}`);
  await sleep(engine.world, LEAST_MS + chance * SPREAD_MS);
  if (!engine.stacks.changeSets.has(changeSet.id)) return;
  try {
    compute(engine, stack, changeSet);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    fail(changeSet, error.message);
  }
}
