/** What the account keeps of stacks. Records are never changed in place: a new one takes the place of the old. */
import type { Resource, Template } from '../../../core/template/cloudformation.js';
import type { ChangeSetRecord } from './change-sets/change-set-record.js';
import type { Resolved } from './intrinsic-functions.js';
import type { Run } from './run/run.js';
import type { StackSetStore } from './stack-set-records.js';

export type Properties = { readonly [name: string]: Resolved };
export type Tags = { readonly [key: string]: string };

export type ResourceRecord = {
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId: string;
  readonly status: string;
  readonly reason: string | undefined;
  readonly updatedAt: Date;
  readonly definition: Resource;
  readonly properties: Properties;
  /** The stack's tags that went with it. */
  readonly tags: Tags;
  readonly attributes: Properties;
};

export type RollbackConfiguration = {
  readonly RollbackTriggers?:
    | readonly { readonly Arn?: string | undefined; readonly Type?: string | undefined }[]
    | undefined;
  readonly MonitoringTimeInMinutes?: number | undefined;
};

/** What an operation puts a stack to. */
export type StackConfiguration = {
  readonly template: Template;
  readonly templateText: string;
  /** Values in clear, as given or by default. */
  readonly parameters: { readonly [name: string]: string };
  /** Values of parameters that name an SSM parameter. */
  readonly resolvedParameters: { readonly [name: string]: string };
  readonly tags: Tags;
  readonly capabilities: readonly string[];
  readonly notificationArns: readonly string[];
  readonly roleArn: string | undefined;
  readonly rollbackConfiguration: RollbackConfiguration;
};

export type StackOutput = {
  readonly key: string;
  readonly value: string;
  readonly description: string | undefined;
  readonly exportName: string | undefined;
};

export type OperationType =
  | 'CREATE_STACK'
  | 'UPDATE_STACK'
  | 'DELETE_STACK'
  | 'ROLLBACK'
  | 'CONTINUE_ROLLBACK'
  | 'CREATE_CHANGESET';

export type Operation = {
  readonly id: string;
  readonly type: OperationType;
  readonly token: string | undefined;
  readonly startedAt: Date;
};

export type StackEventRecord = {
  readonly eventId: string;
  readonly at: Date;
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
  readonly status: string;
  readonly reason: string | undefined;
  readonly properties: Properties | undefined;
  readonly operation: Operation | undefined;
};

/** The stack itself is a mutable cell; everything it holds is replaced whole. */
export type StackRecord = {
  readonly id: string;
  readonly name: string;
  readonly parentId: string | undefined;
  readonly rootId: string;
  readonly rootName: string;
  readonly createdAt: Date;
  /** Undefined until the first operation: a shell left by a change set of type CREATE. */
  configuration: StackConfiguration | undefined;
  status: string;
  statusReason: string | undefined;
  updatedAt: Date | undefined;
  deletedAt: Date | undefined;
  changeSetId: string | undefined;
  hasTerminationProtection: boolean;
  resources: Map<string, ResourceRecord>;
  outputs: readonly StackOutput[];
  /** Names of exports that the stack uses; during an update those of both templates. */
  imports: ReadonlySet<string>;
  readonly events: StackEventRecord[];
  readonly operations: Operation[];
  /** The operation under way, or one that waits for ContinueUpdateRollback or for the parent stack. */
  run: Run | undefined;
  /** Template and parameters that once were complete: mishaps spare them. */
  readonly proven: Set<string>;
};

export type StackStore = {
  readonly byId: Map<string, StackRecord>;
  /** Live stacks only. */
  readonly idByName: Map<string, string>;
  readonly changeSets: Map<string, ChangeSetRecord>;
  readonly stackSets: StackSetStore;
};

export const createStackStore = (): StackStore => ({
  byId: new Map(),
  idByName: new Map(),
  changeSets: new Map(),
  stackSets: new Map(),
});

/** By name among the live ones, or by id among all, deleted ones too. */
export function findStack(store: StackStore, nameOrId: string): StackRecord | undefined {
  return store.byId.get(nameOrId) ?? store.byId.get(store.idByName.get(nameOrId) ?? '');
}

export const isDeleted = (stack: StackRecord): boolean => stack.status === 'DELETE_COMPLETE';

/** Text by which a configuration is known again. */
export const fingerprint = (configuration: StackConfiguration): string =>
  JSON.stringify([
    configuration.templateText,
    configuration.resolvedParameters,
    configuration.tags,
  ]);
