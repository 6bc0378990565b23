import { emptyRepository } from '../aws/ecr.js';
import { detail, patchDeployment } from '../deployments/deployments.js';
import { note } from '../deployments/timeline.js';
import type { Deployment } from '../ledger/deployments.js';
import { now } from '../runtime/ambient.js';
import { deleteRecords } from './copilot-records.js';
import { listStacks } from './list-stacks.js';
import { findStacksOf } from './live-stacks.js';
import type { CleanUp } from './plan-environment.js';

/** What goes when the stacks are gone: images that nobody runs any more, and Copilot's records. */
export async function cleanUp(deployment: Deployment, epoch: number): Promise<void> {
  const { deploymentId } = deployment;
  const planned = detail<CleanUp>(deployment, 'cleanUp') ?? { repositories: [], records: [] };
  const kept = await emptyRepositories(deployment, planned.repositories);
  await deleteRecords(planned.records);
  await patchDeployment(deploymentId, epoch, { cleaned: { at: now(), kept } });
}

/** A workload may have come back in another environment since the plan was made: then its images stay. */
async function emptyRepositories(
  { application, deploymentId }: Deployment,
  repositories: readonly string[],
): Promise<readonly string[]> {
  if (repositories.length === 0) return [];
  const live = await findStacksOf(await listStacks(), application);
  const kept: string[] = [];
  for (const repository of repositories) {
    const isLive = live.some(
      ({ kind, name }) => kind === 'workload' && `${application}/${name}` === repository,
    );
    const { deleted, left } = isLive ? { deleted: 0, left: 0 } : await emptyRepository(repository);
    if (left > 0) kept.push(`${left} images of ${repository}`);
    if (deleted > 0)
      await note(deploymentId, {
        kind: 'images-deleted',
        id: repository,
        message: `deleted ${deleted} images of ${repository}`,
      });
  }
  return kept;
}
