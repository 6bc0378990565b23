import type { LeaseScope } from './lease-table.js';

/** True when who holds this part of an environment may change the stack: names of a scope are names of workloads. */
export function isCovered(
  { kind, name }: { readonly kind: string; readonly name: string },
  scope: LeaseScope = 'all',
): boolean {
  return scope === 'all' || (kind === 'workload' && scope.includes(name));
}
