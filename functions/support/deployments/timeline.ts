import { ledger } from '../ledger/current-ledger.js';
import type { Json } from '../ledger/json.js';
import { nextOrder, now } from '../runtime/ambient.js';

export type Note = {
  readonly kind: string;
  readonly message: string;
  readonly step?: string;
  readonly data?: Json;
  /** Tells apart notes of the same kind and step; the same note written twice is one entry. */
  readonly id?: string;
};

/** Writes one line of the record for people. Safe to repeat. */
export async function note(deploymentId: string, { id, ...entry }: Note): Promise<void> {
  const entryId = [entry.kind, entry.step, id].filter((part) => part !== undefined).join(':');
  await ledger().timeline.append(deploymentId, {
    entryId,
    at: now(),
    order: nextOrder(),
    ...entry,
  });
}
