import type { DeploymentRequest } from '../../../core/deployment/request.js';
import { AutolandError } from '../../../core/errors.js';
import { hasErrors, type Issue } from '../../../core/issues.js';
import type { LeaseClaim } from '../../../core/lease/lease-table.js';
import { objectExists } from '../aws/artifacts.js';
import { invokeFunction } from '../aws/invoke-function.js';
import { ENV, requireEnv } from '../runtime/env.js';
import type { WorkspaceCheck } from './check-workspace.js';
import { workspaceKey } from './read-workspace.js';

/** A workspace with mistakes; all of them at once. */
class WorkspaceRejected extends AutolandError {
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

export type Checked = { readonly application: string; readonly claim: LeaseClaim };

/**
 * Has the workspace of a request checked as a whole, by a function that carries the renderer. Throws NotFound, WorkspaceInvalid (with every issue), or InputInvalid where nothing names the application.
 */
export async function checkRequest(request: DeploymentRequest): Promise<Checked> {
  if (!(await objectExists(workspaceKey(request.workspace)))) {
    throw new AutolandError('NotFound', `workspace ${request.workspace} was not uploaded`, {
      instructions: ['upload it: POST /v1/workspaces'],
    });
  }
  const { application, issues, claim } = await invokeFunction<WorkspaceCheck>(
    requireEnv(ENV.checkWorkspaceFunction),
    { request },
  );
  if (hasErrors(issues)) throw new WorkspaceRejected(issues);
  if (application !== null && claim !== null) return { application, claim };
  throw new AutolandError(
    'InputInvalid',
    'neither the request nor copilot/.workspace names the application',
    {
      instructions: ['add "application" to the request'],
    },
  );
}
