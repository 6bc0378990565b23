import { Command } from 'commander';
import { parseName } from '../parse-place.js';
import { addDeletionFlags, type DeletionFlags, findApplication } from './deletion-flags.js';
import { startDeletion } from './start-deletion.js';

type Flags = DeletionFlags & { readonly name?: string };

/** `autoland app delete`: every environment with everything in it, then what they shared. */
export function appDeleteCommand(): Command {
  const command = new Command('delete')
    .description('delete an application: its environments with everything in them, then the rest')
    .option('-n, --name <name>', "application; the workspace's where it is left out", parseName);
  return addDeletionFlags(command).action(async (flags: Flags) => {
    await startDeletion(await findApplication(flags.name, '--name'), flags);
  });
}
