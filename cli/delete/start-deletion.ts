import { connectApi } from '../api-client.js';
import { findAsker } from '../find-asker.js';
import type { DeletionFlags } from './deletion-flags.js';
import { runDeletion } from './run-deletion.js';

const POLL_MS = 2000;

/** Carries out a deletion for the command line; `path` is below `/v1/applications/`. */
export async function startDeletion(
  path: string,
  flags: DeletionFlags & { readonly cascade?: true },
): Promise<void> {
  const { dryRun = false, yes = false, cascade = false, confirm = [] } = flags;
  process.exitCode = await runDeletion(
    { path: `/v1/applications/${path}`, cascade, confirm, dryRun, yes },
    {
      client: connectApi(flags),
      asker: await findAsker(),
      print: (line) => console.log(line),
      pollMs: POLL_MS,
    },
  );
}
