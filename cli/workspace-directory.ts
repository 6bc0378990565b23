import { access } from 'node:fs/promises';
import path from 'node:path';
import { AutolandError } from '../core/errors.js';
import { readWorkspace } from '../core/workspace/read-workspace.js';
import type { Workspace } from '../core/workspace/workspace.js';
import { readFolder } from './read-folder.js';

/** A workspace on disk: what commands need that write into it. */
export type WorkspaceDirectory = {
  /** The folder that holds `copilot/`. */
  readonly root: string;
  readonly workspace: Workspace;
  /** Whether environments are managed here: there is a `copilot/environments` folder, even an empty one. */
  readonly hasEnvironments: boolean;
};

/** As far up as Copilot looks for `copilot/`. */
const MAX_LEVELS = 5;

/** Finds the workspace that a folder is in, and reads its `copilot/` folder. */
export async function openWorkspace(folder: string): Promise<WorkspaceDirectory> {
  const root = await findRoot(path.resolve(folder));
  const files = await readFolder(path.join(root, 'copilot'));
  const { workspace } = readWorkspace(
    new Map([...files].map(([name, content]) => [`copilot/${name}`, content])),
  );
  const hasEnvironments = await exists(path.join(root, 'copilot/environments'));
  return { root, workspace, hasEnvironments };
}

async function findRoot(folder: string): Promise<string> {
  let current = folder;
  for (let level = 0; level <= MAX_LEVELS; level += 1) {
    if (await exists(path.join(current, 'copilot'))) return current;
    current = path.dirname(current);
  }
  throw new AutolandError(
    'WorkspaceInvalid',
    `there is no copilot folder in ${folder} or above it`,
    {
      instructions: ['change to a folder of the workspace, or give it with --workspace'],
    },
  );
}

async function exists(place: string): Promise<boolean> {
  return access(place).then(
    () => true,
    () => false,
  );
}
