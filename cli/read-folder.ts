import { readdir, stat } from 'node:fs/promises';
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

/** What operating systems and tools leave behind beside the one folder of an unpacked archive. */
const JUNK = /^(?:__MACOSX|\.DS_Store|Thumbs\.db|\.git)$/;
const COPILOT_NAMES = ['.workspace', 'environments', 'pipelines', 'pipeline.yml'];

/** Whether a folder is what others call `copilot`. */
async function isCopilotFolder(root: string, names: readonly string[]): Promise<boolean> {
  if (names.some((name) => COPILOT_NAMES.includes(name))) return true;
  for (const name of names) {
    const inside: readonly string[] = await readdir(join(root, name)).catch(() => []);
    if (inside.some((file) => /^manifest\.ya?ml$/.test(file))) return true;
  }
  return false;
}

/**
 * Reads a workspace from disk: `copilot/`, and the files and folders that its manifests and addons name. The rest of a
 * repository is nothing to a deployment, and may be large or secret. The root may be the `copilot` folder itself, or
 * have the workspace in its one and only folder; in any other there is nothing to read.
 */
export async function readFolder(root: string): Promise<WorkspaceFiles> {
  if (!(await isFolder(root))) {
    throw new AutolandError('WorkspaceInvalid', `${root} is not a folder`, {
      instructions: ['give the folder that holds copilot/'],
    });
  }
  const reader = new FileReader(root);
  if (await isFolder(join(root, 'copilot'))) {
    await reader.read('copilot', 'own');
    const { workspace } = readWorkspace(reader.files);
    for (const path of listLocalPaths(workspace)) await reader.readNamed(path);
    return reader.files;
  }
  const names = (await readdir(root)).filter((name) => !JUNK.test(name));
  const [only = ''] = names;
  if (names.length === 1 && (await isFolder(join(root, only, 'copilot')))) {
    return readFolder(join(root, only));
  }
  if (await isCopilotFolder(root, names)) await reader.read('', 'own');
  return reader.files;
}
