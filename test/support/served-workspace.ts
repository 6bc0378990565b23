import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type ApiClient, connectApi } from '../../cli/api-client.js';
import type { Facts } from '../../core/facts/facts.js';
import type { WorkspaceFiles } from '../../core/workspace/workspace.js';
import { type Prepared, prepareRehearsal } from '../../local/rehearsal/prepare.js';
import { type LocalApi, serveApi } from '../../local/serve.js';

export type ServedWorkspace = {
  /** Holds the workspace on disk. */
  readonly folder: string;
  readonly server: LocalApi;
  readonly client: ApiClient;
  close(): Promise<void>;
};

/** A workspace on disk, and the API on localhost over a simulated account that has what its environment `test` needs. */
export async function serveWorkspace(
  files: WorkspaceFiles,
  facts: Partial<Facts> = {},
): Promise<ServedWorkspace> {
  const prepared = prepare(files, facts);
  const folder = writeFiles(files);
  const server = await serveApi({ port: 0, seed: 1, facts: {}, prepared, mishaps: [] });
  return {
    folder,
    server,
    client: connectApi({ api: `http://127.0.0.1:${server.port}` }),
    close: async () => {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What a server has before the first request for the environment `test`. */
export function prepare(files: WorkspaceFiles, facts: Partial<Facts> = {}): Prepared {
  const preparation = prepareRehearsal({ files, environment: 'test', facts, mishaps: [] });
  if (preparation.ok) return preparation.prepared;
  throw new Error('the workspace has mistakes');
}

function writeFiles(files: WorkspaceFiles): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'autoland-'));
  for (const [file, content] of files) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), content);
  }
  return folder;
}
