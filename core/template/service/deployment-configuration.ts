import { resolveCircuitBreaker, resolveRollingLimits } from '../../manifest/resolve/deployments.js';
import { parseGoDuration } from '../../manifest/resolve/go-duration.js';
import type { Deployment } from '../../manifest/schema/deployment.js';
import type { EcsService } from '../../manifest/schema/workload.js';
import type { CfnObject, CfnValue } from '../cloudformation.js';
import { NO_VALUE, when } from '../cloudformation.js';
import type { RenderContext } from '../context.js';
import { properties, unlessEmpty } from '../properties.js';
import { lifecycleHooks } from './lifecycle-hooks.js';
import { guardAlarms } from './rollback-alarms.js';

export type Strategy = 'BLUE_GREEN' | 'LINEAR' | 'CANARY';

const STRATEGIES: { readonly [name: string]: Strategy } = {
  blue_green: 'BLUE_GREEN',
  linear: 'LINEAR',
  canary: 'CANARY',
};

/** How ECS shifts traffic from one revision to the next; undefined for the rolling update, Copilot's only way. */
export function findStrategy(service: EcsService): Strategy | undefined {
  return STRATEGIES[service.deployment?.strategy ?? 'rolling'];
}

/** ECS asks for a bake time; 5 minutes where the manifest names none. */
const DEFAULT_BAKE_MINUTES = 5;

const minutes = (duration: string | undefined): number | undefined =>
  duration === undefined ? undefined : Math.round(parseGoDuration(duration) / 60);

function circuitBreaker(deployment: Deployment | undefined): CfnObject {
  const breaker = resolveCircuitBreaker(deployment?.circuit_breaker);
  const { threshold } = breaker;
  return properties({
    Enable: breaker.enable,
    Rollback: breaker.rollback,
    ThresholdConfiguration:
      threshold === undefined
        ? undefined
        : { Type: threshold.type.toUpperCase(), Value: threshold.value },
    ResetOnHealthyTask: breaker.resetOnHealthyTask,
  });
}

/**
 * Names are literal: the alarms refer to the service, so references back would be a cycle. Without alarms they are
 * switched off in so many words, so that removing them from the manifest takes effect; GovCloud lacks the property.
 */
function alarms(names: readonly string[]): CfnValue {
  if (names.length > 0) return { Enable: true, Rollback: true, AlarmNames: names };
  return when('IsGovCloud', NO_VALUE, { Enable: false, AlarmNames: [], Rollback: true });
}

function stepProperties(strategy: Strategy, deployment: Deployment | undefined): CfnObject {
  if (strategy === 'LINEAR') {
    return {
      LinearConfiguration: properties({
        StepPercent: deployment?.step_percent,
        StepBakeTimeInMinutes: minutes(deployment?.step_bake_time),
      }),
    };
  }
  if (strategy === 'CANARY') {
    return {
      CanaryConfiguration: properties({
        CanaryPercent: deployment?.canary_percent,
        CanaryBakeTimeInMinutes: minutes(deployment?.canary_bake_time),
      }),
    };
  }
  return {};
}

function strategyProperties(service: EcsService): CfnObject {
  const strategy = findStrategy(service);
  const hooks = unlessEmpty(lifecycleHooks(service));
  if (strategy === undefined) return properties({ LifecycleHooks: hooks });
  const { deployment } = service;
  return properties({
    Strategy: strategy,
    BakeTimeInMinutes: minutes(deployment?.bake_time) ?? DEFAULT_BAKE_MINUTES,
    ...stepProperties(strategy, deployment),
    LifecycleHooks: hooks,
  });
}

/** `DeploymentConfiguration` of a service. */
export function deploymentConfiguration(service: EcsService, context: RenderContext): CfnObject {
  const { deployment } = service;
  const limits = resolveRollingLimits(deployment?.rolling);
  const guard = guardAlarms(service, context);
  return properties({
    // ECS refuses the circuit breaker with every other strategy.
    DeploymentCircuitBreaker:
      findStrategy(service) === undefined ? circuitBreaker(deployment) : undefined,
    MinimumHealthyPercent: limits.minHealthyPercent,
    MaximumPercent: limits.maxPercent,
    Alarms: alarms([...guard.named, ...guard.created]),
    ...strategyProperties(service),
  });
}
