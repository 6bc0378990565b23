import { isCovered } from '../lease/is-covered.js';
import type { LeaseScope } from '../lease/lease-table.js';
import { type StackKey, stackKey } from '../release/stack-key.js';

/** A release that succeeded after the one that is to go back, or of which stacks stayed. */
export type NewerRelease = {
  readonly deploymentId: string;
  /** What it held of the environment; absent: all. */
  readonly scope?: LeaseScope;
  /** Of one that was rolled back: the stacks that stayed as it made them. Absent: it succeeded. */
  readonly kept?: readonly StackKey[] | undefined;
};

/**
 * The newer release that the stack belongs to now: the way back of an older one leaves it alone (invariant I6). The
 * environment and its addons belong to every newer release, for each stands on them as they are.
 */
export function findOvertaking(
  stack: { readonly kind: string; readonly name: string },
  newer: readonly NewerRelease[],
): NewerRelease | undefined {
  return newer.find(({ scope, kept }) =>
    kept ? isKept(stack, kept) : stack.kind !== 'workload' || isCovered(stack, scope),
  );
}

/** A workload that stayed stands on the environment and its addons as they are; an addon that stayed only on itself. */
function isKept(
  stack: { readonly kind: string; readonly name: string },
  kept: readonly StackKey[],
): boolean {
  if (kept.includes(stackKey(stack))) return true;
  return stack.kind !== 'workload' && kept.some((key) => key.startsWith('workload/'));
}
