import type { DeploymentRequest } from '../../../core/deployment/request.js';
import { AutolandError } from '../../../core/errors.js';
import type { Issue } from '../../../core/issues.js';
import type { LeaseClaim } from '../../../core/lease/lease-table.js';
import { sortIssues } from '../../../core/workspace/sort-issues.js';
import { atEnvironment } from '../places/of-environment.js';
import { makeRelease } from './make-release.js';
import { readUploadedWorkspace } from './read-workspace.js';

export type WorkspaceCheck = {
  /** Named by the request, or by the workspace itself (`copilot/.workspace`); null where neither does. */
  readonly application: string | null;
  readonly issues: readonly Issue[];
  /** What its deployment needs of the environment; null where there are mistakes. */
  readonly claim: LeaseClaim | null;
};

/** Renders what the request asks for and keeps what is told of it; nothing is written. */
export async function checkWorkspace(request: DeploymentRequest): Promise<WorkspaceCheck> {
  const read = await readUploadedWorkspace(request.workspace);
  if (!read.ok) return { application: null, issues: read.issues, claim: null };
  const application = request.application ?? read.workspace.application ?? null;
  if (application === null) return { application, issues: read.issues, claim: null };
  const { environment } = request;
  try {
    const made = await atEnvironment({ application, environment }, () =>
      makeRelease(application, request, 'mistakes'),
    );
    return { application, issues: sortIssues(made.issues), claim: made.ok ? made.claim : null };
  } catch (error) {
    if (!(error instanceof AutolandError && error.name === 'OutOfReach')) throw error;
    return { application, issues: [toIssue(environment, error)], claim: null };
  }
}

const toIssue = (environment: string, { message, instructions }: AutolandError): Issue => ({
  severity: 'error',
  file: `copilot/environments/${environment}/manifest.yml`,
  message,
  hint: instructions.join('; '),
});
