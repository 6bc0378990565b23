import { isCovered } from '../lease/is-covered.js';
import type { LeaseScope } from '../lease/lease-table.js';

/** A release that succeeded after the one that is to go back. */
export type NewerRelease = {
  readonly deploymentId: string;
  /** What it held of the environment; absent: all. */
  readonly scope?: LeaseScope;
};

/**
 * The newer release that the stack belongs to now: the way back of an older one leaves it alone (invariant I6). The
 * environment and its addons belong to every newer release, for each stands on them as they are.
 */
export function findOvertaking(
  stack: { readonly kind: string; readonly name: string },
  newer: readonly NewerRelease[],
): NewerRelease | undefined {
  return newer.find(({ scope }) => stack.kind !== 'workload' || isCovered(stack, scope));
}
