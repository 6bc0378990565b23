import type { Breach } from '../../../core/alarms/alarm-states.js';
import {
  type Deadline,
  describeDeadline,
  findDeadline,
} from '../../../core/deployment/deadline.js';
import type { Deployment } from '../ledger/deployments.js';
import { now } from '../runtime/ambient.js';
import { detail } from './deployments.js';

/** The detail that a cancel writes. A release that has it does not succeed any more. */
export const CANCELLED = 'cancelled';

/** Written when an alarm of a workload that was deployed already fires while others still are. */
export type InFlightBreach = { readonly at: number; readonly breaches: readonly Breach[] };

/**
 * Why nothing new of this deployment may begin; undefined while it may. Steps of the way back are never stopped: they
 * are what stopping leads to.
 */
export function findStopReason(deployment: Deployment, step: string): string | undefined {
  if (step.startsWith('restore/')) return undefined;
  if (detail(deployment, CANCELLED) !== undefined) return 'the deployment was cancelled';
  const stopped = detail<{ readonly reason: string }>(deployment, 'stopped');
  if (stopped) return stopped.reason;
  const deadline = findPassedDeadline(deployment);
  return deadline && describeDeadline(deadline);
}

/** The deadline of the deployment, once it has passed. */
export function findPassedDeadline(deployment: Deployment): Deadline | undefined {
  const deadline = findDeadline(deployment);
  return deadline && now() >= deadline.at ? deadline : undefined;
}
