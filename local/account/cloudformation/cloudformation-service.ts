import type {
  CancelUpdateStackCommandInput,
  ContinueUpdateRollbackCommandInput,
  CreateChangeSetCommandInput,
  CreateStackCommandInput,
  DeleteChangeSetCommandInput,
  DeleteStackCommandInput,
  DeleteStackInstancesCommandInput,
  DeleteStackSetCommandInput,
  DescribeChangeSetCommandInput,
  DescribeEventsCommandInput,
  DescribeStackEventsCommandInput,
  DescribeStackResourceCommandInput,
  DescribeStackResourcesCommandInput,
  DescribeStackSetCommandInput,
  DescribeStackSetOperationCommandInput,
  DescribeStacksCommandInput,
  ExecuteChangeSetCommandInput,
  GetTemplateCommandInput,
  ListChangeSetsCommandInput,
  ListExportsCommandInput,
  ListImportsCommandInput,
  ListStackInstancesCommandInput,
  ListStackResourcesCommandInput,
  ListStacksCommandInput,
  UpdateStackCommandInput,
  UpdateTerminationProtectionCommandInput,
} from '@aws-sdk/client-cloudformation';
import { createHandler } from '../operations.js';
import type { OperationHandler } from '../simulated-account.js';
import * as changeSets from './api/change-set-calls.js';
import * as descriptions from './api/describe-calls.js';
import { listStacks } from './api/list-stacks.js';
import * as stacks from './api/stack-calls.js';
import * as stackSets from './api/stack-set-calls.js';
import type { Engine } from './engine.js';

export function createCloudFormation(engine: Engine): OperationHandler {
  return createHandler('CloudFormation', {
    CreateChangeSet: (input: CreateChangeSetCommandInput) =>
      changeSets.createChangeSet(engine, input),
    DescribeChangeSet: (input: DescribeChangeSetCommandInput) =>
      changeSets.describeOneChangeSet(engine, input),
    ExecuteChangeSet: (input: ExecuteChangeSetCommandInput) =>
      changeSets.executeChangeSet(engine, input),
    DeleteChangeSet: (input: DeleteChangeSetCommandInput) =>
      changeSets.deleteChangeSet(engine, input),
    ListChangeSets: (input: ListChangeSetsCommandInput) => changeSets.listChangeSets(engine, input),
    CreateStack: (input: CreateStackCommandInput) => stacks.createStack(engine, input),
    UpdateStack: (input: UpdateStackCommandInput) => stacks.updateStack(engine, input),
    CancelUpdateStack: (input: CancelUpdateStackCommandInput) =>
      stacks.cancelUpdateStack(engine, input),
    ContinueUpdateRollback: (input: ContinueUpdateRollbackCommandInput) =>
      stacks.continueUpdateRollback(engine, input),
    DeleteStack: (input: DeleteStackCommandInput) => stacks.deleteStack(engine, input),
    UpdateTerminationProtection: (input: UpdateTerminationProtectionCommandInput) =>
      stacks.updateTerminationProtection(engine, input),
    DescribeStacks: (input: DescribeStacksCommandInput) =>
      descriptions.describeStacks(engine, input),
    ListStacks: (input: ListStacksCommandInput) => listStacks(engine, input),
    DescribeStackEvents: (input: DescribeStackEventsCommandInput) =>
      descriptions.describeStackEvents(engine, input),
    DescribeEvents: (input: DescribeEventsCommandInput) =>
      descriptions.describeEvents(engine, input),
    DescribeStackResources: (input: DescribeStackResourcesCommandInput) =>
      descriptions.describeStackResources(engine, input),
    DescribeStackResource: (input: DescribeStackResourceCommandInput) =>
      descriptions.describeStackResource(engine, input),
    ListStackResources: (input: ListStackResourcesCommandInput) =>
      descriptions.listStackResources(engine, input),
    GetTemplate: (input: GetTemplateCommandInput) => descriptions.getTemplate(engine, input),
    ListExports: (input: ListExportsCommandInput) => descriptions.listAllExports(engine, input),
    ListImports: (input: ListImportsCommandInput) => descriptions.listImports(engine, input),
    DescribeStackSet: (input: DescribeStackSetCommandInput) =>
      stackSets.describeStackSet(engine, input),
    ListStackInstances: (input: ListStackInstancesCommandInput) =>
      stackSets.listStackInstances(engine, input),
    DeleteStackInstances: (input: DeleteStackInstancesCommandInput) =>
      stackSets.deleteStackInstances(engine, input),
    DescribeStackSetOperation: (input: DescribeStackSetOperationCommandInput) =>
      stackSets.describeStackSetOperation(engine, input),
    DeleteStackSet: (input: DeleteStackSetCommandInput) => stackSets.deleteStackSet(engine, input),
  });
}
