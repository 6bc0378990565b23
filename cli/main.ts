import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { AutolandError } from '../core/errors.js';
import { EXIT_INVALID, EXIT_PIPE, EXIT_USAGE } from './exit-codes.js';

/** Loaded only when asked for: the rehearsal brings the whole runtime along, `package` starts without it. */
const COMMANDS: { readonly [name: string]: () => Promise<Command> } = {
  approve: async () => (await import('./deployments.js')).approveCommand(),
  app: async () => (await import('./app.js')).appCommand(),
  cancel: async () => (await import('./deployments.js')).cancelCommand(),
  deploy: async () => (await import('./deploy/command.js')).deployCommand(),
  env: async () => (await import('./env-ls.js')).envCommand(),
  job: async () => (await import('./job.js')).jobCommand(),
  package: async () => (await import('./package.js')).packageCommand(),
  plan: async () => (await import('./plan/command.js')).planCommand(),
  rehearse: async () => (await import('./rehearse/command.js')).rehearseCommand(),
  releases: async () => (await import('./releases.js')).releasesCommand(),
  reject: async () => (await import('./deployments.js')).rejectCommand(),
  rollback: async () => (await import('./rollback/command.js')).rollbackCommand(),
  status: async () => (await import('./deployments.js')).statusCommand(),
  svc: async () => (await import('./svc.js')).svcCommand(),
  storage: async () => (await import('./storage-init.js')).storageCommand(),
  validate: async () => (await import('./validate.js')).validateCommand(),
};

async function loadCommands(requested: string | undefined): Promise<readonly Command[]> {
  const isKnown = requested !== undefined && Object.hasOwn(COMMANDS, requested);
  const load = isKnown ? COMMANDS[requested] : undefined;
  const loads = load === undefined ? Object.values(COMMANDS) : [load];
  return Promise.all(loads.map((one) => one()));
}

function readVersion(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { readonly version: string }).version;
}

/** Commander ends the process by itself, with 1 for a mistaken command line, which is the code of mistaken input. */
function throwOnExit(command: Command): void {
  command.exitOverride();
  for (const below of command.commands) throwOnExit(below);
}

/** A file that cannot be written or read: the message of Node says which and why. */
function isFileError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'path' in error;
}

/** The exit code of an error that was told; undefined for a defect, whose stack is what helps to find it. */
function findExitCode(error: unknown): number | undefined {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_USAGE;
  if (isFileError(error)) {
    console.error(`autoland: ${error.message}`);
    return EXIT_INVALID;
  }
  if (!(error instanceof AutolandError)) return undefined;
  console.error(`autoland: ${error.message}`);
  for (const instruction of error.instructions) console.error(`  ${instruction}`);
  return EXIT_INVALID;
}

// Whoever reads has gone, as `head` does: nothing is left to tell. The code is that of a process ended by SIGPIPE.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(EXIT_PIPE);
});

try {
  const program = new Command('autoland')
    .description('deploys a copilot/ workspace from inside your own AWS account')
    .version(readVersion());
  for (const command of await loadCommands(process.argv[2])) program.addCommand(command);
  throwOnExit(program);
  await program.parseAsync();
} catch (error) {
  const code = findExitCode(error);
  if (code === undefined) throw error;
  process.exitCode = code;
}
