import type { DeletionRequest } from '../../../core/deletion/deletion-request.js';
import { AutolandError } from '../../../core/errors.js';
import { keyOfSameRequest } from '../deployments/same-request.js';
import { startExecutionOf } from '../deployments/start-execution.js';
import { note } from '../deployments/timeline.js';
import type { Deployment } from '../ledger/deployments.js';
import type { EnvironmentKey } from '../ledger/leases.js';
import { createDeletion, hashDeletion } from './create-deletion.js';
import { type DeletionPreview, previewDeletion } from './preview.js';

export type AcceptedDeletion = {
  readonly deployment: Deployment;
  readonly isNew: boolean;
  readonly plan: DeletionPreview;
};

/**
 * Accepts a deletion when nothing is in its way now, and starts it; it looks again when it has the environment. The same
 * idempotency key, or the same request while one is under way, gives the same deletion.
 */
export async function acceptDeletion(
  key: EnvironmentKey,
  request: DeletionRequest,
  caller: { readonly idempotencyKey: string | undefined; readonly requestedBy: string | undefined },
): Promise<AcceptedDeletion> {
  const plan = await previewDeletion(key, request);
  const { application, environment } = key;
  const requestHash = hashDeletion(key, request);
  const outcome = await createDeletion(
    key,
    request,
    caller.idempotencyKey
      ? `key/${caller.idempotencyKey}`
      : await keyOfSameRequest(application, environment, requestHash),
    caller.requestedBy,
  );
  if (outcome.kind === 'conflict') {
    throw new AutolandError(
      'Conflict',
      `the Idempotency-Key was used for another request (deployment ${outcome.deploymentId})`,
      { instructions: ['use a new key for a new request'] },
    );
  }
  const { deployment } = outcome;
  const { deploymentId } = deployment;
  if (outcome.kind === 'created')
    await note(deploymentId, { kind: 'accepted', message: `deletion of ${plan.target} accepted` });
  if (deployment.verdict === null) await startExecutionOf(deployment);
  return { deployment, isNew: outcome.kind === 'created', plan };
}
