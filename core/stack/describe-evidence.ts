import type { Evidence, StoppedTask } from './root-cause.js';

/**
 * Why a service gave up, as its tasks, its load balancer and its alarms tell it. Undefined where the event tells its
 * cause itself, or nobody says more.
 */
export function describeEvidence(told: string, evidence: Evidence): string | undefined {
  if (evidence.refusal) return evidence.refusal;
  if (!tellsNoCause(told)) return undefined;
  const tasks = describeTasks(evidence.stoppedTasks ?? []);
  const targets = [...new Set(evidence.unhealthyTargets ?? [])].join(', ');
  const alarms = (evidence.alarms ?? []).join(', ');
  const parts = [
    tasks && targets ? `${tasks} (${targets})` : (tasks ?? (targets && `targets: ${targets}`)),
    alarms && `CloudWatch alarm fired: ${alarms}`,
  ].filter(Boolean);
  // An alarm that stopped the deployment comes before tasks that were stopped with it.
  return (/alarm/i.test(told) ? parts.reverse() : parts).join('; ') || undefined;
}

/** The service only tells that it gave up; why is told by its tasks or by an alarm. */
function tellsNoCause(reason: string): boolean {
  return /circuit breaker|did not stabilize|NotStabilized|exceeded attempts to wait|alarm/i.test(
    reason,
  );
}

/** Tasks that ECS stops in the course of a deployment tell nothing about why it failed. */
const ORDERLY_STOP =
  /scaling activity initiated by|task stopped by user|deployment ecs-svc\S* stopped/i;

/** What most of the tasks say; on a par the one that says it first. */
function describeTasks(tasks: readonly StoppedTask[]): string | undefined {
  const counts = new Map<string, number>();
  for (const task of tasks) {
    if (!task.reason || ORDERLY_STOP.test(task.reason)) continue;
    const words = describeTask(task);
    counts.set(words, (counts.get(words) ?? 0) + 1);
  }
  const [first] = [...counts].sort(([, one], [, other]) => other - one);
  if (!first) return undefined;
  const [words, count] = first;
  return count === 1 ? `task stopped: ${words}` : `${count} tasks stopped: ${words}`;
}

function describeTask({ reason, container, exitCode, containerReason }: StoppedTask): string {
  const details = [
    container && `container ${container}`,
    typeof exitCode === 'number' && `exit code ${exitCode}`,
    // Images that cannot be pulled are told by task and container alike.
    containerReason && !reason.includes(containerReason) && containerReason,
  ].filter(Boolean);
  return details.length > 0 ? `${reason} (${details.join(', ')})` : reason;
}
