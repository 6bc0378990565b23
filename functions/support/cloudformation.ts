import {
  CancelUpdateStackCommand,
  type Change,
  CloudFormationClient,
  CreateChangeSetCommand,
  DeleteChangeSetCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  type DescribeChangeSetCommandOutput,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  GetTemplateCommand,
  ListStackResourcesCommand,
  type StackEvent as SdkStackEvent,
  type Stack,
} from '@aws-sdk/client-cloudformation';
import type { ChangeSetChange, ChangeSetDescription } from '../../core/stack/change-set.js';
import type { StackEvent } from '../../core/stack/stack-event.js';

export const cloudFormation = new CloudFormationClient({});

/** A stack as far as Autoland needs it; SDK types stop here. */
export type StackView = {
  readonly stackId: string;
  readonly stackName: string;
  readonly status: string;
  readonly statusReason: string | undefined;
  /** The change set that was executed last. */
  readonly changeSetId: string | undefined;
  /** Milliseconds since the epoch of the last operation's start. */
  readonly lastUpdatedAt: number | undefined;
  readonly parameters: { readonly [name: string]: string };
  readonly outputs: { readonly [name: string]: string };
  readonly tags: { readonly [name: string]: string };
};

function toStackView(stack: Stack): StackView {
  return {
    stackId: stack.StackId ?? '',
    stackName: stack.StackName ?? '',
    status: stack.StackStatus ?? '',
    statusReason: stack.StackStatusReason,
    changeSetId: stack.ChangeSetId,
    lastUpdatedAt: (stack.LastUpdatedTime ?? stack.CreationTime)?.getTime(),
    parameters: Object.fromEntries(
      (stack.Parameters ?? []).map((p) => [p.ParameterKey ?? '', p.ParameterValue ?? '']),
    ),
    outputs: Object.fromEntries(
      (stack.Outputs ?? []).map((o) => [o.OutputKey ?? '', o.OutputValue ?? '']),
    ),
    tags: Object.fromEntries((stack.Tags ?? []).map((t) => [t.Key ?? '', t.Value ?? ''])),
  };
}

/** The stack of this name or id; undefined when there is none (CloudFormation answers that with a ValidationError). */
export async function findStack(nameOrId: string): Promise<StackView | undefined> {
  try {
    const { Stacks } = await cloudFormation.send(
      new DescribeStacksCommand({ StackName: nameOrId }),
    );
    return Stacks?.[0] ? toStackView(Stacks[0]) : undefined;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && /does not exist/.test(error.message);
}

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
      Parameters: Object.entries(request.parameters).map(([ParameterKey, ParameterValue]) => ({
        ParameterKey,
        ParameterValue,
      })),
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
): Promise<{ readonly status: string } | undefined> {
  try {
    const { Status } = await cloudFormation.send(
      new DescribeChangeSetCommand({ StackName: stackName, ChangeSetName: name }),
    );
    return { status: Status ?? '' };
  } catch (error) {
    if (isMissing(error) || (error instanceof Error && error.name === 'ChangeSetNotFoundException'))
      return undefined;
    throw error;
  }
}

/** Starts the change. `token` appears in the stack's events, which proves that the operation is ours. */
export async function executeChangeSet(changeSetId: string, token: string): Promise<void> {
  await cloudFormation.send(
    new ExecuteChangeSetCommand({ ChangeSetName: changeSetId, ClientRequestToken: token }),
  );
}

export async function deleteChangeSet(changeSetId: string): Promise<void> {
  await cloudFormation.send(new DeleteChangeSetCommand({ ChangeSetName: changeSetId }));
}

export async function deleteStack(stackId: string, token: string): Promise<void> {
  await cloudFormation.send(
    new DeleteStackCommand({ StackName: stackId, ClientRequestToken: token }),
  );
}

export async function cancelUpdate(stackName: string, token: string): Promise<void> {
  await cloudFormation.send(
    new CancelUpdateStackCommand({ StackName: stackName, ClientRequestToken: token }),
  );
}

/** The template that is deployed, as text. */
export async function getTemplateText(stackName: string): Promise<string> {
  const { TemplateBody } = await cloudFormation.send(
    new GetTemplateCommand({ StackName: stackName, TemplateStage: 'Original' }),
  );
  return TemplateBody ?? '';
}

/** Events of the stack from `sinceMs` on, newest first as CloudFormation gives them; reading stops at the first older one. */
export async function listStackEvents(
  stackId: string,
  sinceMs: number,
): Promise<readonly StackEvent[]> {
  const found: StackEvent[] = [];
  let next: string | undefined;
  do {
    const page = await cloudFormation.send(
      new DescribeStackEventsCommand({ StackName: stackId, NextToken: next }),
    );
    const events = (page.StackEvents ?? []).map(toStackEvent);
    const recent = events.filter((event) => event.at >= sinceMs);
    found.push(...recent);
    next = recent.length === events.length ? page.NextToken : undefined;
  } while (next);
  return found;
}

function toStackEvent(event: SdkStackEvent): StackEvent {
  return {
    eventId: event.EventId ?? '',
    at: event.Timestamp?.getTime() ?? 0,
    stackId: event.StackId ?? '',
    logicalId: event.LogicalResourceId ?? '',
    physicalId: event.PhysicalResourceId ?? '',
    type: event.ResourceType ?? '',
    status: event.ResourceStatus ?? '',
    reason: event.ResourceStatusReason,
    token: event.ClientRequestToken,
  };
}

/** A resource of a stack by logical id. */
export type StackResourceView = {
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
  readonly status: string;
};

/** All resources of the stack. */
export async function listStackResources(stackName: string): Promise<readonly StackResourceView[]> {
  const found: StackResourceView[] = [];
  let next: string | undefined;
  do {
    const page = await cloudFormation.send(
      new ListStackResourcesCommand({ StackName: stackName, NextToken: next }),
    );
    for (const resource of page.StackResourceSummaries ?? []) {
      found.push({
        logicalId: resource.LogicalResourceId ?? '',
        physicalId: resource.PhysicalResourceId ?? '',
        type: resource.ResourceType ?? '',
        status: resource.ResourceStatus ?? '',
      });
    }
    next = page.NextToken;
  } while (next);
  return found;
}
