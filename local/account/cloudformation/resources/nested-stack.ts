/** AWS::CloudFormation::Stack: a stack of its own, with its own events, that follows its parent back and forth. */

import { ServiceError } from '../../service-error.js';
import { createStackRecord } from '../create-stack.js';
import type { Engine } from '../engine.js';
import { parseConfiguration } from '../parse-configuration.js';
import { placeResources } from '../place-stack.js';
import { cleanUpAfterUpdate } from '../run/clean-up.js';
import { goForward } from '../run/go-forward.js';
import { beginRun, DEFAULT_OPTIONS, runDelete } from '../run/operate.js';
import { finishRollback, rollBackUpdate } from '../run/roll-back-update.js';
import { describeFailures, type Run } from '../run/run.js';
import { setStackStatus } from '../stack-events.js';
import {
  fingerprint,
  type Properties,
  type StackConfiguration,
  type StackRecord,
} from '../stack-records.js';
import { makeName } from './physical-ids.js';
import {
  ResourceFailure,
  type ResourceProvider,
  type ResourceRequest,
  type ResourceState,
} from './provider.js';

const asText = (value: unknown): string => (Array.isArray(value) ? value.join(',') : String(value));

/** What the properties of the nested stack ask for. */
export function configureNested(
  engine: Engine,
  request: Pick<ResourceRequest, 'properties' | 'tags'>,
  parent: StackConfiguration,
): StackConfiguration {
  const { Parameters, Tags, TemplateURL, NotificationARNs } = request.properties;
  const own = Array.isArray(Tags)
    ? (Tags as readonly { readonly Key?: string; readonly Value?: string }[])
    : [];
  const parameters = Object.entries((Parameters ?? {}) as Properties).map(
    ([ParameterKey, value]) => ({
      ParameterKey,
      ParameterValue: asText(value),
    }),
  );
  return parseConfiguration(engine, {
    text: engine.readTemplate(String(TemplateURL)),
    parameters,
    previous: {},
    tags: {
      ...request.tags,
      ...Object.fromEntries(own.map(({ Key = '', Value = '' }) => [Key, Value])),
    },
    capabilities: parent.capabilities,
    notificationArns: Array.isArray(NotificationARNs) ? NotificationARNs.map(String) : [],
    roleArn: parent.roleArn,
    rollbackConfiguration: {},
  });
}

const describe = (child: StackRecord): ResourceState => ({
  physicalId: child.id,
  attributes: Object.fromEntries(child.outputs.map(({ key, value }) => [`Outputs.${key}`, value])),
});

function getChild(engine: Engine, id: string): StackRecord {
  const child = engine.stacks.byId.get(id);
  if (!child) throw new ResourceFailure(`Stack with id ${id} does not exist`);
  return child;
}

function configure(request: ResourceRequest): StackConfiguration {
  try {
    return configureNested(request.run.engine, request, request.run.target);
  } catch (error) {
    if (error instanceof ServiceError) throw new ResourceFailure(error.message);
    throw error;
  }
}

/** Runs the child's operation; a stop of the parent stops it too. */
async function follow(request: ResourceRequest, child: Run): Promise<boolean> {
  const forward = goForward(child);
  return request.wait(forward).catch(async (error) => {
    child.stop();
    await forward;
    throw error;
  });
}

const describeChildFailure = (run: Run): string =>
  run.stopReason ?? describeFailures(run, ['create', 'update', 'delete']).trimEnd();

function createChild(request: ResourceRequest): StackRecord {
  const { engine } = request.run;
  const { stack, logicalId, type, properties } = request;
  const name = makeName({
    world: engine.world,
    stackName: stack.name,
    logicalId,
    type,
    properties,
  });
  return createStackRecord(engine, name, stack);
}

async function create(request: ResourceRequest): Promise<ResourceState> {
  const { engine } = request.run;
  const target = configure(request);
  const child = createChild(request);
  request.initiated(child.id);
  const run = beginRun(engine, child, target, request.run.operation.token, DEFAULT_OPTIONS);
  const isDone = await follow(request, run).catch((error) => {
    setStackStatus(engine, child, 'CREATE_FAILED', describeChildFailure(run));
    throw error;
  });
  if (!isDone) {
    const why = describeChildFailure(run);
    setStackStatus(engine, child, 'CREATE_FAILED', why);
    child.run = undefined;
    throw new ResourceFailure(`Embedded stack ${child.id} was not successfully created: ${why}`);
  }
  setStackStatus(engine, child, 'CREATE_COMPLETE');
  child.proven.add(fingerprint(target));
  child.run = undefined;
  return describe(child);
}

async function rollBackChild(child: StackRecord, run: Run, reason: string): Promise<void> {
  const isBack = await rollBackUpdate(run, { reason });
  if (!isBack)
    throw new ResourceFailure(
      `Embedded stack ${child.id} was not successfully updated. Currently in ${child.status} with reason: ${child.statusReason ?? ''}`,
    );
  await finishRollback(run);
  child.run = undefined;
}

async function update(request: ResourceRequest, physicalId: string): Promise<ResourceState> {
  const { engine } = request.run;
  const child = getChild(engine, physicalId);
  if (request.isRollback) {
    // The child holds its update open until the parent is through: it only has to go back.
    if (child.run?.before)
      await rollBackChild(
        child,
        child.run,
        child.run.stopReason ?? describeFailures(child.run, ['create', 'update']),
      );
    return describe(child);
  }
  const target = configure(request);
  const run = beginRun(engine, child, target, request.run.operation.token, DEFAULT_OPTIONS);
  if (await follow(request, run)) {
    setStackStatus(engine, child, 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
    return describe(child);
  }
  const why = describeChildFailure(run);
  throw new ResourceFailure(
    `Embedded stack ${child.id} was not successfully updated. Currently in UPDATE_ROLLBACK_IN_PROGRESS with reason: ${why}`,
  );
}

/** The parent has succeeded: the child may throw away what it kept for the way back. */
async function commit(engine: Engine, physicalId: string): Promise<void> {
  const child = engine.stacks.byId.get(physicalId);
  const run = child?.run;
  if (!child || !run || child.status !== 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS') return;
  await cleanUpAfterUpdate(run);
  setStackStatus(engine, child, 'UPDATE_COMPLETE');
  child.proven.add(fingerprint(run.target));
  child.run = undefined;
}

export function createNestedStackProvider(findEngine: () => Engine): ResourceProvider {
  return {
    create,
    update: (request, before) => update(request, before.physicalId),
    remove: async (request, record) => {
      const { engine } = request.run;
      const child = engine.stacks.byId.get(record.physicalId);
      if (!child || child.status === 'DELETE_COMPLETE') return;
      const isGone = await runDelete(engine, child, request.run.operation.token, []);
      if (!isGone) {
        throw new ResourceFailure(
          `Embedded stack ${child.id} was not successfully deleted: ${child.statusReason ?? ''}`.trimEnd(),
        );
      }
    },
    commit: (record) => commit(findEngine(), record.physicalId),
    place: (request) => {
      const { engine } = request.run;
      const child = createChild(request);
      placeResources(engine, child, configure(request));
      return describe(child);
    },
  };
}
