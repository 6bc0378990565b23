import { readFile, stat } from 'node:fs/promises';
import { AutolandError } from '../core/errors.js';
import type { Facts } from '../core/facts/facts.js';
import { parseFacts } from '../core/facts/parse-facts.js';
import { formatIssue, type Issue } from '../core/issues.js';
import { DEFAULT_UNZIP_LIMITS, unzipWorkspace } from '../core/workspace/unzip-workspace.js';
import type { WorkspaceFiles } from '../core/workspace/workspace.js';
import { readFolder } from './read-folder.js';

export type FilesRead =
  | { readonly ok: true; readonly files: WorkspaceFiles }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/** The files of a workspace: a folder, or a zip of one. */
export async function readWorkspaceFiles(path: string): Promise<FilesRead> {
  const found = await stat(path).catch(() => undefined);
  if (!found) {
    return {
      ok: false,
      issues: [
        {
          severity: 'error',
          file: path,
          message: 'there is no such folder or zip',
          hint: 'name the folder that holds copilot/ with --workspace',
        },
      ],
    };
  }
  if (found.isFile()) return unzipWorkspace(await readFile(path), DEFAULT_UNZIP_LIMITS, path);
  return { ok: true, files: await readFolder(path) };
}

/** Facts from a JSON file; throws `InputInvalid` with every mistake of the file. Unknown keys are told, and no mistake. */
export async function readFacts(path: string | undefined): Promise<Partial<Facts>> {
  if (path === undefined) return {};
  const parsed = parseFacts(await readText(path), path);
  if (!parsed.ok) {
    throw new AutolandError('InputInvalid', `the facts do not fit`, {
      instructions: [...parsed.issues.map(formatIssue), 'every fact: docs/facts.md'],
    });
  }
  for (const issue of parsed.issues) console.error(formatIssue(issue));
  return parsed.facts;
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new AutolandError(
      'InputInvalid',
      `facts file ${path} cannot be read: ${(error as Error).message}`,
    );
  }
}
