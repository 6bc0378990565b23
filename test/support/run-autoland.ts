import { spawnSync } from 'node:child_process';
import path from 'node:path';

const BIN = path.resolve(import.meta.dirname, '../../bin/autoland');

/** Runs the command as a user does, in a process of its own. */
export function runAutoland(folder: string, words: readonly string[]) {
  const { status, stdout, stderr } = spawnSync('node', [BIN, ...words], {
    cwd: folder,
    encoding: 'utf8',
  });
  return { status, out: stdout, err: stderr };
}
