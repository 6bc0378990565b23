import type { DeploymentRequest } from '../../../core/deployment/request.js';
import { AutolandError } from '../../../core/errors.js';
import { canonicalJson, sha256 } from '../../../core/release/content-hash.js';
import { ledger } from '../ledger/current-ledger.js';
import type { Deployment } from '../ledger/deployments.js';
import type { Json } from '../ledger/json.js';
import { findPlaceToKeep } from '../places/of-environment.js';
import { checkRequest } from '../release/ask-for-check.js';
import { newId, now } from '../runtime/ambient.js';
import { keyOfSameRequest } from './same-request.js';
import { startExecutionOf } from './start-execution.js';
import { note } from './timeline.js';

export type Accepted = { readonly deployment: Deployment; readonly isNew: boolean };

/**
 * Accepts a request: the workspace is checked as a whole first, then the deployment is written and its execution
 * started. The same idempotency key (or the same request while one is under way) gives the same deployment.
 */
export async function acceptDeployment(
  request: DeploymentRequest,
  idempotencyKey: string | undefined,
  requestedBy?: string,
): Promise<Accepted> {
  const { application, claim } = await checkRequest(request);
  const key = { application, environment: request.environment };
  const requestHash = sha256(canonicalJson({ application, request }));
  const outcome = await ledger().deployments.create(
    {
      deploymentId: newId('d'),
      application,
      environment: request.environment,
      kind: 'deploy',
      requestHash,
      createdAt: now(),
      request: toStoredRequest(request),
      ...(claim.scope === 'all' ? {} : { claim }),
      ...(requestedBy ? { requestedBy } : {}),
      ...(await findPlaceToKeep(key)),
    },
    idempotencyKey
      ? `key/${idempotencyKey}`
      : await keyOfSameRequest(application, request.environment, requestHash),
  );
  if (outcome.kind === 'conflict') {
    throw new AutolandError(
      'Conflict',
      `the Idempotency-Key was used for another request (deployment ${outcome.deploymentId})`,
      {
        instructions: ['use a new key for a new request'],
      },
    );
  }
  const { deployment } = outcome;
  if (outcome.kind === 'created')
    await note(deployment.deploymentId, { kind: 'accepted', message: 'request accepted' });
  // Also for one that exists: should the first caller have died before this line, this start is the one that counts.
  if (deployment.verdict === null) await startExecutionOf(deployment);
  return { deployment, isNew: outcome.kind === 'created' };
}

/** Plain JSON: keys without a value are left out. */
export function toStoredRequest(request: DeploymentRequest): Json {
  return JSON.parse(JSON.stringify(request)) as Json;
}
