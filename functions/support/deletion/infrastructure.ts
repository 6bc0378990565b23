import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { clientToken } from '../../../core/deployment/client-token.js';
import { AutolandError } from '../../../core/errors.js';
import {
  cloudFormation,
  isMissing,
  listStackResources,
  type StackResourceView,
} from '../aws/cloudformation.js';
import { emptyRepository } from '../aws/ecr.js';
import { detail, patchDeployment } from '../deployments/deployments.js';
import { note } from '../deployments/timeline.js';
import type { Deployment } from '../ledger/deployments.js';
import { isClosed, perRegion } from '../places/own-regions.js';
import { home } from '../places/whereabouts.js';
import { emptyBucket } from './empty-bucket.js';
import {
  deleteStackInstances,
  deleteStackSet,
  findOperationStatus,
  listStackInstances,
  type StackInstance,
} from './stack-sets.js';

/** How it ended, as the deletion's details keep it. */
export type DeletedInfrastructure =
  | { readonly kind: 'gone' }
  | { readonly kind: 'failed'; readonly reason: string };

export type InfrastructureEnd = Pick<DeletedInfrastructure, 'kind'>;

/**
 * What the environments shared: bucket and repositories are emptied, which CloudFormation does not do; then the stacks of
 * the StackSet go, and the set itself. Throws `StackBusy` while CloudFormation is at it: to be called again. A plain
 * stack is only emptied: it goes as a step.
 */
export async function deleteInfrastructure(
  deployment: Deployment,
  epoch: number,
): Promise<InfrastructureEnd> {
  const { application, deploymentId } = deployment;
  const name = detail<string | null>(deployment, 'stackSet') ?? null;
  if (name === null) {
    await emptyStack(deploymentId, `${application}-infrastructure`, home().region);
    return { kind: 'gone' };
  }
  const operationId = clientToken(deploymentId, epoch, 'infrastructure');
  switch (await findOperationStatus(name, operationId)) {
    case undefined:
      return startDeletion(deployment, epoch, { name, operationId });
    case 'SUCCEEDED':
      return deleteEmptySet(deployment, epoch, name);
    case 'FAILED':
    case 'STOPPED': {
      const reason = describeInstances(await listStackInstances(name));
      await patchDeployment(deploymentId, epoch, { infrastructure: { kind: 'failed', reason } });
      return { kind: 'failed' };
    }
    default:
      throw busy(name);
  }
}

async function deleteEmptySet(
  { deploymentId }: Deployment,
  epoch: number,
  name: string,
): Promise<InfrastructureEnd> {
  await deleteStackSet(name);
  await patchDeployment(deploymentId, epoch, { infrastructure: { kind: 'gone' } });
  return { kind: 'gone' };
}

async function startDeletion(
  deployment: Deployment,
  epoch: number,
  { name, operationId }: { readonly name: string; readonly operationId: string },
): Promise<InfrastructureEnd> {
  const { deploymentId } = deployment;
  const instances = await listStackInstances(name);
  if (instances.length === 0) return deleteEmptySet(deployment, epoch, name);
  for (const { account, region, stackId } of instances)
    if (account === home().account && stackId) await emptyThere(deploymentId, stackId, region);
  if (await deleteStackInstances(name, instances, operationId))
    await note(deploymentId, {
      kind: 'infrastructure',
      message: `deletes ${instances.length} stacks of StackSet ${name}`,
    });
  throw busy(name);
}

function busy(name: string): AutolandError {
  return new AutolandError('StackBusy', `StackSet ${name} is still being changed`);
}

function describeInstances(instances: readonly StackInstance[]): string {
  return instances
    .map(({ account, region, reason }) => `${account}/${region}: ${reason ?? 'still there'}`)
    .join('; ');
}

/** Where a region is closed, CloudFormation says in the end what is still there. */
async function emptyThere(deploymentId: string, stackId: string, region: string): Promise<void> {
  try {
    await emptyStack(deploymentId, stackId, region);
  } catch (error) {
    if (!isClosed(region, error)) throw error;
    await note(deploymentId, {
      kind: 'region-closed',
      id: region,
      message: `could not empty what is in ${region}: ${String(error)}`,
    });
  }
}

const cloudFormationIn = perRegion(
  cloudFormation.home,
  (config) => new CloudFormationClient(config),
);

/** Buckets and repositories of the stack; CloudFormation deletes neither while there is something in them. */
async function emptyStack(deploymentId: string, nameOrId: string, region: string): Promise<void> {
  const resources = await findResources(nameOrId, region);
  const named = (type: string): readonly string[] =>
    resources
      .filter((one) => one.type === type && one.status !== 'DELETE_COMPLETE' && one.physicalId)
      .map(({ physicalId }) => physicalId);
  for (const bucket of named('AWS::S3::Bucket')) await emptyBucket(bucket, region);
  for (const repository of named('AWS::ECR::Repository')) await emptyRepository(repository, region);
  const there = region === home().region ? '' : ` in ${region}`;
  await note(deploymentId, {
    kind: 'infrastructure-emptied',
    ...(there ? { id: region } : {}),
    message: `emptied the artifact bucket and the image repositories of ${nameOrId.split('/')[1] ?? nameOrId}${there}`,
  });
}

async function findResources(
  nameOrId: string,
  region: string,
): Promise<readonly StackResourceView[]> {
  try {
    return await listStackResources(nameOrId, cloudFormationIn(region));
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}
