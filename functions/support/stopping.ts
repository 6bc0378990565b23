import { detail } from './deployments.js';
import type { Deployment } from './ledger/deployments.js';

/** The detail that a cancel writes. A release that has it does not succeed any more. */
export const CANCELLED = 'cancelled';

/** Written when the deadline of a deployment has passed. */
export type Deadline = { readonly at: number; readonly minutes: number };

/**
 * Why nothing new of this deployment may begin; undefined while it may. Steps of the way back are never stopped: they
 * are what stopping leads to.
 */
export function findStopReason(deployment: Deployment, step: string): string | undefined {
  if (!step.startsWith('deploy/')) return undefined;
  if (detail(deployment, CANCELLED) !== undefined) return 'the deployment was cancelled';
  const deadline = detail<Deadline>(deployment, 'deadline');
  return deadline && describeDeadline(deadline);
}

export function describeDeadline({ minutes }: Deadline): string {
  return `the deadline of ${minutes} minutes has passed`;
}
