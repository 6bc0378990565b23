import type { WorkspaceFiles } from './workspace.js';

/** What operating systems leave behind in folders and zips. */
const JUNK = /(?:^|\/)(?:__MACOSX|\.DS_Store|Thumbs\.db|\.git)(?:\/|$)/;
/** Files by which a `copilot` folder is known from inside. */
const INSIDE_COPILOT =
  /^(?:\.workspace|[^/]+\/manifest\.ya?ml|environments\/[^/]+\/manifest\.ya?ml)$/;

/**
 * The files by their path from the folder that holds `copilot/`, also where the one single folder around it was
 * packed too, or where the root is the `copilot` folder itself. Undefined where there is none.
 */
export function findWorkspaceRoot(files: WorkspaceFiles): WorkspaceFiles | undefined {
  const own = new Map([...files].filter(([path]) => !JUNK.test(path)));
  return findRoot(own, true);
}

function findRoot(files: WorkspaceFiles, mayStrip: boolean): WorkspaceFiles | undefined {
  const paths = [...files.keys()];
  if (paths.some((path) => path.startsWith('copilot/'))) return files;
  const top = findSingleFolder(paths);
  if (mayStrip && top !== undefined && paths.some((path) => path.startsWith(`${top}copilot/`))) {
    return rename(files, (path) => path.slice(top.length));
  }
  if (paths.some((path) => INSIDE_COPILOT.test(path))) {
    return rename(files, (path) => `copilot/${path}`);
  }
  if (!mayStrip || top === undefined) return undefined;
  return findRoot(
    rename(files, (path) => path.slice(top.length)),
    false,
  );
}

function findSingleFolder(paths: readonly string[]): string | undefined {
  const tops = new Set(paths.map((path) => path.slice(0, path.indexOf('/') + 1)));
  const [top] = tops;
  return tops.size === 1 && top !== '' ? top : undefined;
}

function rename(files: WorkspaceFiles, change: (path: string) => string): WorkspaceFiles {
  return new Map([...files].map(([path, content]) => [change(path), content]));
}
