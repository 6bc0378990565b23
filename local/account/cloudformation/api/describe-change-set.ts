import type { ChangeSetRecord } from '../change-sets/change-set-record.js';
import { describeParameters, describeTags } from './describe-stack.js';

const ifDefined = (fields: { readonly [name: string]: unknown }) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

export function summarizeChangeSet(changeSet: ChangeSetRecord) {
  return {
    StackId: changeSet.stackId,
    StackName: changeSet.stackName,
    ChangeSetId: changeSet.id,
    ChangeSetName: changeSet.name,
    ExecutionStatus: changeSet.executionStatus,
    Status: changeSet.status,
    CreationTime: changeSet.createdAt,
    IncludeNestedStacks: changeSet.includesNested,
    ...ifDefined({
      StatusReason: changeSet.statusReason,
      Description: changeSet.description,
      ParentChangeSetId: changeSet.parentId,
      RootChangeSetId: changeSet.rootId,
    }),
  };
}

export function describeChangeSet(changeSet: ChangeSetRecord) {
  const { target } = changeSet;
  const parameters = describeParameters(target);
  const tags = describeTags(target.tags);
  return {
    ...summarizeChangeSet(changeSet),
    Capabilities: [...target.capabilities],
    NotificationARNs: [...target.notificationArns],
    RollbackConfiguration: target.rollbackConfiguration,
    ...ifDefined({
      OnStackFailure: changeSet.onStackFailure,
      Parameters: parameters.length > 0 ? parameters : undefined,
      Tags: tags.length > 0 ? tags : undefined,
    }),
  };
}
