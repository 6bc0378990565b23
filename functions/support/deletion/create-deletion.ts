import type { DeletionRequest } from '../../../core/deletion/deletion-request.js';
import { canonicalJson, sha256 } from '../../../core/release/content-hash.js';
import { ledger } from '../ledger/current-ledger.js';
import type { CreateOutcome } from '../ledger/deployments.js';
import type { Json } from '../ledger/json.js';
import type { EnvironmentKey } from '../ledger/leases.js';
import { findPlaceToKeep } from '../places/of-environment.js';
import { newId, now } from '../runtime/ambient.js';

/** Tells one request from another. */
export function hashDeletion(key: EnvironmentKey, request: DeletionRequest): string {
  return sha256(canonicalJson({ ...key, delete: request }));
}

/** Writes the deletion into the ledger; once per key. */
export async function createDeletion(
  key: EnvironmentKey,
  request: DeletionRequest,
  idempotencyKey: string,
  requestedBy?: string,
): Promise<CreateOutcome> {
  return ledger().deployments.create(
    {
      deploymentId: newId('d'),
      application: key.application,
      environment: key.environment,
      kind: 'delete',
      requestHash: hashDeletion(key, request),
      createdAt: now(),
      request: toStoredRequest(request),
      ...(requestedBy ? { requestedBy } : {}),
      ...(await findPlaceToKeep(key)),
    },
    idempotencyKey,
  );
}

/** Plain JSON: keys without a value are left out. */
function toStoredRequest(request: DeletionRequest): Json {
  return JSON.parse(JSON.stringify(request)) as Json;
}
