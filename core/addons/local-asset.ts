import { createHash } from 'node:crypto';
import { zipSync } from 'fflate';
import type { WorkspaceFiles } from '../workspace/workspace.js';

export type LocalAsset =
  | { readonly kind: 'asset'; readonly hash: string; readonly body: Uint8Array }
  | { readonly kind: 'outside' }
  | { readonly kind: 'missing' };

type Member = { readonly name: string; readonly body: Uint8Array };

/** Local time on purpose: zip headers hold local time, and this way they are the same in every time zone. */
const ZIP_TIME = new Date(1980, 0, 2, 12);

/**
 * The file or folder at a path relative to the workspace root, as it is to be uploaded. A folder is zipped; the zip
 * has the same bytes for the same content. `outside`: the path leaves the workspace.
 *
 * The hash of a zip is Copilot's, taken over names and contents and not over the zip, so that code that Copilot has
 * uploaded keeps its key. A workspace carries no file modes: they are taken as 0644 in the hash, and are 0755 in the
 * zip, because Lambda must be able to run a `bootstrap`.
 */
export function findLocalAsset(files: WorkspaceFiles, path: string, zip: boolean): LocalAsset {
  const place = normalise(path);
  if (place === undefined) return { kind: 'outside' };
  const file = files.get(place);
  if (file && !zip) return { kind: 'asset', hash: sha256([file]), body: file };
  const members = file
    ? [{ name: place.slice(place.lastIndexOf('/') + 1), body: file }]
    : listFolder(files, place);
  return members.length > 0 ? zipMembers(members) : { kind: 'missing' };
}

/** Path from the root without `.` and `..`; undefined where it is absolute or leaves the root. */
function normalise(path: string): string | undefined {
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return undefined;
  const parts: string[] = [];
  for (const part of path.replaceAll('\\', '/').split('/')) {
    if (part === '..' && parts.pop() === undefined) return undefined;
    if (part !== '' && part !== '.' && part !== '..') parts.push(part);
  }
  return parts.join('/');
}

function listFolder(files: WorkspaceFiles, folder: string): readonly Member[] {
  const prefix = folder === '' ? '' : `${folder}/`;
  return [...files]
    .filter(([path]) => path.startsWith(prefix))
    .map(([path, body]) => ({ name: path.slice(prefix.length), body }))
    .sort((a, b) => compareInTree(a.name, b.name));
}

/** Order of a walk through the tree: names of one folder sorted, a folder's content where its name stands. */
function compareInTree(a: string, b: string): number {
  const [x, y] = [a.split('/'), b.split('/')];
  for (let i = 0; i < Math.min(x.length, y.length); i += 1) {
    const [p = '', q = ''] = [x[i], y[i]];
    if (p !== q) return p < q ? -1 : 1;
  }
  return x.length - y.length;
}

function zipMembers(members: readonly Member[]): LocalAsset {
  const encoder = new TextEncoder();
  const hash = sha256(
    members.flatMap(({ name, body }) => [encoder.encode(`${name} -rw-r--r--`), body]),
  );
  const options = { mtime: ZIP_TIME, os: 3, attrs: 0o100755 << 16 };
  const body = zipSync(
    Object.fromEntries(members.map((member) => [member.name, [member.body, options]])),
    { level: 6 },
  );
  return { kind: 'asset', hash, body };
}

function sha256(parts: readonly Uint8Array[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}
