import * as z from 'zod';
import type { Immutable } from './immutable.js';
import { Duration } from './values.js';

/** `default` (100/200) or `recreate` (0/100), in any case; or the percentages themselves. */
export const Rolling = z.union([
  z.string(),
  z.object({
    max_percent: z.number().int().optional(),
    min_healthy_percent: z.number().int().optional(),
  }),
]);
export type Rolling = Immutable<z.infer<typeof Rolling>>;

/** A number is a count of failed tasks. */
export const CircuitBreakerThreshold = z.union([
  z.number(),
  z.object({
    type: z.enum(['bounded_percent', 'unbounded_percent', 'count']),
    value: z.number(),
  }),
]);
export type CircuitBreakerThreshold = Immutable<z.infer<typeof CircuitBreakerThreshold>>;

/** Without it, and for keys left out, both are true: what Copilot always renders. */
export const CircuitBreaker = z.object({
  enable: z.boolean().optional(),
  rollback: z.boolean().optional(),
  threshold: CircuitBreakerThreshold.optional(),
  reset_on_healthy_task: z.boolean().optional(),
});
export type CircuitBreaker = Immutable<z.infer<typeof CircuitBreaker>>;

const DEPLOYMENT_STRATEGIES = ['rolling', 'blue_green', 'linear', 'canary'] as const;

const LIFECYCLE_STAGES = [
  'reconcile_service',
  'pre_scale_up',
  'post_scale_up',
  'test_traffic_shift',
  'post_test_traffic_shift',
  'pre_production_traffic_shift',
  'production_traffic_shift',
  'post_production_traffic_shift',
] as const;

/** A Lambda function that ECS asks at the stages, or a pause that an approval ends. Exactly one of `lambda`, `pause`. */
export const LifecycleHook = z.object({
  /** ARN of the function, or the name of its CloudFormation export. */
  lambda: z.union([z.string(), z.object({ from_cfn: z.string() })]).optional(),
  pause: z.boolean().optional(),
  stages: z.array(z.enum(LIFECYCLE_STAGES)),
  timeout: Duration.optional(),
  on_timeout: z.enum(['rollback', 'continue']).optional(),
});
export type LifecycleHook = Immutable<z.infer<typeof LifecycleHook>>;

const controllerFields = {
  rolling: Rolling.optional(),
  circuit_breaker: CircuitBreaker.optional(),
  strategy: z.enum(DEPLOYMENT_STRATEGIES).optional(),
  /** How long both revisions run after the shift. */
  bake_time: Duration.optional(),
  /** `linear`: percent per step, and the bake after each. */
  step_percent: z.number().optional(),
  step_bake_time: Duration.optional(),
  /** `canary`: percent of the first shift, and its bake. */
  canary_percent: z.number().optional(),
  canary_bake_time: Duration.optional(),
  lifecycle_hooks: z.array(LifecycleHook).optional(),
  /** How long after success an alarm still brings the release back. */
  rollback_window: Duration.optional(),
  /** Set by the author when there is no way back from this release. */
  one_way: z.boolean().optional(),
};

/** Thresholds in percent; two of three one-minute averages at or above them roll back. */
const AlarmThresholds = z.object({
  cpu_utilization: z.number().optional(),
  memory_utilization: z.number().optional(),
});

const WorkerAlarmThresholds = AlarmThresholds.extend({
  messages_delayed: z.number().int().optional(),
});
export type RollbackAlarmThresholds = Immutable<z.infer<typeof WorkerAlarmThresholds>>;

export const Deployment = z.object({
  ...controllerFields,
  rollback_alarms: z.union([z.array(z.string()), AlarmThresholds]).optional(),
});
export type Deployment = Immutable<z.infer<typeof Deployment>>;

export const WorkerDeployment = z.object({
  ...controllerFields,
  rollback_alarms: z.union([z.array(z.string()), WorkerAlarmThresholds]).optional(),
});
export type WorkerDeployment = Immutable<z.infer<typeof WorkerDeployment>>;
