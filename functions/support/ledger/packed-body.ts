import { gunzipSync, gzipSync } from 'node:zlib';
import type { Item } from './store.js';

/** A body as the table has it: an object, or its JSON packed with gzip. */
export type StoredBody = Item['body'] | Uint8Array;

/** Characters of JSON. */
const MOST_PLAIN = 100_000;

/**
 * An item may have 400 KB, and a deployment of hundreds of workloads has more to say: plan, way back, alarms, requested
 * images. It says the same things again and again, so packed it is a tenth of that. Smaller ones stay readable.
 */
export function packBody(body: Item['body']): StoredBody {
  const text = JSON.stringify(body);
  return text.length > MOST_PLAIN ? gzipSync(text) : body;
}

export function unpackBody(stored: StoredBody): Item['body'] {
  return ArrayBuffer.isView(stored)
    ? (JSON.parse(gunzipSync(stored).toString()) as Item['body'])
    : stored;
}
