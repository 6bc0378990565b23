import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { posix, sep } from 'node:path';
import { AutolandError } from '../core/errors.js';
import type { WorkspaceFiles } from '../core/workspace/workspace.js';

/** Folders of `copilot/` that no deployment reads. Code that an addon names may well need its `node_modules`. */
const SKIPPED = {
  own: new Set(['node_modules', '.git', '.autoland', 'cdk.out']),
  named: new Set(['.git']),
} as const;

/** The same limits as for an uploaded workspace, so that what can be packaged here can be deployed there. */
const MAX_FILES = 10_000;
const MAX_FILE_BYTES = 25_000_000;
const MAX_TOTAL_BYTES = 100_000_000;

function refuse(message: string, hint: string): never {
  throw new AutolandError('WorkspaceInvalid', message, { instructions: [hint] });
}

type Visit = {
  readonly path: string;
  /** Where the folders around it really are: a link back to one of them would never end. */
  readonly around: readonly string[];
};

/** Collects files below a root by their path relative to it. Links are followed as long as they stay inside. */
export class FileReader {
  readonly #root: string;
  readonly #files = new Map<string, Uint8Array>();
  #bytes = 0;

  constructor(root: string) {
    this.#root = root;
  }

  /** Sorted by path. */
  get files(): WorkspaceFiles {
    return new Map([...this.#files].sort(([one], [other]) => (one < other ? -1 : 1)));
  }

  /** A file, or a folder with everything below it; nothing where there is none. */
  async read(path: string, kind: keyof typeof SKIPPED, isWanted = (_file: string) => true) {
    const root = await realpath(this.#root);
    const pending: Visit[] = [{ path, around: [] }];
    for (let visit = pending.pop(); visit !== undefined; visit = pending.pop()) {
      const place = await this.#resolve(visit.path, root);
      if (place === undefined) continue;
      const names = await this.#visit(visit, place, isWanted).catch((error: Error) => {
        if (error instanceof AutolandError) throw error;
        return refuse(`${visit.path} cannot be read: ${error.message}`, 'make it readable');
      });
      const around = [...visit.around, place];
      for (const name of names) {
        if (!SKIPPED[kind].has(name)) pending.push({ path: posix.join(visit.path, name), around });
      }
    }
  }

  /** Keeps a file; of a folder the names in it. What is neither is nothing to a deployment. */
  async #visit(
    { path, around }: Visit,
    place: string,
    isWanted: (file: string) => boolean,
  ): Promise<readonly string[]> {
    const info = await stat(place);
    if (info.isFile() && isWanted(path)) await this.#add(path, place, info.size);
    return info.isDirectory() && !around.includes(place) ? readdir(place) : [];
  }

  /**
   * What a manifest or template names. Where `${NAME}` stands in it, everything that some value would lead to; what
   * leads out of the root is not read, and told when the workspace is checked.
   */
  async readNamed(path: string): Promise<void> {
    const plain = posix.normalize(path.replaceAll('\\', '/')).replace(/\/+$/, '');
    if (plain.startsWith('/') || plain === '..' || plain.startsWith('../')) return;
    const parts = plain.split(/\$\{[^}]*\}/);
    if (parts.length === 1) return this.read(plain === '.' ? '' : plain, 'named');
    const [before = ''] = parts;
    const pattern = new RegExp(`^${parts.map(escapeForRegExp).join('.*')}(?:/|$)`);
    const folder = posix.dirname(`${before}x`);
    return this.read(folder === '.' ? '' : folder, 'own', (file) => pattern.test(file));
  }

  /** Where a path really is; undefined where nothing is there. */
  async #resolve(path: string, root: string): Promise<string | undefined> {
    const place = await realpath(posix.join(this.#root, path)).catch(() => undefined);
    if (place === undefined || place === root || place.startsWith(root + sep)) return place;
    return refuse(
      `${path} is a link that leads out of the workspace`,
      'copy what it points to: deployments have the workspace alone',
    );
  }

  async #add(path: string, place: string, size: number): Promise<void> {
    if (this.#files.has(path)) return;
    if (size > MAX_FILE_BYTES) {
      refuse(
        `${path} has ${size} bytes, more than ${MAX_FILE_BYTES}`,
        'files as large as this must be brought to S3 on their own',
      );
    }
    this.#bytes += size;
    if (this.#bytes > MAX_TOTAL_BYTES || this.#files.size >= MAX_FILES) {
      refuse(
        `what is to be deployed has more than ${MAX_FILES} files or ${MAX_TOTAL_BYTES} bytes`,
        'leave out what is not deployed: bundle the code of functions, name smaller folders',
      );
    }
    this.#files.set(path, await readFile(place));
  }
}

const escapeForRegExp = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
