import { Command } from 'commander';
import { parseName, parseWorkloadName } from '../parse-place.js';
import { addDeletionFlags, type DeletionFlags, findApplication } from './deletion-flags.js';
import { startDeletion } from './start-deletion.js';

type Flags = DeletionFlags & {
  readonly name: string;
  readonly addons?: string;
  readonly cascade?: true;
};

/** `autoland env delete`: an environment with its addons, or one addon of it. */
export function envDeleteCommand(): Command {
  const command = new Command('delete')
    .description('delete an environment with its addons, or one environment addon')
    .requiredOption('-n, --name <name>', 'environment', parseName)
    .option(
      '--addons <name>',
      'only these environment addons (type: Environment Addons)',
      parseWorkloadName,
    )
    .option('--cascade', 'the services and jobs in it too')
    .option('-a, --app <name>', "application; the workspace's where it is left out", parseName);
  return addDeletionFlags(command).action(async (flags: Flags) => {
    const application = await findApplication(flags.app, '--app');
    const environment = `${application}/environments/${flags.name}`;
    await startDeletion(
      flags.addons === undefined ? environment : `${environment}/addons/${flags.addons}`,
      flags,
    );
  });
}
