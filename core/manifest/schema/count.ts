import * as z from 'zod';
import type { Immutable } from './immutable.js';
import { mergeRules } from './merge-rules.js';
import { Duration } from './values.js';

export const Cooldown = z.object({ in: Duration.optional(), out: Duration.optional() });
export type Cooldown = Immutable<z.infer<typeof Cooldown>>;

/** `"2-10"`, or the map. */
export const CountRange = z.union([
  z.string(),
  z.object({
    min: z.number().int().optional(),
    max: z.number().int().optional(),
    spot_from: z.number().int().optional(),
  }),
]);
export type CountRange = Immutable<z.infer<typeof CountRange>>;

export const ScalingNumber = z.union([
  z.number(),
  z.object({ value: z.number().optional(), cooldown: Cooldown.optional() }),
]);
export type ScalingNumber = Immutable<z.infer<typeof ScalingNumber>>;

export const ScalingDuration = z.union([
  Duration,
  z.object({ value: Duration.optional(), cooldown: Cooldown.optional() }),
]);
export type ScalingDuration = Immutable<z.infer<typeof ScalingDuration>>;

export const QueueDelay = z.object({
  acceptable_latency: Duration.optional(),
  msg_processing_time: Duration.optional(),
  cooldown: Cooldown.optional(),
});
export type QueueDelay = Immutable<z.infer<typeof QueueDelay>>;

const METRICS = [
  'cpu_percentage',
  'memory_percentage',
  'requests',
  'response_time',
  'queue_delay',
] as const;

/** One shape for all service types; which metrics a type may use is checked when the manifest is validated. */
export const AdvancedCount = z
  .object({
    spot: z.number().int().optional(),
    range: CountRange.optional(),
    cooldown: Cooldown.optional(),
    cpu_percentage: ScalingNumber.optional(),
    memory_percentage: ScalingNumber.optional(),
    requests: ScalingNumber.optional(),
    response_time: ScalingDuration.optional(),
    queue_delay: QueueDelay.optional(),
  })
  .register(mergeRules, {
    displaces: [
      { keys: ['spot'], removes: ['range', 'cooldown', ...METRICS] },
      { keys: ['range', ...METRICS], removes: ['spot'] },
    ],
  });
export type AdvancedCount = Immutable<z.infer<typeof AdvancedCount>>;

export const Count = z.union([z.number().int(), AdvancedCount]);
export type Count = Immutable<z.infer<typeof Count>>;
