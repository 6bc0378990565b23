import type { Issue } from '../../../core/issues.js';
import { readWorkspace } from '../../../core/workspace/read-workspace.js';
import { unzipWorkspace } from '../../../core/workspace/unzip-workspace.js';
import type { Workspace } from '../../../core/workspace/workspace.js';
import { getObject } from '../aws/artifacts.js';

export type WorkspaceRead =
  | { readonly ok: true; readonly workspace: Workspace; readonly issues: readonly Issue[] }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/** Where an uploaded workspace lies. */
export const workspaceKey = (workspaceId: string): string => `workspaces/${workspaceId}.zip`;

/** Reads an uploaded workspace; whatever is wrong with the zip or the folder is an issue. */
export async function readUploadedWorkspace(workspaceId: string): Promise<WorkspaceRead> {
  const unzipped = unzipWorkspace(await getObject(workspaceKey(workspaceId)));
  if (!unzipped.ok) return unzipped;
  return { ok: true, ...readWorkspace(unzipped.files) };
}
