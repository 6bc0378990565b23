import { Command } from 'commander';
import { AutolandError } from '../core/errors.js';
import { EXIT_INVALID } from './exit-codes.js';

/** Loaded only when asked for: the rehearsal brings the whole runtime along, `package` starts without it. */
const COMMANDS: { readonly [name: string]: () => Promise<Command> } = {
  env: async () => (await import('./env-ls.js')).envCommand(),
  package: async () => (await import('./package.js')).packageCommand(),
  rehearse: async () => (await import('./rehearse/command.js')).rehearseCommand(),
  storage: async () => (await import('./storage-init.js')).storageCommand(),
  validate: async () => (await import('./validate.js')).validateCommand(),
};

async function loadCommands(requested: string | undefined): Promise<readonly Command[]> {
  const load = requested === undefined ? undefined : COMMANDS[requested];
  const loads = load === undefined ? Object.values(COMMANDS) : [load];
  return Promise.all(loads.map((one) => one()));
}

try {
  const program = new Command('autoland').description(
    'deploys a copilot/ workspace from inside your own AWS account',
  );
  for (const command of await loadCommands(process.argv[2])) program.addCommand(command);
  await program.parseAsync();
} catch (error) {
  // Everything else is a defect, and its stack is what helps to find it.
  if (!(error instanceof AutolandError)) throw error;
  console.error(`autoland: ${error.message}`);
  for (const instruction of error.instructions) console.error(`  ${instruction}`);
  process.exitCode = EXIT_INVALID;
}
