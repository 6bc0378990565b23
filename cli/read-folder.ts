import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AutolandError } from '../core/errors.js';
import { listLocalPaths } from '../core/workspace/list-local-paths.js';
import { readWorkspace } from '../core/workspace/read-workspace.js';
import type { WorkspaceFiles } from '../core/workspace/workspace.js';
import { FileReader } from './file-reader.js';

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

/**
 * Reads a workspace from disk: `copilot/`, and the files and folders that its manifests and addons name. The rest of a
 * repository is nothing to a deployment, and may be large or secret. A folder without `copilot/` is read whole: it may
 * be the `copilot` folder itself.
 */
export async function readFolder(root: string): Promise<WorkspaceFiles> {
  if (!(await isFolder(root))) {
    throw new AutolandError('WorkspaceInvalid', `${root} is not a folder`, {
      instructions: ['give the folder that holds copilot/'],
    });
  }
  const reader = new FileReader(root);
  if (!(await isFolder(join(root, 'copilot')))) {
    await reader.read('', 'own');
    return reader.files;
  }
  await reader.read('copilot', 'own');
  const { workspace } = readWorkspace(reader.files);
  for (const path of listLocalPaths(workspace)) await reader.readNamed(path);
  return reader.files;
}
