/** BLUE_GREEN, LINEAR and CANARY: both revisions run, traffic moves, hooks may hold it. */
import type { ServiceDeploymentLifecycleStage } from '@aws-sdk/client-ecs';
import type { Deployment } from './deploy.js';
import type { HookStage, Hooks } from './lifecycle-hooks.js';
import { drainOthers, scaleIn, scaleUpTarget } from './roll-out.js';

const MINUTE_MS = 60_000;
const STAGE_MS = 2000;

/** [percent of traffic, minutes to wait there] until all of it has moved. */
function planSteps({ deployment }: Deployment): readonly (readonly [number, number])[] {
  const { strategy, canaryConfiguration, linearConfiguration } = deployment.configuration;
  if (strategy === 'CANARY') {
    const { canaryPercent = 5, canaryBakeTimeInMinutes = 10 } = canaryConfiguration ?? {};
    return [
      [canaryPercent, canaryBakeTimeInMinutes],
      [100, 0],
    ];
  }
  if (strategy !== 'LINEAR') return [[100, 0]];
  const { stepPercent = 10, stepBakeTimeInMinutes = 6 } = linearConfiguration ?? {};
  const count = Math.ceil(100 / stepPercent);
  // No bake after the last step.
  return Array.from({ length: count }, (_, index) =>
    index === count - 1 ? [100, 0] : [stepPercent * (index + 1), stepBakeTimeInMinutes],
  );
}

async function enter(
  given: Deployment,
  hooks: Hooks,
  stage: ServiceDeploymentLifecycleStage | HookStage,
  hookStage?: HookStage,
): Promise<void> {
  given.deployment.lifecycleStage = stage;
  await given.control.sleep(STAGE_MS);
  if (hookStage) await hooks.pauseAt(hookStage);
}

export async function shiftTraffic(
  given: Deployment,
  hooks: Hooks,
  alarmBakeMs: number,
): Promise<void> {
  const { deployment, control, service, ecs } = given;
  await enter(given, hooks, 'RECONCILE_SERVICE', 'RECONCILE_SERVICE');
  await enter(given, hooks, 'PRE_SCALE_UP', 'PRE_SCALE_UP');
  await enter(given, hooks, 'SCALE_UP');
  await scaleUpTarget(given);
  scaleIn(ecs, service);
  await enter(given, hooks, 'POST_SCALE_UP', 'POST_SCALE_UP');
  await enter(given, hooks, 'TEST_TRAFFIC_SHIFT');
  await enter(given, hooks, 'POST_TEST_TRAFFIC_SHIFT', 'POST_TEST_TRAFFIC_SHIFT');
  for (const [percent, minutes] of planSteps(given)) {
    await enter(given, hooks, 'PRE_PRODUCTION_TRAFFIC_SHIFT', 'PRE_PRODUCTION_TRAFFIC_SHIFT');
    await enter(given, hooks, 'PRODUCTION_TRAFFIC_SHIFT');
    deployment.trafficWeight = percent;
    await control.sleep(minutes * MINUTE_MS);
  }
  await enter(given, hooks, 'POST_PRODUCTION_TRAFFIC_SHIFT', 'POST_PRODUCTION_TRAFFIC_SHIFT');
  await enter(given, hooks, 'BAKE_TIME');
  await control.sleep(
    Math.max(alarmBakeMs, (deployment.configuration.bakeTimeInMinutes ?? 0) * MINUTE_MS),
  );
  await enter(given, hooks, 'CLEAN_UP');
  await drainOthers(given, deployment.target);
}
