import { isMap, parseDocument } from 'yaml';
import type { Workspace, WorkspaceFiles } from '../../core/workspace/workspace.js';

/** Set in the release before, so that deploying the workspace over it changes something. */
const MARK = 'REHEARSED_RELEASE';

/**
 * The workspace as it was one release ago. Workloads that are built differ by their image; one that names its image
 * would be unchanged, so its earlier self gets one variable more. Static sites have no variables and stay as they are.
 */
export function makePreviousFiles(
  files: WorkspaceFiles,
  workspace: Workspace,
  isBuilt: (workload: string) => boolean,
): WorkspaceFiles {
  const previous = new Map(files);
  for (const { name, type, file, text } of workspace.workloads) {
    if (isBuilt(name) || type === 'Static Site') continue;
    const path = [...files.keys()].find((one) => one === file || one.endsWith(`/${file}`));
    const changed = path && withMark(text);
    if (path && changed) previous.set(path, new TextEncoder().encode(changed));
  }
  return previous;
}

function withMark(text: string): string | undefined {
  const document = parseDocument(text);
  if (document.errors.length > 0 || !isMap(document.contents)) return undefined;
  document.setIn(['variables', MARK], 'previous');
  return document.toString();
}
