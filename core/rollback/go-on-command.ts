import type { ManualRollback } from '../deployment/request.js';

/** Of what a person goes back the rest of the way. */
export type Unfinished = {
  readonly application: string;
  readonly environment: string;
  /** What the person had asked for; absent: the release went back by itself. */
  readonly asked?: Omit<ManualRollback, 'undone' | 'before'> | undefined;
};

/** The command that goes back the rest of the way, to where it was to go; with `workload`, with that one alone. */
export function goOnCommand(
  { application, environment, asked }: Unfinished,
  workload = asked?.workload,
): string {
  const { to, force, newStacks, rollBackAddons } = asked ?? {};
  return [
    workload === undefined ? 'autoland rollback' : `autoland svc rollback --name ${workload}`,
    `--app ${application} --env ${environment}`,
    ...(to ? [`--to ${to.releaseId}`] : []),
    ...(force ? ['--force'] : []),
    ...(newStacks === 'leave' && workload === undefined ? ['--new-stacks leave'] : []),
    ...(rollBackAddons && workload === undefined ? ['--addons'] : []),
  ].join(' ');
}
