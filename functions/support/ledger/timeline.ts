import { queryAll } from './change-item.js';
import { definedFields, type Json } from './json.js';
import { deploymentPk, expireAfter, KEPT_DAYS, TIMELINE_PREFIX } from './keys.js';
import type { Store } from './store.js';

/** One line of the record for people. */
export type TimelineEntry = {
  /** Unique in the deployment; the same id again is the same entry and changes nothing. */
  readonly entryId: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** For instance `step-started`, `alarm`, `verdict`. */
  readonly kind: string;
  readonly step?: string | undefined;
  readonly message: string;
  readonly data?: Json | undefined;
  /** Order among entries of the same millisecond; 0 where absent, then by id. */
  readonly order?: number | undefined;
};

export type TimelineLedger = {
  append(deploymentId: string, entry: TimelineEntry): Promise<void>;
  find(deploymentId: string, entryId: string): Promise<TimelineEntry | undefined>;
  /** All entries, oldest first. */
  list(deploymentId: string): Promise<readonly TimelineEntry[]>;
};

export function createTimelineLedger(store: Store): TimelineLedger {
  const keyOf = (deploymentId: string, entryId: string) => ({
    pk: deploymentPk(deploymentId),
    sk: `${TIMELINE_PREFIX}${entryId}`,
  });
  return {
    async append(deploymentId, entry) {
      const key = keyOf(deploymentId, entry.entryId);
      await store.put(
        {
          ...key,
          version: 1,
          body: definedFields(entry),
          expiresAt: expireAfter(entry.at, KEPT_DAYS),
        },
        0,
      );
    },
    async find(deploymentId, entryId) {
      return (await store.get(keyOf(deploymentId, entryId)))?.body as TimelineEntry | undefined;
    },
    async list(deploymentId) {
      const items = await queryAll(store, {
        pk: deploymentPk(deploymentId),
        prefix: TIMELINE_PREFIX,
      });
      return items.map((item) => item.body as TimelineEntry).sort(compareEntries);
    },
  };
}

function compareEntries(a: TimelineEntry, b: TimelineEntry): number {
  return a.at - b.at || (a.order ?? 0) - (b.order ?? 0) || a.entryId.localeCompare(b.entryId);
}
