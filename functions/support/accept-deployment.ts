import type { DeploymentRequest } from '../../core/deployment/request.js';
import { AutolandError } from '../../core/errors.js';
import { hasErrors, type Issue } from '../../core/issues.js';
import { canonicalJson, sha256 } from '../../core/release/content-hash.js';
import { newId, now } from './ambient.js';
import { objectExists } from './artifacts.js';
import { ledger } from './current-ledger.js';
import type { Deployment } from './ledger/deployments.js';
import type { Json } from './ledger/json.js';
import { makeRelease } from './make-release.js';
import { findPlaceToKeep } from './places/of-environment.js';
import { readUploadedWorkspace, workspaceKey } from './read-workspace.js';
import { keyOfSameRequest } from './same-request.js';
import { startExecutionOf } from './start-execution.js';
import { note } from './timeline.js';

/** A workspace with mistakes; all of them at once. */
export class WorkspaceRejected extends AutolandError {
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[]) {
    const errors = issues.filter((issue) => issue.severity === 'error').length;
    super(
      'WorkspaceInvalid',
      `the workspace has ${errors === 1 ? 'a mistake' : `${errors} mistakes`}; nothing has been changed`,
    );
    this.issues = issues;
  }
}

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
  const application = await getApplication(request);
  const key = { application, environment: request.environment };
  const made = await makeRelease(application, request, 'mistakes');
  if (!made.ok) throw new WorkspaceRejected(made.issues);
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
      ...(made.claim.scope === 'all' ? {} : { claim: made.claim }),
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

/** Named by the request, or by the workspace itself (`copilot/.workspace`). */
export async function getApplication(request: DeploymentRequest): Promise<string> {
  if (!(await objectExists(workspaceKey(request.workspace)))) {
    throw new AutolandError('NotFound', `workspace ${request.workspace} was not uploaded`, {
      instructions: ['upload it: POST /v1/workspaces'],
    });
  }
  const read = await readUploadedWorkspace(request.workspace);
  if (!read.ok || hasErrors(read.issues)) throw new WorkspaceRejected(read.issues);
  const application = request.application ?? read.workspace.application;
  if (application) return application;
  throw new AutolandError(
    'InputInvalid',
    'neither the request nor copilot/.workspace names the application',
    {
      instructions: ['add "application" to the request'],
    },
  );
}

/** Plain JSON: keys without a value are left out. */
export function toStoredRequest(request: DeploymentRequest): Json {
  return JSON.parse(JSON.stringify(request)) as Json;
}
