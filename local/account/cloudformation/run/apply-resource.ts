/** Brings one resource to what the target template says. */
import type { Resource } from '../../../../core/template/cloudformation.js';
import { ServiceError } from '../../service-error.js';
import { ABSENT, evaluate, type Scope } from '../intrinsic-functions.js';
import { findChangedProperties, findRecreation, haveTagsChanged } from '../property-changes.js';
import { findResourceType } from '../resource-catalog.js';
import {
  ResourceCancelled,
  ResourceFailure,
  type ResourceRequest,
  type ResourceState,
} from '../resources/provider.js';
import { setResource } from '../stack-events.js';
import type { Properties, ResourceRecord } from '../stack-records.js';
import { failByMishap } from './fail-by-mishap.js';
import type { Run } from './run.js';

const REPLACEMENT_REASON =
  'Requested update requires the creation of a new physical resource; hence creating one.';

function resolveProperties(scope: Scope, definition: Resource): Properties {
  const evaluated = evaluate(scope, definition.Properties ?? {});
  return (evaluated === ABSENT ? {} : evaluated) as Properties;
}

function checkRequired(definition: Resource, properties: Properties): void {
  const missing = (findResourceType(definition.Type)?.required ?? []).filter(
    (name) => properties[name] === undefined,
  );
  if (missing.length === 0) return;
  const words = missing.map((name) => `[The property {/${name}} is required]`).join(', ');
  throw new ResourceFailure(`Property validation failure: ${words}`);
}

type Step = {
  readonly run: Run;
  readonly definition: Resource;
  readonly logicalId: string;
  readonly action: 'create' | 'update';
  /** The record as it stands while the work goes on. */
  current: ResourceRecord;
};

const show = (step: Step, status: string, reason?: string): void => {
  step.current = { ...step.current, status, reason };
  setResource(step.run.engine, step.run.stack, step.current);
};

function createRequest(
  step: Step,
  properties: Properties,
  initiated: (physicalId: string) => void,
): ResourceRequest {
  const { run, logicalId, definition } = step;
  return {
    run,
    stack: run.stack,
    logicalId,
    type: definition.Type,
    properties,
    tags: run.target.tags,
    isRollback: false,
    initiated,
    sleep: run.sleep,
    wait: run.orStop,
  };
}

function finish(step: Step, state: ResourceState, properties: Properties): void {
  const { run, definition, logicalId } = step;
  step.current = { ...step.current, ...state, definition, properties, tags: run.target.tags };
  run.done.add(logicalId);
  show(step, step.action === 'create' ? 'CREATE_COMPLETE' : 'UPDATE_COMPLETE');
}

function fail(step: Step, error: unknown): void {
  const { run, logicalId, action } = step;
  const failed = action === 'create' ? 'CREATE_FAILED' : 'UPDATE_FAILED';
  const isKnown = error instanceof ResourceFailure || error instanceof ServiceError;
  if (!isKnown && !(error instanceof ResourceCancelled)) throw error;
  const reason = isKnown
    ? error.message
    : `Resource ${action === 'create' ? 'creation' : 'update'} cancelled`;
  run.failures.push({ logicalId, action, reason });
  show(step, failed, reason);
  run.stop();
}

async function createPhysical(step: Step, properties: Properties): Promise<void> {
  const inProgress = step.action === 'create' ? 'CREATE_IN_PROGRESS' : 'UPDATE_IN_PROGRESS';
  const request = createRequest(step, properties, (physicalId) => {
    step.current = { ...step.current, physicalId, properties };
    show(step, inProgress, 'Resource creation Initiated');
  });
  const state = await step.run.engine.findProvider(request.type).create(request);
  step.current = { ...step.current, ...state };
  failByMishap(request);
  finish(step, state, properties);
}

async function create(
  run: Run,
  scope: Scope,
  logicalId: string,
  definition: Resource,
): Promise<void> {
  const blank: ResourceRecord = {
    logicalId,
    type: definition.Type,
    physicalId: '',
    status: '',
    reason: undefined,
    updatedAt: run.operation.startedAt,
    definition,
    properties: {},
    tags: {},
    attributes: {},
  };
  const step: Step = { run, definition, logicalId, action: 'create', current: blank };
  show(step, 'CREATE_IN_PROGRESS');
  try {
    const properties = resolveProperties(scope, definition);
    checkRequired(definition, properties);
    await createPhysical(step, properties);
  } catch (error) {
    fail(step, error);
  }
}

const needsReplacement = (record: ResourceRecord, changed: readonly string[]): boolean =>
  changed.some((name) => findRecreation(record.type, name) === 'Always');

async function update(
  step: Step,
  existing: ResourceRecord,
  properties: Properties,
  changed: readonly string[],
): Promise<void> {
  const { run, logicalId } = step;
  run.planned.add(logicalId);
  try {
    checkRequired(step.definition, properties);
    if (needsReplacement(existing, changed)) {
      show(step, 'UPDATE_IN_PROGRESS', REPLACEMENT_REASON);
      await createPhysical(step, properties);
      return;
    }
    run.touched.add(logicalId);
    show(step, 'UPDATE_IN_PROGRESS');
    const request = createRequest(step, properties, () => undefined);
    const state = await run.engine.findProvider(existing.type).update(request, existing);
    failByMishap(request);
    finish(step, state, properties);
  } catch (error) {
    fail(step, error);
  }
}

/** Nothing happens once the run is stopped. Failures are noted in the run and stop it. */
export async function applyResource(run: Run, scope: Scope, logicalId: string): Promise<void> {
  const definition = run.target.template.Resources[logicalId];
  if (run.isStopped || !definition) return;
  const existing = run.stack.resources.get(logicalId);
  if (!existing) return create(run, scope, logicalId, definition);
  const step: Step = { run, definition, logicalId, action: 'update', current: existing };
  let properties: Properties;
  try {
    properties = resolveProperties(scope, definition);
  } catch (error) {
    fail(step, error);
    return;
  }
  const changed = findChangedProperties(existing.properties, properties);
  if (changed.length > 0 || haveTagsChanged(existing, run.target.tags)) {
    return update(step, existing, properties, changed);
  }
  // A change of metadata or policies belongs to CloudFormation alone: no event, no call.
  if (run.planned.has(logicalId)) run.done.add(logicalId);
  run.stack.resources.set(logicalId, { ...existing, definition });
}
