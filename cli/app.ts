import { Command } from 'commander';
import { appBootstrapCommand } from './app-bootstrap.js';
import { appDeleteCommand } from './delete/app-delete.js';

/** `autoland app`: what concerns applications. */
export function appCommand(): Command {
  return new Command('app')
    .description('applications')
    .addCommand(appBootstrapCommand())
    .addCommand(appDeleteCommand());
}
