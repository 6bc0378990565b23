import * as z from 'zod';
import type { Immutable } from './immutable.js';
import { Duration, Uint16 } from './values.js';

export const QueueFifo = z.union([
  z.boolean(),
  z.object({
    content_based_deduplication: z.boolean().optional(),
    deduplication_scope: z.string().optional(),
    throughput_limit: z.string().optional(),
    high_throughput: z.boolean().optional(),
  }),
]);
export type QueueFifo = Immutable<z.infer<typeof QueueFifo>>;

export const Queue = z.object({
  retention: Duration.optional(),
  delay: Duration.optional(),
  timeout: Duration.optional(),
  dead_letter: z.object({ tries: Uint16.optional() }).optional(),
  fifo: QueueFifo.optional(),
});
export type Queue = Immutable<z.infer<typeof Queue>>;

export const TopicSubscription = z.object({
  name: z.string(),
  service: z.string(),
  filter_policy: z.record(z.string(), z.unknown()).optional(),
  queue: z.union([z.boolean(), Queue]).optional(),
});
export type TopicSubscription = Immutable<z.infer<typeof TopicSubscription>>;

export const Subscribe = z.object({
  topics: z.array(TopicSubscription).optional(),
  queue: Queue.optional(),
});
export type Subscribe = Immutable<z.infer<typeof Subscribe>>;
