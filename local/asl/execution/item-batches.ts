import type { Json, JsonObject } from '../api.js';
import type { BatchLimits } from './language.js';
import { MAX_PAYLOAD_BYTES, sizeOf } from './limits.js';

/** Groups items for ItemBatcher: each child gets `{Items, BatchInput?}` within both limits and the payload limit. */
export function makeBatches(items: readonly Json[], limits: BatchLimits): readonly JsonObject[] {
  const maxItems = limits.items ?? Number.POSITIVE_INFINITY;
  const maxBytes = Math.min(limits.bytes ?? MAX_PAYLOAD_BYTES, MAX_PAYLOAD_BYTES);
  const wrap = (batch: readonly Json[]): JsonObject => ({
    Items: batch,
    ...(limits.input === undefined ? {} : { BatchInput: limits.input }),
  });
  const frameBytes = sizeOf(wrap([]));
  const batches: JsonObject[] = [];
  let batch: Json[] = [];
  let bytes = frameBytes;
  for (const item of items) {
    const itemBytes = sizeOf(item) + 1;
    if (batch.length > 0 && (batch.length >= maxItems || bytes + itemBytes > maxBytes)) {
      batches.push(wrap(batch));
      batch = [];
      bytes = frameBytes;
    }
    batch.push(item);
    bytes += itemBytes;
  }
  if (batch.length > 0) batches.push(wrap(batch));
  return batches;
}
