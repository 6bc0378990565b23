import type { DeletionRequest } from './deletion-request.js';

/** The command that goes on with a deletion: what is gone by then counts as done. */
export function describeCommand(
  { target, cascade, confirm }: DeletionRequest,
  { application, environment }: { readonly application: string; readonly environment: string },
): string {
  const words = ['autoland'];
  switch (target.kind) {
    case 'workload':
      words.push('svc', 'delete', '--app', application, '--env', environment);
      words.push('--name', target.name);
      break;
    case 'environment-addon':
      words.push('env', 'delete', '--app', application, '--name', environment);
      words.push('--addons', target.name);
      break;
    case 'environment':
      words.push('env', 'delete', '--app', application, '--name', environment);
      if (cascade) words.push('--cascade');
      break;
    case 'application':
      words.push('app', 'delete', '--name', application);
      break;
  }
  for (const name of confirm) words.push('--confirm', name);
  return [...words, '--yes'].join(' ');
}
