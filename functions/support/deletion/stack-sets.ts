import {
  DeleteStackInstancesCommand,
  DeleteStackSetCommand,
  DescribeStackSetCommand,
  DescribeStackSetOperationCommand,
  ListStackInstancesCommand,
} from '@aws-sdk/client-cloudformation';
import { cloudFormation } from '../aws/cloudformation.js';
import { home, inPlace } from '../places/whereabouts.js';

/** A stack that a StackSet keeps in an account and a region. */
export type StackInstance = {
  readonly account: string;
  readonly region: string;
  readonly stackId: string;
  readonly reason: string | undefined;
};

async function unlessMissing<T>(name: string, call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof Error && error.name === name) return undefined;
    throw error;
  }
}

/** The StackSet of this name; undefined when there is none. */
export async function findStackSet(name: string): Promise<{ readonly name: string } | undefined> {
  const found = await unlessMissing(
    'StackSetNotFoundException',
    cloudFormation.send(new DescribeStackSetCommand({ StackSetName: name })),
  );
  return found?.StackSet && found.StackSet.Status !== 'DELETED' ? { name } : undefined;
}

/** Regions of the installation's own account in which the application has repositories; the installation's own first. */
export async function listOwnRegions(application: string): Promise<readonly string[]> {
  const { account, region } = home();
  // The StackSet is where the application is, wherever the environment that is worked for may be.
  const instances = await inPlace(undefined, () =>
    unlessMissing('StackSetNotFoundException', listStackInstances(`${application}-infrastructure`)),
  );
  const own = (instances ?? []).filter((instance) => instance.account === account);
  return [...new Set([region, ...own.map((instance) => instance.region)])];
}

export async function listStackInstances(name: string): Promise<readonly StackInstance[]> {
  const found: StackInstance[] = [];
  let next: string | undefined;
  do {
    const page = await cloudFormation.send(
      new ListStackInstancesCommand({ StackSetName: name, NextToken: next }),
    );
    for (const { Account = '', Region = '', StackId = '', StatusReason } of page.Summaries ?? [])
      found.push({ account: Account, region: Region, stackId: StackId, reason: StatusReason });
    next = page.NextToken;
  } while (next);
  return found;
}

/** Begins to delete the stacks of the set; the same id again is the same operation. False: another operation is under way. */
export async function deleteStackInstances(
  name: string,
  instances: readonly StackInstance[],
  operationId: string,
): Promise<boolean> {
  try {
    await cloudFormation.send(
      new DeleteStackInstancesCommand({
        StackSetName: name,
        Accounts: [...new Set(instances.map(({ account }) => account))],
        Regions: [...new Set(instances.map(({ region }) => region))],
        RetainStacks: false,
        OperationId: operationId,
      }),
    );
    return true;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    // The first call has begun it, and its answer was lost.
    if (error.name === 'OperationIdAlreadyExistsException') return true;
    if (error.name === 'OperationInProgressException') return false;
    throw error;
  }
}

/** Status of an operation; undefined when it was never begun. */
export async function findOperationStatus(
  name: string,
  operationId: string,
): Promise<string | undefined> {
  const found = await unlessMissing(
    'OperationNotFoundException',
    cloudFormation.send(
      new DescribeStackSetOperationCommand({ StackSetName: name, OperationId: operationId }),
    ),
  );
  return found?.StackSetOperation?.Status;
}

/** Deletes the empty set; one that is gone already is no matter. */
export async function deleteStackSet(name: string): Promise<void> {
  await unlessMissing(
    'StackSetNotFoundException',
    cloudFormation.send(new DeleteStackSetCommand({ StackSetName: name })),
  );
}
