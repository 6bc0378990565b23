import { Inflate } from 'fflate';
import type { Issue } from '../issues.js';
import { findPathProblem } from './file-path.js';
import type { WorkspaceFiles } from './workspace.js';
import { findEntryData, findZipEntries, type ZipEntry } from './zip-directory.js';

export type UnzipLimits = {
  readonly maxEntries: number;
  /** Bytes of one file, inflated. */
  readonly maxFileBytes: number;
  /** Bytes of all files, inflated. */
  readonly maxTotalBytes: number;
  /** How many times larger the whole may be than the zip. */
  readonly maxRatio: number;
};

export const DEFAULT_UNZIP_LIMITS: UnzipLimits = {
  maxEntries: 10_000,
  maxFileBytes: 25_000_000,
  maxTotalBytes: 100_000_000,
  maxRatio: 200,
};

export type UnzipResult =
  | { readonly ok: true; readonly files: WorkspaceFiles }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/** Small workspaces of text compress well; the ratio means something only above this size. */
const RATIO_MATTERS_FROM = 5_000_000;
const STORED = 0;
const DEFLATED = 8;

/**
 * Unpacks an uploaded workspace. Everything that the zip declares is checked before a byte is inflated: paths that
 * leave the workspace, links, names given twice, entries too many or too large. Inflating stops at the declared size,
 * so a zip that lies about it costs nothing.
 */
export function unzipWorkspace(
  bytes: Uint8Array,
  limits: UnzipLimits = DEFAULT_UNZIP_LIMITS,
  zipName = 'workspace.zip',
): UnzipResult {
  const issues = [...findZipIssues(bytes, zipName, limits)];
  if (issues.length > 0) return refuse(issues);
  const files = new Map<string, Uint8Array>();
  for (const entry of findZipEntries(bytes) ?? []) {
    if (entry.kind === 'folder' || entry.name === undefined) continue;
    const content = inflateEntry(bytes, entry);
    if (content === undefined) {
      issues.push(zipIssue(entry.name, 'is damaged', 'make the zip anew'));
    } else files.set(entry.name, content);
  }
  return issues.length > 0 ? refuse(issues) : { ok: true, files };
}

/** What a zip declares that is not taken; `name` is what the zip as a whole is called. */
export function findZipIssues(
  bytes: Uint8Array,
  name: string,
  limits: UnzipLimits = DEFAULT_UNZIP_LIMITS,
): readonly Issue[] {
  const entries = findZipEntries(bytes);
  if (entries === undefined) {
    const hint = 'zip the folder that holds copilot/';
    return [zipIssue(name, 'is not a zip file, or a broken one', hint)];
  }
  const tooLarge = findSizeProblem(entries, bytes.length, limits);
  return [
    ...(tooLarge ? [zipIssue(name, tooLarge.message, tooLarge.hint)] : []),
    ...findEntryIssues(entries, limits),
  ];
}

function refuse(issues: readonly Issue[]): UnzipResult {
  return { ok: false, issues };
}

function zipIssue(file: string, message: string, hint: string): Issue {
  return { severity: 'error', file, message, hint };
}

function findSizeProblem(
  entries: readonly ZipEntry[],
  zipSize: number,
  limits: UnzipLimits,
): { readonly message: string; readonly hint: string } | undefined {
  const total = entries.reduce((sum, entry) => sum + entry.size, 0);
  const hint = 'leave out what is not deployed, for instance node_modules';
  if (entries.length > limits.maxEntries)
    return { message: `holds ${entries.length} entries, more than ${limits.maxEntries}`, hint };
  if (total > limits.maxTotalBytes)
    return { message: `holds ${total} bytes, more than ${limits.maxTotalBytes}`, hint };
  if (total > RATIO_MATTERS_FROM && total > limits.maxRatio * zipSize) {
    const [largest] = entries.toSorted((one, other) => other.size - one.size);
    return {
      message: `would inflate from ${zipSize} to ${total} bytes, more than ${limits.maxRatio} times`,
      hint: `this is how zip bombs look; leave out what compresses so well: the largest is ${showName(largest?.name)}`,
    };
  }
  return undefined;
}

function findEntryIssues(entries: readonly ZipEntry[], limits: UnzipLimits): readonly Issue[] {
  const seen = new Set<string>();
  return entries.flatMap((entry) => {
    const problem = findEntryProblem(entry, limits, seen);
    return problem
      ? [zipIssue(showName(entry.name), problem, 'remove or rename it, then zip again')]
      : [];
  });
}

/** Control characters in a name must not reach a terminal. */
function showName(name: string | undefined): string {
  return (name ?? '(name is not UTF-8)').replace(/\p{Cc}/gu, '\uFFFD').slice(0, 200);
}

function findEntryProblem(
  entry: ZipEntry,
  limits: UnzipLimits,
  seen: Set<string>,
): string | undefined {
  const { name, kind, size } = entry;
  if (name === undefined) return 'has a name that is not UTF-8';
  const problem = findPathProblem(name);
  if (problem) return problem;
  const key = name.replace(/\/$/, '');
  if (seen.has(key)) return 'is there twice';
  seen.add(key);
  if (kind === 'folder') return undefined;
  if (kind === 'symlink') return 'is a symbolic link';
  if (kind === 'special') return 'is neither a file nor a folder';
  if (entry.isEncrypted) return 'is encrypted';
  if (entry.method !== STORED && entry.method !== DEFLATED)
    return 'is compressed in an unknown way';
  return size > limits.maxFileBytes
    ? `has ${size} bytes, more than ${limits.maxFileBytes}`
    : undefined;
}

/** Input is fed in slices so that a lying entry is dropped as soon as it has given more than it declared. */
const SLICE = 16_384;

function inflateEntry(bytes: Uint8Array, entry: ZipEntry): Uint8Array | undefined {
  const data = findEntryData(bytes, entry);
  if (data === undefined) return undefined;
  if (entry.method === STORED) return data.length === entry.size ? data.slice() : undefined;
  const content = new Uint8Array(entry.size);
  let written = 0;
  const inflate = new Inflate((chunk) => {
    if (written + chunk.length <= content.length) content.set(chunk, written);
    written += chunk.length;
  });
  try {
    for (let at = 0; at < data.length && written <= content.length; at += SLICE) {
      inflate.push(data.subarray(at, at + SLICE), at + SLICE >= data.length);
    }
  } catch {
    return undefined;
  }
  return written === content.length ? content : undefined;
}
