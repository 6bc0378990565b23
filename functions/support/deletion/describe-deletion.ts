import type { GoingStack, Obstacle } from '../../../core/deletion/deletion-plan.js';
import { DeletionRequest, describeTarget } from '../../../core/deletion/deletion-request.js';
import { describeCommand } from '../../../core/deletion/describe-command.js';
import type { LostData, Staying } from '../../../core/deletion/find-leftovers.js';
import { detail } from '../deployments/deployments.js';
import type { Deployment } from '../ledger/deployments.js';

/** What a deletion is about, for its document. Lists are empty until it is planned. */
export function describeDeletion(deployment: Deployment) {
  const request = DeletionRequest.parse(deployment.request);
  return {
    target: describeTarget(request.target, deployment),
    /** Goes on with it, should it not come to its end. */
    command: describeCommand(request, deployment),
    partOf: request.partOf ?? null,
    /** Deletions of the environments of an application. */
    parts:
      detail<readonly { environment: string; deploymentId: string }[]>(
        deployment,
        'environments',
      ) ?? [],
    goes: detail<readonly GoingStack[]>(deployment, 'goes') ?? [],
    stays: detail<readonly Staying[]>(deployment, 'stays') ?? [],
    data: detail<readonly LostData[]>(deployment, 'data') ?? [],
    obstacles: detail<readonly Obstacle[]>(deployment, 'obstacles') ?? [],
  };
}
