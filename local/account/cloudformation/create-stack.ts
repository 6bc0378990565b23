import { findNow, formatArn } from '../world.js';
import type { Engine } from './engine.js';
import type { StackRecord } from './stack-records.js';

/** A stack without a template yet, known by name and id. */
export function createStackRecord(engine: Engine, name: string, parent?: StackRecord): StackRecord {
  const { world, stacks } = engine;
  const id = formatArn(
    world,
    'cloudformation',
    `stack/${name}/${world.dice.uuid(`stack/${name}`)}`,
  );
  const stack: StackRecord = {
    id,
    name,
    parentId: parent?.id,
    rootId: parent?.rootId ?? id,
    rootName: parent?.rootName ?? name,
    createdAt: findNow(world),
    configuration: undefined,
    status: '',
    statusReason: undefined,
    updatedAt: undefined,
    deletedAt: undefined,
    changeSetId: undefined,
    hasTerminationProtection: false,
    resources: new Map(),
    outputs: [],
    imports: new Set(),
    events: [],
    operations: [],
    run: undefined,
    proven: new Set(),
  };
  stacks.byId.set(id, stack);
  stacks.idByName.set(name, id);
  return stack;
}
