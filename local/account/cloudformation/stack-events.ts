import { findNow } from '../world.js';
import type { Engine } from './engine.js';
import type { Operation, Properties, ResourceRecord, StackRecord } from './stack-records.js';

const describeResource = (stack: StackRecord, logicalId: string): string | undefined => {
  const definition =
    stack.configuration?.template.Resources[logicalId] ??
    stack.resources.get(logicalId)?.definition;
  const text = definition?.Metadata?.['aws:copilot:description'];
  return typeof text === 'string' ? text : undefined;
};

type NewEvent = {
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
  readonly status: string;
  readonly reason?: string | undefined;
  readonly properties?: Properties | undefined;
};

function record(engine: Engine, stack: StackRecord, event: NewEvent, eventId: string): void {
  const run = stack.run;
  const at = findNow(engine.world);
  stack.events.push({
    eventId,
    at,
    logicalId: event.logicalId,
    physicalId: event.physicalId,
    type: event.type,
    status: event.status,
    reason: event.reason,
    properties: event.properties,
    operation: run?.operation ?? stack.operations.at(-1),
  });
  const description = describeResource(stack, event.logicalId);
  engine.notify({
    at: at.getTime(),
    stackName: stack.name,
    stackId: stack.id,
    rootStackName: stack.rootName,
    logicalId: event.logicalId,
    physicalId: event.physicalId,
    type: event.type,
    status: event.status,
    total: run?.planned.size ?? 0,
    done: run?.done.size ?? 0,
    ...(event.reason === undefined ? {} : { reason: event.reason }),
    ...(description === undefined ? {} : { description }),
  });
}

/** Moves the stack to a status: its own event, and `CloudFormation Stack Status Change` on the bus. */
export function setStackStatus(
  engine: Engine,
  stack: StackRecord,
  status: string,
  reason?: string,
): void {
  stack.status = status;
  stack.statusReason = reason;
  const event = {
    logicalId: stack.name,
    physicalId: stack.id,
    type: 'AWS::CloudFormation::Stack',
    status,
    reason,
  };
  record(engine, stack, event, engine.world.dice.uuid(`event/${stack.id}`));
  engine.world.send({
    source: 'aws.cloudformation',
    detailType: 'CloudFormation Stack Status Change',
    resources: [stack.id],
    detail: { 'stack-id': stack.id, 'status-details': { status, 'status-reason': reason ?? '' } },
  });
}

/** Records an event of a resource; the id has the form that CloudFormation gives it. */
export function addResourceEvent(engine: Engine, stack: StackRecord, event: NewEvent): void {
  const time = findNow(engine.world).toISOString();
  const eventId = `${event.logicalId}-${event.status}-${time}`;
  record(engine, stack, event, eventId);
}

/** Replaces a resource's record and records the event that goes with its status. */
export function setResource(engine: Engine, stack: StackRecord, resource: ResourceRecord): void {
  const updated = { ...resource, updatedAt: findNow(engine.world) };
  stack.resources.set(resource.logicalId, updated);
  addResourceEvent(engine, stack, updated);
}

export function beginOperation(
  engine: Engine,
  stack: StackRecord,
  type: Operation['type'],
  token: string | undefined,
): Operation {
  const id = engine.world.dice.uuid(`operation/${stack.id}`);
  const operation = { id, type, token, startedAt: findNow(engine.world) };
  stack.operations.push(operation);
  return operation;
}
