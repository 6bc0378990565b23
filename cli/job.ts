import { Command } from 'commander';
import { workloadDeleteCommand } from './delete/workload-delete.js';
import { workloadRollbackCommand } from './rollback/command.js';
import { workloadStatusCommand } from './svc-status.js';

/** `autoland job`: what concerns scheduled jobs. */
export function jobCommand(): Command {
  return new Command('job')
    .description('scheduled jobs')
    .addCommand(workloadDeleteCommand('job'))
    .addCommand(workloadRollbackCommand('job'))
    .addCommand(workloadStatusCommand('job'));
}
