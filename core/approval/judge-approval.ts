import type { Breach } from '../alarms/alarm-states.js';

/** How things stand around a question that nobody has answered yet. */
export type WaitingApproval = {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly until: number;
  /** Why nothing new of the deployment may begin: cancelled, past its deadline. */
  readonly stopped: string | undefined;
  /** Alarms that speak against the deployment's release now. */
  readonly breaches: readonly Breach[];
};

/** Why the question is answered with no, without a person; undefined: go on waiting. The first rule that fits wins. */
export function findRejection({
  now,
  until,
  stopped,
  breaches,
}: WaitingApproval): string | undefined {
  if (stopped) return stopped;
  const [breach] = breaches;
  if (breach)
    return `alarm ${breach.name} of ${breach.workload} is ${breach.state} while the approval is awaited: ${breach.reason}`;
  return now >= until ? 'nobody has answered in time' : undefined;
}
