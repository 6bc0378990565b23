import { findNow } from '../world.js';
import type { Deployment } from './deploy.js';
import type { ServiceRecord } from './ecs-records.js';
import type { EcsWorld } from './ecs-world.js';
import { scaleUp } from './scale-up.js';
import { isAlive, isRunningFor, stopTasks } from './tasks.js';

/** Default deregistration delay that Copilot sets, seconds; without a load balancer tasks stop sooner. */
const DRAIN_MS = 60_000;
const STOP_MS = 15_000;

/** Stops the tasks of other revisions, after the load balancer has drained them. */
export async function drainOthers(
  given: Deployment,
  keep: ServiceRecord['revision'],
): Promise<void> {
  const { ecs, service, control } = given;
  const others = service.tasks.filter(
    (task) => isAlive(task) && task.taskDefinitionArn !== keep.taskDefinitionArn,
  );
  if (others.length === 0) return;
  await control.sleep(service.loadBalancers.length > 0 ? DRAIN_MS : STOP_MS);
  stopTasks(
    ecs,
    service,
    others,
    'ServiceSchedulerInitiated',
    `Scaling activity initiated by deployment ${given.deployment.id}`,
  );
}

/** Notes failed tasks; trips the circuit breaker at its threshold. */
function countFailures(given: Deployment): (count: number) => void {
  const { deployment, control } = given;
  return (count) => {
    deployment.failedTasks += count;
    deployment.breaker.failureCount += count;
    if (deployment.breaker.status !== 'MONITORING') return;
    if (deployment.breaker.failureCount < deployment.breaker.threshold) return;
    deployment.breaker.status = 'TRIGGERED';
    control.interrupt('circuit-breaker');
  };
}

export const scaleUpTarget = (given: Deployment): Promise<void> => {
  const { ecs, service, deployment, control } = given;
  return scaleUp(
    {
      ecs,
      service,
      deployment,
      control,
      revision: deployment.target,
      startedBy: deployment.id,
      onFailedTasks: countFailures(given),
    },
    service.desiredCount,
  );
};

/** Tasks above the desired count stop at once. */
export function scaleIn(ecs: EcsWorld, service: ServiceRecord): void {
  const running = service.tasks.filter((task) => isRunningFor(task, service.revision));
  const surplus = running.slice(service.desiredCount);
  stopTasks(
    ecs,
    service,
    surplus,
    'ServiceSchedulerInitiated',
    'Scaling activity initiated by the service',
  );
}

/** Rolling update: new tasks first, or old ones out first where the service may not exceed its count. */
export async function rollOut(given: Deployment, bakeMs: number): Promise<void> {
  const { ecs, service, deployment, control } = given;
  const isRecreate = (deployment.configuration.maximumPercent ?? 200) <= 100;
  if (isRecreate) await drainOthers(given, deployment.target);
  await scaleUpTarget(given);
  scaleIn(ecs, service);
  if (!isRecreate) await drainOthers(given, deployment.target);
  deployment.updatedAt = findNow(ecs.world);
  await control.sleep(bakeMs);
}
