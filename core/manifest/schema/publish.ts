import * as z from 'zod';
import type { Immutable } from './immutable.js';

export const Topic = z.object({
  name: z.string(),
  fifo: z
    .union([z.boolean(), z.object({ content_based_deduplication: z.boolean().optional() })])
    .optional(),
});
export type Topic = Immutable<z.infer<typeof Topic>>;

export const Publish = z.object({ topics: z.array(Topic).optional() });
export type Publish = Immutable<z.infer<typeof Publish>>;
