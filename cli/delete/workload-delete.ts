import { Command } from 'commander';
import { parseName, parseWorkloadName } from '../parse-place.js';
import { addDeletionFlags, type DeletionFlags, findApplication } from './deletion-flags.js';
import { startDeletion } from './start-deletion.js';

type Flags = DeletionFlags & { readonly name: string; readonly env: string };

/** `autoland svc delete` and `autoland job delete`. */
export function workloadDeleteCommand(what: 'service' | 'job'): Command {
  const command = new Command('delete')
    .description(`delete a ${what} from an environment`)
    .requiredOption('-n, --name <name>', `the ${what}`, parseWorkloadName)
    .requiredOption('-e, --env <name>', 'environment', parseName)
    .option('-a, --app <name>', "application; the workspace's where it is left out", parseName);
  return addDeletionFlags(command).action(async (flags: Flags) => {
    const application = await findApplication(flags.app, '--app');
    await startDeletion(`${application}/environments/${flags.env}/workloads/${flags.name}`, flags);
  });
}
