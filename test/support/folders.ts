import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { WorkspaceFiles } from '../../core/workspace/workspace.js';

/** Files of a folder on disk as a workspace. */
export function readFolder(folder: string): WorkspaceFiles {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    files.map((file) => [
      relative(folder, file).replaceAll('\\', '/'),
      new Uint8Array(readFileSync(file)),
    ]),
  );
}
