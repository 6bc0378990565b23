import type { Command } from 'commander';
import { AutolandError } from '../../core/errors.js';
import { openWorkspace } from '../workspace-directory.js';

export type DeletionFlags = {
  readonly app?: string;
  readonly yes?: true;
  readonly dryRun?: true;
  readonly confirm?: readonly string[];
  readonly api?: string;
};

/** What every deletion takes. */
export function addDeletionFlags(command: Command): Command {
  return command
    .option('--dry-run', 'only tell what would go')
    .option('--yes', 'do not ask')
    .option(
      '--confirm <environment>',
      'name of a protected environment, said again; several times for several',
      (name: string, before: readonly string[] = []) => [...before, name],
    )
    .option('--api <url>', 'address of the API (or AUTOLAND_API)');
}

/** The application that is named, or that the workspace here is of. */
export async function findApplication(named: string | undefined, flag: string): Promise<string> {
  if (named) return named;
  const application = await findInWorkspace();
  if (application) return application;
  throw new AutolandError('InputInvalid', 'the application is not known', {
    instructions: [`add ${flag}, or call it in a folder whose copilot/.workspace names it`],
  });
}

async function findInWorkspace(): Promise<string | undefined> {
  try {
    return (await openWorkspace('.')).workspace.application;
  } catch (error) {
    // No workspace here: nothing is needed of it but the name.
    if (error instanceof AutolandError) return undefined;
    throw error;
  }
}
