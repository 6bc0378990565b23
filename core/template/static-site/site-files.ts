import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import type { FileUpload, StaticSite } from '../../manifest/schema/static-site.js';
import type { StringOrList } from '../../manifest/schema/values.js';
import type { Asset } from '../../release/release.js';
import type { WorkspaceFiles } from '../../workspace/workspace.js';
import type { RenderContext } from '../context.js';
import { contentTypeOf } from './content-types.js';
import { compileGlob, type Glob } from './glob.js';

const ASSET_FOLDER = 'local-assets';

/** Where the list of files lies and what is to be uploaded for it. */
export type SiteFiles = {
  readonly mapping: { readonly bucket: string; readonly key: string };
  readonly assets: readonly Asset[];
};

/** One entry of the mapping file, in the key order that the copying state machine's older runs had. */
type MappedFile = {
  readonly path: string;
  readonly destPath: string;
  readonly contentType: string;
};

/**
 * The files of a site: each is kept under its hash, and a JSON list says what is copied where. A list that was
 * uploaded already (`facts.assets.mappingUrl`, an `s3://` address) is taken as it is.
 */
export function resolveSiteFiles(manifest: StaticSite, context: RenderContext): SiteFiles {
  const uploaded = context.facts.assets?.mappingUrl;
  if (uploaded !== undefined) return { mapping: parseLocation(uploaded), assets: [] };
  const bodies = new Map<string, Uint8Array>();
  const mapped = (manifest.files ?? []).flatMap((upload) =>
    findUploads(upload, context.workspace.files).map(({ destination, file, body }): MappedFile => {
      const path = `${ASSET_FOLDER}/${sha256(body)}`;
      bodies.set(path, body);
      return { path, destPath: destination, contentType: contentTypeOf(file) };
    }),
  );
  const body = new TextEncoder().encode(JSON.stringify(sortUnique(mapped)));
  const folder = `${ASSET_FOLDER}/environments/${context.environment}/workloads/${manifest.name}`;
  const key = `${folder}/mapping/${sha256(body)}`;
  return {
    mapping: { bucket: context.facts.environment?.artifactBucket ?? '', key },
    assets: [
      ...[...bodies].map(([path, content]) => ({ key: path, body: content })),
      { key, body },
    ],
  };
}

function parseLocation(url: string): SiteFiles['mapping'] {
  const [, bucket = '', key = ''] = /^s3:\/\/([^/]+)\/(.*)$/.exec(url) ?? [];
  return { bucket, key };
}

const sha256 = (body: Uint8Array): string => createHash('sha256').update(body).digest('hex');

type Upload = { readonly file: string; readonly destination: string; readonly body: Uint8Array };

function findUploads(upload: FileUpload, files: WorkspaceFiles): readonly Upload[] {
  const source = normalizeSource(upload.source);
  const isIncluded = compileFilter(upload);
  const uploads: Upload[] = [];
  for (const [file, body] of files) {
    const relative = findRelativePath(file, source);
    if (relative === undefined || !isReached(relative, upload)) continue;
    if (!isIncluded(relative || posix.basename(file))) continue;
    uploads.push({ file, destination: findDestination(upload, file, relative), body });
  }
  return uploads;
}

/** Path of a source inside the workspace; the empty text is the workspace itself. */
export function normalizeSource(source: string): string {
  const path = posix.normalize(source).replace(/\/+$/, '');
  return path === '.' ? '' : path;
}

/** The empty text where the source is the file itself; undefined where the file is somewhere else. */
export function findRelativePath(file: string, source: string): string | undefined {
  if (source === '') return file;
  if (file === source) return '';
  return file.startsWith(`${source}/`) ? file.slice(source.length + 1) : undefined;
}

function isReached(relative: string, upload: FileUpload): boolean {
  return upload.recursive === true || !relative.includes('/');
}

/** Excluded first, then taken back in. */
function compileFilter(upload: FileUpload): (path: string) => boolean {
  const compile = (patterns: StringOrList | undefined): readonly Glob[] =>
    [patterns ?? []].flat().map(compileGlob);
  const excluded = compile(upload.exclude);
  const reincluded = compile(upload.reinclude);
  const matches = (globs: readonly Glob[], path: string) => globs.some((glob) => glob(path));
  return (path) => !matches(excluded, path) || matches(reincluded, path);
}

/** A file without destination keeps its name. A key with a slash in front would be out of reach of `https://site/key`. */
function findDestination(upload: FileUpload, file: string, relative: string): string {
  const joined = posix.join(upload.destination ?? '', relative).replace(/^\/+/, '');
  return joined === '.' || joined === '' ? posix.basename(file) : joined;
}

function sortUnique(files: readonly MappedFile[]): readonly MappedFile[] {
  const unique = new Map(files.map((file) => [JSON.stringify(file), file]));
  const rank = (file: MappedFile) => `${file.path} ${file.destPath}`;
  return [...unique.values()].sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
}
