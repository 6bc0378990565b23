import { AutolandError } from '../../../core/errors.js';
import type { Item, ItemQuery, Key, Store } from './store.js';

/** What a decision wants written: fields of the item without its key and version. `null`: leave it as it is. */
export type ItemContent = Omit<Item, 'pk' | 'sk' | 'version'>;
export type ItemDecision<Outcome> = {
  readonly write: ItemContent | null;
  readonly outcome: Outcome;
};

/** Each round that fails means that somebody else's write succeeded, so this many rounds outlast any crowd. */
const MOST_ROUNDS = 500;

/**
 * Reads an item, lets `decide` look at it and writes what it says, if the item is still the one that was looked at;
 * otherwise all over again. `decide` must be pure and give the same answer when its own write turns out to be there
 * already: a write whose answer got lost is repeated by the SDK and then refused.
 */
export async function changeItem<Outcome>(
  store: Store,
  key: Key,
  decide: (current: Item | undefined) => ItemDecision<Outcome>,
): Promise<Outcome> {
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const current = await store.get(key);
    const { write, outcome } = decide(current);
    if (write === null) return outcome;
    const version = current?.version ?? 0;
    if (await store.put({ ...write, ...key, version: version + 1 }, version)) return outcome;
  }
  throw new AutolandError('Throttled', `item ${key.pk} ${key.sk} is being written by too many`);
}

/** Every item that the query finds, page by page. */
export async function queryAll(
  store: Store,
  query: Omit<ItemQuery, 'limit' | 'after'>,
): Promise<readonly Item[]> {
  const found: Item[] = [];
  let after: string | undefined;
  do {
    const page = await store.query({ ...query, after });
    found.push(...page.items);
    after = page.next ?? undefined;
  } while (after !== undefined);
  return found;
}

/** Deletes the item if it is there and still is what the caller means. */
export async function removeItem(
  store: Store,
  key: Key,
  isMeant: (item: Item) => boolean,
): Promise<void> {
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const item = await store.get(key);
    if (!item || !isMeant(item)) return;
    if (await store.remove(key, item.version)) return;
  }
}
