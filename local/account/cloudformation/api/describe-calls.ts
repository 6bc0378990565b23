import type {
  DescribeEventsCommandInput,
  DescribeStackEventsCommandInput,
  DescribeStackResourceCommandInput,
  DescribeStackResourcesCommandInput,
  DescribeStacksCommandInput,
  GetTemplateCommandInput,
  ListExportsCommandInput,
  ListImportsCommandInput,
  ListStackResourcesCommandInput,
} from '@aws-sdk/client-cloudformation';
import { findPage } from '../../pages.js';
import { validationError } from '../../service-error.js';
import type { Engine } from '../engine.js';
import { findImporters, listExports } from '../exports.js';
import {
  isDeleted,
  type ResourceRecord,
  type StackEventRecord,
  type StackRecord,
} from '../stack-records.js';
import { getChangeSet } from './change-set-calls.js';
import { describeStack } from './describe-stack.js';
import { bracketed, getStack, quoted, withId } from './request-checks.js';

const PAGE_SIZE = 100;
const STACKS_PER_PAGE = 50;

const withToken = (nextToken: string | undefined) => (nextToken ? { NextToken: nextToken } : {});

const isShown = (stack: StackRecord): boolean => !isDeleted(stack);

export function describeStacks(engine: Engine, input: DescribeStacksCommandInput) {
  if (input.StackName !== undefined) {
    return { Stacks: [describeStack(getStack(engine.stacks, input.StackName, withId))] };
  }
  const all = [...engine.stacks.byId.values()].filter(isShown).reverse();
  const page = findPage(all, input.NextToken, STACKS_PER_PAGE);
  return { Stacks: page.items.map(describeStack), ...withToken(page.nextToken) };
}

const describeEvent = (stack: StackRecord, event: StackEventRecord) => ({
  StackId: stack.id,
  StackName: stack.name,
  EventId: event.eventId,
  LogicalResourceId: event.logicalId,
  PhysicalResourceId: event.physicalId,
  ResourceType: event.type,
  Timestamp: event.at,
  ResourceStatus: event.status,
  ...(event.reason === undefined ? {} : { ResourceStatusReason: event.reason }),
  ...(event.properties === undefined
    ? {}
    : { ResourceProperties: JSON.stringify(event.properties) }),
  ...(event.operation === undefined ? {} : { OperationId: event.operation.id }),
  ...(event.operation?.token === undefined ? {} : { ClientRequestToken: event.operation.token }),
});

/** Newest first. */
export function describeStackEvents(engine: Engine, input: DescribeStackEventsCommandInput) {
  const stack = getStack(engine.stacks, input.StackName ?? '', bracketed);
  const page = findPage([...stack.events].reverse(), input.NextToken, PAGE_SIZE);
  return {
    StackEvents: page.items.map((event) => describeEvent(stack, event)),
    ...withToken(page.nextToken),
  };
}

const isFailed = ({ status }: StackEventRecord): boolean => status.endsWith('_FAILED');

function describeOperationEvent(stack: StackRecord, event: StackEventRecord) {
  const { StackName: _, OperationId: __, ...shared } = describeEvent(stack, event);
  const isStackEvent = event.physicalId === stack.id;
  const EventType = isFailed(event)
    ? 'PROVISIONING_ERROR'
    : isStackEvent
      ? 'STACK_EVENT'
      : 'PROGRESS_EVENT';
  return {
    ...shared,
    EventType,
    StartTime: event.at,
    EndTime: event.at,
    ...(event.operation
      ? { OperationId: event.operation.id, OperationType: event.operation.type }
      : {}),
  };
}

const findByOperation = (engine: Engine, operationId: string): StackRecord | undefined =>
  [...engine.stacks.byId.values()].find((stack) =>
    stack.operations.some(({ id }) => id === operationId),
  );

/** Newest first, of one operation or of all operations of a stack. */
export function describeEvents(engine: Engine, input: DescribeEventsCommandInput) {
  const { OperationId, StackName, Filters } = input;
  const stack =
    StackName === undefined
      ? findByOperation(engine, OperationId ?? '')
      : getStack(engine.stacks, StackName, bracketed);
  if (!stack) throw validationError(`Operation [${OperationId ?? ''}] does not exist`);
  const events = stack.events.filter(
    (event) =>
      (OperationId === undefined || event.operation?.id === OperationId) &&
      (!Filters?.FailedEvents || isFailed(event)),
  );
  const page = findPage(events.reverse(), input.NextToken, PAGE_SIZE);
  return {
    OperationEvents: page.items.map((event) => describeOperationEvent(stack, event)),
    ...withToken(page.nextToken),
  };
}

const describeResource = (stack: StackRecord, resource: ResourceRecord) => ({
  StackId: stack.id,
  StackName: stack.name,
  LogicalResourceId: resource.logicalId,
  PhysicalResourceId: resource.physicalId,
  ResourceType: resource.type,
  ResourceStatus: resource.status,
  ...(resource.reason === undefined ? {} : { ResourceStatusReason: resource.reason }),
  DriftInformation: { StackResourceDriftStatus: 'NOT_CHECKED' },
});

const describeMetadata = ({ definition }: ResourceRecord) =>
  definition.Metadata ? { Metadata: JSON.stringify(definition.Metadata) } : {};

export function describeStackResources(engine: Engine, input: DescribeStackResourcesCommandInput) {
  const { StackName, PhysicalResourceId, LogicalResourceId } = input;
  const stack =
    StackName === undefined
      ? [...engine.stacks.byId.values()].find((one) =>
          [...one.resources.values()].some(({ physicalId }) => physicalId === PhysicalResourceId),
        )
      : getStack(engine.stacks, StackName, withId);
  if (!stack) throw validationError(`Stack for ${PhysicalResourceId ?? ''} does not exist`);
  const resources = [...stack.resources.values()].filter(
    ({ logicalId }) => LogicalResourceId === undefined || logicalId === LogicalResourceId,
  );
  return {
    StackResources: resources.map((resource) => ({
      ...describeResource(stack, resource),
      Timestamp: resource.updatedAt,
    })),
  };
}

export function describeStackResource(engine: Engine, input: DescribeStackResourceCommandInput) {
  const stack = getStack(engine.stacks, input.StackName ?? '', quoted);
  const resource = stack.resources.get(input.LogicalResourceId ?? '');
  // One whose creation failed is not there either.
  if (!resource || (resource.physicalId === '' && resource.status.startsWith('DELETE'))) {
    throw validationError(
      `Resource ${input.LogicalResourceId} does not exist for stack ${input.StackName}`,
    );
  }
  return {
    StackResourceDetail: {
      ...describeResource(stack, resource),
      ...describeMetadata(resource),
      LastUpdatedTimestamp: resource.updatedAt,
    },
  };
}

export function listStackResources(engine: Engine, input: ListStackResourcesCommandInput) {
  const stack = getStack(engine.stacks, input.StackName ?? '', withId);
  const page = findPage([...stack.resources.values()], input.NextToken, PAGE_SIZE);
  const summaries = page.items.map((resource) => {
    const { StackId: _, StackName: __, ...rest } = describeResource(stack, resource);
    return { ...rest, LastUpdatedTimestamp: resource.updatedAt };
  });
  return { StackResourceSummaries: summaries, ...withToken(page.nextToken) };
}

export function getTemplate(engine: Engine, input: GetTemplateCommandInput) {
  const { StackName, ChangeSetName } = input;
  const stages = { StagesAvailable: ['Original', 'Processed'] };
  if (ChangeSetName !== undefined) {
    if (StackName === undefined && !ChangeSetName.startsWith('arn:')) {
      throw validationError('StackName is a required parameter.');
    }
    return {
      ...stages,
      TemplateBody: mangle(getChangeSet(engine, ChangeSetName, StackName).target.templateText),
    };
  }
  if (StackName === undefined)
    throw validationError('StackName is required if ChangeSetName is not specified.');
  const stack = getStack(engine.stacks, StackName, withId);
  return { ...stages, TemplateBody: mangle(stack.configuration?.templateText ?? '') };
}

/** A question mark for every character that is not ASCII. */
const mangle = (text: string): string => text.replace(/[\u{80}-\u{10ffff}]/gu, '?');

export function listAllExports(engine: Engine, input: ListExportsCommandInput) {
  const page = findPage(listExports(engine.stacks), input.NextToken, PAGE_SIZE);
  const exports = page.items.map(({ name, value, stackId }) => ({
    Name: name,
    Value: value,
    ExportingStackId: stackId,
  }));
  return { Exports: exports, ...withToken(page.nextToken) };
}

export function listImports(engine: Engine, input: ListImportsCommandInput) {
  const importers = findImporters(engine.stacks, input.ExportName ?? '');
  if (importers.length === 0)
    throw validationError(`Export '${input.ExportName}' is not imported by any stack.`);
  const page = findPage(importers, input.NextToken, PAGE_SIZE);
  return { Imports: [...page.items], ...withToken(page.nextToken) };
}
