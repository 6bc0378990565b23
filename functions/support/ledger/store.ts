import type { Json } from './json.js';

/** Names in the table, for the code that makes it. */
export const TABLE = {
  partitionKey: 'pk',
  sortKey: 'sk',
  index: 'gsi1',
  indexPartitionKey: 'gsi1pk',
  indexSortKey: 'gsi1sk',
  /** Seconds since the epoch; DynamoDB deletes the item some time afterwards. */
  timeToLive: 'expiresAt',
} as const;

export type Key = { readonly pk: string; readonly sk: string };

export type Item = Key & {
  /** Counts the writes: a write names the version that it replaces. */
  readonly version: number;
  readonly body: { readonly [field: string]: Json };
  readonly gsi1pk?: string | undefined;
  readonly gsi1sk?: string | undefined;
  readonly expiresAt?: number | undefined;
};

export type ItemQuery = {
  readonly pk: string;
  /** Sort keys that begin with this. */
  readonly prefix?: string;
  /** Ask the index instead of the table; it lags behind a little. */
  readonly index?: boolean;
  readonly newestFirst?: boolean;
  readonly limit?: number;
  /** `next` of an earlier page. */
  readonly after?: string | undefined;
};

export type ItemPage = { readonly items: readonly Item[]; readonly next: string | null };

/**
 * The little that the ledger asks of a table. Every write is conditional on the version that was read, so a decision
 * taken on an item and the write that follows it are one atomic step; no operation needs two items at once.
 */
export type Store = {
  /** Strongly consistent. */
  get(key: Key): Promise<Item | undefined>;
  /** Writes `item` if the stored version is `replaces` (0: there is none); false when it is not. */
  put(item: Item, replaces: number): Promise<boolean>;
  /** Deletes the item if the stored version is `version`; false when it is not. */
  remove(key: Key, version: number): Promise<boolean>;
  query(query: ItemQuery): Promise<ItemPage>;
};
