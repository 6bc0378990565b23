import { readFile, stat } from 'node:fs/promises';
import { AutolandError } from '../core/errors.js';
import { Facts } from '../core/facts/facts.js';
import type { Issue } from '../core/issues.js';
import { unzipWorkspace } from '../core/workspace/unzip-workspace.js';
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
  if (found.isFile()) return unzipWorkspace(await readFile(path));
  return { ok: true, files: await readFolder(path) };
}

/** Facts from a JSON file; throws `InputInvalid` that names every mistake of the file. */
export async function readFacts(path: string | undefined): Promise<Partial<Facts>> {
  if (path === undefined) return {};
  const parsed = Facts.safeParse(parseJson(path, await readText(path)));
  if (parsed.success) return parsed.data;
  const mistakes = parsed.error.issues.map(
    (issue) => `  ${issue.path.join('.') || '(file)'}: ${issue.message}`,
  );
  throw new AutolandError(
    'InputInvalid',
    `facts file ${path} does not fit:\n${mistakes.join('\n')}`,
  );
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

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AutolandError(
      'InputInvalid',
      `facts file ${path} is not JSON: ${(error as Error).message}`,
    );
  }
}
