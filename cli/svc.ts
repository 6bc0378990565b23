import { Command } from 'commander';
import { workloadDeleteCommand } from './delete/workload-delete.js';
import { workloadRollbackCommand } from './rollback/command.js';
import { workloadStatusCommand } from './svc-status.js';

/** `autoland svc`: what concerns services. */
export function svcCommand(): Command {
  return new Command('svc')
    .description('services')
    .addCommand(workloadDeleteCommand('service'))
    .addCommand(workloadRollbackCommand('service'))
    .addCommand(workloadStatusCommand('service'));
}
