import {
  CancelUpdateStackCommand,
  CloudFormationClient,
  ContinueUpdateRollbackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
  ListStackResourcesCommand,
  type Stack,
} from '@aws-sdk/client-cloudformation';

import { AutolandError } from '../../../core/errors.js';
import type { StepResult } from '../../../core/rollback/step-result.js';
import { placed } from '../places/placed-client.js';

/** CloudFormation throttles early, and per account: others of ours and of yours ask it too. */
const MOST_ATTEMPTS = 6;

export const cloudFormation = placed(
  (config) => new CloudFormationClient({ ...config, maxAttempts: MOST_ATTEMPTS }),
);

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
  /** DeleteStack is refused while somebody has this on. */
  readonly isTerminationProtected: boolean;
  /** What CloudFormation acts with; without it, with the rights of whoever calls. */
  readonly roleArn: string | undefined;
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
    isTerminationProtected: stack.EnableTerminationProtection ?? false,
    roleArn: stack.RoleARN,
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

/** The words with which CloudFormation says that there is no such stack. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && /does not exist/.test(error.message);
}

/**
 * What bears this token was asked for before, by us: nobody else has our tokens. CloudFormation takes most repeated calls
 * for the first one; the errors of these operations name TokenAlreadyExistsException for the others.
 */
export async function unlessRepeated(call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof Error && error.name === 'TokenAlreadyExistsException')) throw error;
  }
}

export async function deleteStack(stackId: string, token: string): Promise<void> {
  await unlessRepeated(
    cloudFormation.send(new DeleteStackCommand({ StackName: stackId, ClientRequestToken: token })),
  );
}

/**
 * Deletes the stack; gives how the step ends where CloudFormation does not even begin. `StackBusy`: somebody else began an
 * operation since the stack was looked at.
 */
export async function deleteOrRefuse(
  { stackId, stackName }: StackView,
  token: string,
): Promise<StepResult | undefined> {
  try {
    await deleteStack(stackId, token);
    return undefined;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (/cannot be deleted while in status/.test(error.message))
      throw new AutolandError('StackBusy', error.message, { cause: error });
    if (!/TerminationProtection/.test(error.message)) throw error;
    const off = `aws cloudformation update-termination-protection --no-enable-termination-protection --stack-name ${stackName}`;
    return { kind: 'not-changed', reason: error.message, instructions: [off, 'then do it again'] };
  }
}

/** Has the stack go back; nothing where its update has ended, or goes back already, since it was looked at. */
export async function cancelUpdate(stackName: string, token: string): Promise<void> {
  try {
    await unlessRepeated(
      cloudFormation.send(
        new CancelUpdateStackCommand({ StackName: stackName, ClientRequestToken: token }),
      ),
    );
  } catch (error) {
    if (!(error instanceof Error && /from current stack status/.test(error.message))) throw error;
  }
}

/** Goes on with a rollback that failed, leaving out what cannot be rolled back. */
export async function continueRollback(
  stackName: string,
  skip: readonly string[],
  token: string,
): Promise<void> {
  await unlessRepeated(
    cloudFormation.send(
      new ContinueUpdateRollbackCommand({
        StackName: stackName,
        ClientRequestToken: token,
        ...(skip.length > 0 ? { ResourcesToSkip: [...skip] } : {}),
      }),
    ),
  );
}

/** The template that is deployed, as text. */
export async function getTemplateText(stackName: string): Promise<string> {
  const { TemplateBody } = await cloudFormation.send(
    new GetTemplateCommand({ StackName: stackName, TemplateStage: 'Original' }),
  );
  return TemplateBody ?? '';
}

/** A resource of a stack by logical id. */
export type StackResourceView = {
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
  readonly status: string;
};

/** All resources of the stack. */
export async function listStackResources(
  stackName: string,
  client: Pick<CloudFormationClient, 'send'> = cloudFormation,
): Promise<readonly StackResourceView[]> {
  const found: StackResourceView[] = [];
  let next: string | undefined;
  do {
    const page = await client.send(
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
