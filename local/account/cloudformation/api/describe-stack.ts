import {
  isDeleted,
  type StackConfiguration,
  type StackRecord,
  type Tags,
} from '../stack-records.js';

const MASK = '****';

export const describeTags = (tags: Tags) =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

/** Values of NoEcho parameters are masked. */
export function describeParameters({
  template,
  parameters,
  resolvedParameters,
}: StackConfiguration) {
  return Object.entries(parameters).map(([name, value]) => {
    const declared = template.Parameters?.[name];
    const isHidden = String(declared?.NoEcho) === 'true';
    const resolved = resolvedParameters[name];
    const isResolved = declared?.Type.startsWith('AWS::SSM::Parameter::Value<') ?? false;
    return {
      ParameterKey: name,
      ParameterValue: isHidden ? MASK : value,
      ...(isResolved && resolved !== undefined ? { ResolvedValue: resolved } : {}),
    };
  });
}

const describeOutputs = (stack: StackRecord) =>
  stack.outputs.map(({ key, value, description, exportName }) => ({
    OutputKey: key,
    OutputValue: value,
    ...(description === undefined ? {} : { Description: description }),
    ...(exportName === undefined ? {} : { ExportName: exportName }),
  }));

const OPERATIONS_SHOWN = 2;

const describeConfiguration = (stack: StackRecord, configuration: StackConfiguration) => ({
  ...(configuration.template.Description === undefined
    ? {}
    : { Description: configuration.template.Description }),
  ...(configuration.capabilities.length > 0
    ? { Capabilities: [...configuration.capabilities] }
    : {}),
  ...(Object.keys(configuration.parameters).length > 0
    ? { Parameters: describeParameters(configuration) }
    : {}),
  ...(stack.outputs.length > 0 ? { Outputs: describeOutputs(stack) } : {}),
  ...(configuration.roleArn === undefined ? {} : { RoleARN: configuration.roleArn }),
  NotificationARNs: [...configuration.notificationArns],
  RollbackConfiguration: configuration.rollbackConfiguration,
  Tags: describeTags(configuration.tags),
});

/** A stack as DescribeStacks shows it; fields that AWS leaves out are absent. */
export function describeStack(stack: StackRecord) {
  const { configuration } = stack;
  const operations = stack.operations.slice(-OPERATIONS_SHOWN).reverse();
  return {
    StackId: stack.id,
    StackName: stack.name,
    CreationTime: stack.createdAt,
    StackStatus: stack.status,
    DisableRollback: false,
    DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
    ...(configuration
      ? describeConfiguration(stack, configuration)
      : { NotificationARNs: [], RollbackConfiguration: {}, Tags: [] }),
    ...(stack.statusReason === undefined ? {} : { StackStatusReason: stack.statusReason }),
    ...(stack.changeSetId === undefined ? {} : { ChangeSetId: stack.changeSetId }),
    ...(stack.updatedAt === undefined ? {} : { LastUpdatedTime: stack.updatedAt }),
    ...(stack.deletedAt === undefined ? {} : { DeletionTime: stack.deletedAt }),
    ...(isDeleted(stack) ? {} : { EnableTerminationProtection: stack.hasTerminationProtection }),
    ...(stack.parentId === undefined ? {} : { ParentId: stack.parentId, RootId: stack.rootId }),
    ...(operations.length === 0
      ? {}
      : {
          LastOperations: operations.map(({ id, type }) => ({
            OperationId: id,
            OperationType: type,
          })),
        }),
  };
}
