import {
  type Change,
  CreateChangeSetCommand,
  DeleteChangeSetCommand,
  DescribeChangeSetCommand,
  type DescribeChangeSetCommandOutput,
  ExecuteChangeSetCommand,
  ListChangeSetsCommand,
  type Parameter,
} from '@aws-sdk/client-cloudformation';
import { AutolandError } from '../../../core/errors.js';
import type { ChangeSetChange, ChangeSetDescription } from '../../../core/stack/change-set.js';
import { isNoChange } from '../../../core/stack/describe-change-set.js';
import { cloudFormation, isMissing, unlessRepeated } from './cloudformation.js';

export type ChangeSetRequest = {
  readonly stackName: string;
  readonly type: 'CREATE' | 'UPDATE';
  readonly templateUrl: string;
  readonly parameters: { readonly [name: string]: string };
  readonly tags: { readonly [name: string]: string };
  /** Makes a repeated call the same call; also the change set's name. Letters, digits and hyphens, at most 128. */
  readonly token: string;
  /** ARNs of alarms that roll the whole stack back while it changes. All of them must exist. */
  readonly rollbackAlarms: readonly { readonly arn: string; readonly composite: boolean }[];
  readonly executionRoleArn: string | undefined;
};

/** Creates the change set and returns its id. Safe to repeat with the same token. */
export async function createChangeSet(request: ChangeSetRequest): Promise<string> {
  const { Id } = await cloudFormation.send(
    new CreateChangeSetCommand({
      StackName: request.stackName,
      ChangeSetName: request.token,
      ClientToken: request.token,
      ChangeSetType: request.type,
      TemplateURL: request.templateUrl,
      Parameters: Object.entries(request.parameters).map(([name, value]) =>
        toParameter(request.type, name, value),
      ),
      Tags: Object.entries(request.tags).map(([Key, Value]) => ({ Key, Value })),
      Capabilities: ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM', 'CAPABILITY_AUTO_EXPAND'],
      IncludeNestedStacks: true,
      // An empty list clears the triggers of an earlier operation; without it they would stay (CloudFormation keeps them).
      RollbackConfiguration: {
        RollbackTriggers: request.rollbackAlarms.map(({ arn, composite }) => ({
          Arn: arn,
          Type: composite ? 'AWS::CloudWatch::CompositeAlarm' : 'AWS::CloudWatch::Alarm',
        })),
        MonitoringTimeInMinutes: 0,
      },
      ...(request.executionRoleArn ? { RoleARN: request.executionRoleArn } : {}),
    }),
  );
  return Id ?? request.token;
}

/** What CloudFormation shows of a NoEcho parameter. */
const HIDDEN = '****';

/** A hidden value was recorded off a live stack, which still knows it. */
function toParameter(type: ChangeSetRequest['type'], name: string, value: string): Parameter {
  return type === 'UPDATE' && value === HIDDEN
    ? { ParameterKey: name, UsePreviousValue: true }
    : { ParameterKey: name, ParameterValue: value };
}

/**
 * The change set with what changes inside its nested stacks, however deep: `AddonsStack/Orders`. CloudFormation makes a
 * change set for each of them (IncludeNestedStacks).
 */
export async function getOpenedChangeSet(changeSetId: string): Promise<OpenedChangeSet> {
  const description = await getChangeSet(changeSetId);
  const failed = await findFailedNested(description);
  if (failed) return failed;
  const inner = await Promise.all(
    description.changes.map(async ({ logicalId, nestedChangeSetId }) => {
      if (!nestedChangeSetId) return [];
      const { changes } = await getOpenedChangeSet(nestedChangeSetId);
      return changes.map((change) => ({
        ...change,
        logicalId: `${logicalId}/${change.logicalId}`,
      }));
    }),
  );
  return { ...description, changes: [...description.changes, ...inner.flat()] };
}

export type OpenedChangeSet = ChangeSetDescription & {
  /** The nested change set that failed, and this one with it: its events tell why. */
  readonly failedId?: string;
};

/** The reason of the outer change set names the nested one and no more. */
const FAILED_NESTED = /Nested change set (?<id>arn:\S+) was not successfully created/;

/** The change set as failed for the reason of the nested one that failed, however deep. */
async function findFailedNested({
  status,
  reason = '',
}: ChangeSetDescription): Promise<OpenedChangeSet | undefined> {
  const id = FAILED_NESTED.exec(reason)?.groups?.id;
  if (status !== 'FAILED' || id === undefined) return undefined;
  const nested = await getOpenedChangeSet(id);
  if (nested.status !== 'FAILED' || !nested.reason || isNoChange(nested.reason)) return undefined;
  // arn:…:changeSet/<name of the nested stack>…/<id>
  const name = id.split('/').at(-2) ?? id;
  return { ...nested, reason: `${name}: ${nested.reason}`, failedId: nested.failedId ?? id };
}

/** The change set with all pages of its changes. */
export async function getChangeSet(changeSetId: string): Promise<ChangeSetDescription> {
  const changes: Change[] = [];
  let page: DescribeChangeSetCommandOutput;
  let next: string | undefined;
  do {
    page = await cloudFormation.send(
      new DescribeChangeSetCommand({ ChangeSetName: changeSetId, NextToken: next }),
    );
    changes.push(...(page.Changes ?? []));
    next = page.NextToken;
  } while (next);
  return {
    status: page.Status ?? '',
    executionStatus: page.ExecutionStatus ?? '',
    reason: page.StatusReason,
    changes: changes.flatMap(toChange),
  };
}

function toChange({ ResourceChange: change }: Change): readonly ChangeSetChange[] {
  if (!change) return [];
  return [
    {
      action: change.Action ?? '',
      logicalId: change.LogicalResourceId ?? '',
      type: change.ResourceType ?? '',
      physicalId: change.PhysicalResourceId,
      replacement: change.Replacement,
      policyAction: change.PolicyAction,
      nestedChangeSetId: change.ChangeSetId,
      properties: [
        ...new Set(
          (change.Details ?? []).flatMap(({ Target: target }) =>
            target?.Attribute === 'Properties' && target.Name ? [target.Name] : [],
          ),
        ),
      ],
    },
  ];
}

/** The change set of this name on this stack; undefined when there is none. */
export async function findChangeSet(
  stackName: string,
  name: string,
): Promise<{ readonly id: string; readonly isExecuted: boolean } | undefined> {
  try {
    const { ChangeSetId, ExecutionStatus = '' } = await cloudFormation.send(
      new DescribeChangeSetCommand({ StackName: stackName, ChangeSetName: name }),
    );
    return { id: ChangeSetId ?? '', isExecuted: ExecutionStatus.startsWith('EXECUTE_') };
  } catch (error) {
    if (isMissing(error) || (error instanceof Error && error.name === 'ChangeSetNotFoundException'))
      return undefined;
    throw error;
  }
}

/** Was it made under this token? Change sets bear their token as name: `arn:…:changeSet/<name>/<id>`. */
export function isOwnChangeSet(changeSetId: string | undefined, token: string): boolean {
  return changeSetId?.includes(`:changeSet/${token}/`) ?? false;
}

/**
 * Starts the change. `token` appears in the stack's events, which proves that the operation is ours. `StackBusy`: somebody
 * else began an operation since the change set was looked at.
 */
export async function executeChangeSet(changeSetId: string, token: string): Promise<void> {
  try {
    await unlessRepeated(
      cloudFormation.send(
        new ExecuteChangeSetCommand({ ChangeSetName: changeSetId, ClientRequestToken: token }),
      ),
    );
  } catch (error) {
    if (
      !(error instanceof Error && /_IN_PROGRESS state and can not be updated/.test(error.message))
    )
      throw error;
    throw new AutolandError('StackBusy', error.message, { cause: error });
  }
}

export async function deleteChangeSet(changeSetId: string): Promise<void> {
  await cloudFormation.send(new DeleteChangeSetCommand({ ChangeSetName: changeSetId }));
}

/** Names of all change sets of the stack. */
export async function listChangeSetNames(stackId: string): Promise<readonly string[]> {
  const names: string[] = [];
  let next: string | undefined;
  do {
    const page = await cloudFormation.send(
      new ListChangeSetsCommand({ StackName: stackId, NextToken: next }),
    );
    names.push(...(page.Summaries ?? []).map(({ ChangeSetName = '' }) => ChangeSetName));
    next = page.NextToken;
  } while (next);
  return names;
}
