import { Command } from 'commander';
import { AutolandError } from '../core/errors.js';
import { envDeleteCommand } from './delete/env-delete.js';
import { envProtectCommand } from './delete/env-protect.js';
import { bootstrapCommand } from './env-bootstrap.js';
import { openWorkspace } from './workspace-directory.js';

type Flags = {
  readonly workspace: string;
  readonly local?: true;
  readonly addons?: true;
  readonly json?: true;
};

/** `autoland env`: what concerns environments. */
export function envCommand(): Command {
  const list = new Command('ls')
    .description('list the environments of the workspace, or its environment addons')
    .option('--workspace <folder>', 'folder that holds copilot/, or one below it', '.')
    .option('--local', 'those that have a manifest in the workspace')
    .option('--addons', 'environment addons (type: Environment Addons), always as JSON')
    .option('--json', 'as JSON')
    .action(listNames);
  return new Command('env')
    .description('environments')
    .addCommand(list)
    .addCommand(bootstrapCommand())
    .addCommand(envDeleteCommand())
    .addCommand(envProtectCommand());
}

async function listNames(flags: Flags): Promise<void> {
  if (!flags.local)
    throw new AutolandError('InputInvalid', 'env ls reads the workspace only', {
      instructions: ['add --local'],
    });
  const { workspace } = await openWorkspace(flags.workspace);
  const key = flags.addons ? 'addons' : 'environments';
  const names = (flags.addons ? workspace.environmentAddons : workspace.environments).map(
    ({ name }) => name,
  );
  if (flags.addons || flags.json)
    console.log(JSON.stringify({ [key]: names.map((name) => ({ name })) }));
  else for (const name of names) console.log(name);
}
