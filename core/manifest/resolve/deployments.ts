import type { CircuitBreaker, CircuitBreakerThreshold, Rolling } from '../schema/deployment.js';

export type RollingLimits = { readonly minHealthyPercent: number; readonly maxPercent: number };

const DEFAULT: RollingLimits = { minHealthyPercent: 100, maxPercent: 200 };
const RECREATE: RollingLimits = { minHealthyPercent: 0, maxPercent: 100 };

/** Both forms of `deployment.rolling`; a key left out of the map has the default's value. */
export function resolveRollingLimits(rolling: Rolling | undefined): RollingLimits {
  if (typeof rolling === 'string') {
    return rolling.toLowerCase() === 'recreate' ? RECREATE : DEFAULT;
  }
  return {
    minHealthyPercent: rolling?.min_healthy_percent ?? DEFAULT.minHealthyPercent,
    maxPercent: rolling?.max_percent ?? DEFAULT.maxPercent,
  };
}

export type ResolvedCircuitBreaker = {
  readonly enable: boolean;
  readonly rollback: boolean;
  readonly threshold: Exclude<CircuitBreakerThreshold, number> | undefined;
  readonly resetOnHealthyTask: boolean | undefined;
};

/** Enabled, with rollback, unless the manifest says otherwise: what Copilot always renders. */
export function resolveCircuitBreaker(breaker: CircuitBreaker | undefined): ResolvedCircuitBreaker {
  const threshold = breaker?.threshold;
  return {
    enable: breaker?.enable ?? true,
    rollback: breaker?.rollback ?? true,
    threshold: typeof threshold === 'number' ? { type: 'count', value: threshold } : threshold,
    resetOnHealthyTask: breaker?.reset_on_healthy_task,
  };
}
