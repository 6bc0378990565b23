import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AutolandError } from '../core/errors.js';
import type { WorkspaceFiles } from '../core/workspace/workspace.js';

/** Folders that no deployment reads. */
const SKIPPED: ReadonlySet<string> = new Set(['node_modules', '.git', '.autoland', 'cdk.out']);

/** The same limits as for an uploaded workspace, so that what can be packaged here can be deployed there. */
const MAX_FILES = 10_000;
const MAX_FILE_BYTES = 25_000_000;
const MAX_TOTAL_BYTES = 100_000_000;

type Listing = { readonly folders: readonly string[]; readonly files: readonly string[] };

function refuse(message: string, hint: string): never {
  throw new AutolandError('WorkspaceInvalid', message, { instructions: [hint] });
}

/** What lies directly in one folder. Links are not followed: they may lead out of the workspace. */
async function listFolder(root: string, folder: string): Promise<Listing> {
  const entries = await readdir(join(root, folder), { withFileTypes: true });
  const pathOf = ({ name }: { readonly name: string }) =>
    folder === '' ? name : `${folder}/${name}`;
  return {
    folders: entries.filter((entry) => entry.isDirectory() && !SKIPPED.has(entry.name)).map(pathOf),
    files: entries.filter((entry) => entry.isFile()).map(pathOf),
  };
}

/** Files below a folder by their path relative to it, sorted. */
async function listFiles(root: string): Promise<readonly string[]> {
  const found: string[] = [];
  const pending = [''];
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    const { folders, files } = await listFolder(root, folder);
    pending.push(...folders);
    found.push(...files);
    if (found.length > MAX_FILES) {
      refuse(`${root} holds more than ${MAX_FILES} files`, 'give the folder that holds copilot/');
    }
  }
  return found.sort();
}

/** Reads a workspace from disk, `node_modules` and `.git` left out; a file that is too large is left out too. */
export async function readFolder(root: string): Promise<WorkspaceFiles> {
  const info = await stat(root).catch(() => undefined);
  if (!info?.isDirectory())
    refuse(`${root} is not a folder`, 'give the folder that holds copilot/');
  const files = new Map<string, Uint8Array>();
  let total = 0;
  for (const path of await listFiles(root)) {
    const bytes = (await stat(join(root, path))).size;
    if (bytes > MAX_FILE_BYTES) continue;
    total += bytes;
    if (total > MAX_TOTAL_BYTES) {
      refuse(`${root} holds more than ${MAX_TOTAL_BYTES} bytes`, 'leave out what is not deployed');
    }
    files.set(path, await readFile(join(root, path)));
  }
  return files;
}
