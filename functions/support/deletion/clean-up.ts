import { emptyRepository } from '../aws/ecr.js';
import { detail, patchDeployment } from '../deployments/deployments.js';
import { note } from '../deployments/timeline.js';
import type { Deployment } from '../ledger/deployments.js';
import { isClosed } from '../places/own-regions.js';
import { home } from '../places/whereabouts.js';
import { now } from '../runtime/ambient.js';
import { deleteRecords } from './copilot-records.js';
import { listStacks } from './list-stacks.js';
import { findStacksOf } from './live-stacks.js';
import type { CleanUp } from './plan-environment.js';
import { listOwnRegions } from './stack-sets.js';

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
  const idle = repositories.filter(
    (repository) =>
      !live.some(
        ({ kind, name }) => kind === 'workload' && `${application}/${name}` === repository,
      ),
  );
  const kept: string[] = [];
  for (const region of await listOwnRegions(application)) {
    const there = region === home().region ? '' : ` in ${region}`;
    for (const repository of idle) {
      const left = await emptyThere(deploymentId, repository, region);
      if (left > 0) kept.push(`${left} images of ${repository}${there}`);
    }
  }
  return kept;
}

/** How many images could not be deleted. In a region that is closed nobody knows of any: told, and nothing is held up by it. */
async function emptyThere(
  deploymentId: string,
  repository: string,
  region: string,
): Promise<number> {
  const name = region === home().region ? repository : `${repository} in ${region}`;
  const tell = (kind: string, message: string): Promise<unknown> =>
    note(deploymentId, { kind, id: name, message });
  try {
    const { deleted, left } = await emptyRepository(repository, region);
    if (deleted > 0) await tell('images-deleted', `deleted ${deleted} images of ${name}`);
    return left;
  } catch (error) {
    if (!isClosed(region, error)) throw error;
    await tell('region-closed', `could not delete the images of ${name}: ${String(error)}`);
    return 0;
  }
}
