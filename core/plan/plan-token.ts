import { clientToken } from '../deployment/client-token.js';

/** Name of the change set that a plan makes of a stack and discards. */
export function planToken(planId: string, stack: string): string {
  return clientToken(planId, 0, stack);
}

/** True for the name of a change set that some plan has made: ids of plans begin with `p-`. */
export function isPlanToken(changeSetName: string): boolean {
  return /^p-[0-9a-f]{20}-0-/.test(changeSetName);
}
