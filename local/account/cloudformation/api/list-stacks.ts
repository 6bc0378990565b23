import type { ListStacksCommandInput, StackStatus } from '@aws-sdk/client-cloudformation';
import { findPage } from '../../pages.js';
import type { Engine } from '../engine.js';
import type { StackRecord } from '../stack-records.js';

const PAGE_SIZE = 100;

const describe = (stack: StackRecord) => {
  const { configuration, parentId, rootId, updatedAt, deletedAt, statusReason } = stack;
  return {
    StackId: stack.id,
    StackName: stack.name,
    StackStatus: stack.status,
    CreationTime: stack.createdAt,
    ...(configuration?.template.Description === undefined
      ? {}
      : { TemplateDescription: configuration.template.Description }),
    ...(updatedAt ? { LastUpdatedTime: updatedAt } : {}),
    ...(deletedAt ? { DeletionTime: deletedAt } : {}),
    ...(statusReason ? { StackStatusReason: statusReason } : {}),
    ...(parentId ? { ParentId: parentId, RootId: rootId } : {}),
  };
};

/** All stacks, nested and deleted ones too, newest first; only those of the statuses that are asked for. */
export function listStacks(engine: Engine, input: ListStacksCommandInput) {
  const { StackStatusFilter: wanted = [], NextToken } = input;
  const found = [...engine.stacks.byId.values()]
    .filter(({ status }) => wanted.length === 0 || wanted.includes(status as StackStatus))
    .reverse();
  const page = findPage(found, NextToken, PAGE_SIZE);
  return {
    StackSummaries: page.items.map(describe),
    ...(page.nextToken ? { NextToken: page.nextToken } : {}),
  };
}
