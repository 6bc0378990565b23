import { zipSync } from 'fflate';
import type { WorkspaceFiles } from './workspace.js';

/**
 * Packs a workspace; the same files give the same bytes. The date is the earliest that a zip can hold: fflate writes
 * local time, so it is made in local time to be the same everywhere.
 */
export function zipWorkspace(files: WorkspaceFiles): Uint8Array {
  const names = [...files.keys()].sort();
  const entries = names.map((name) => [name, files.get(name) ?? new Uint8Array()] as const);
  return zipSync(Object.fromEntries(entries), { mtime: new Date(1980, 0, 1), level: 6 });
}
