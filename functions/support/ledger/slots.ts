import { queryAll } from './change-item.js';
import { expireAfter, hashText, sortable } from './keys.js';
import type { Item, Store } from './store.js';

/** A stack operation that counts against the limit of its pool. */
export type SlotOwner = { readonly deploymentId: string; readonly step: string };

export type SlotLedger = {
  /** Takes one of `limit` places in the pool; true as well when the owner has one. False: all are taken. */
  take(pool: string, owner: SlotOwner, limit: number, at: number): Promise<boolean>;
  /** Frees what the step, or without it the whole deployment, has; true when that was something. */
  free(
    pool: string,
    owner: Partial<SlotOwner> & { readonly deploymentId: string },
  ): Promise<boolean>;
  /** Strongly consistent. */
  list(pool: string): Promise<readonly SlotOwner[]>;
};

/** No execution lives longer than a year; a place that nobody has freed until then is nobody's. */
const SLOT_DAYS = 366;

/**
 * Each place is an item of its own, so that hundreds who want one at once seldom meet at the same item, and no counter
 * can drift: what is taken is what is there.
 */
export function createSlotLedger(store: Store): SlotLedger {
  const query = (pool: string) => queryAll(store, { pk: `slots/${pool}` });
  const ownerOf = ({ body }: Item) => body as SlotOwner;

  return {
    async take(pool, owner, limit, at) {
      const text = `${owner.deploymentId}/${owner.step}`;
      const start = Number.parseInt(hashText(text).slice(0, 8), 16);
      for (;;) {
        const items = await query(pool);
        const isMine = (item: Item): boolean => isOf(ownerOf(item), owner);
        if (items.some(isMine)) return true;
        if (items.length >= limit) return false;
        const taken = new Set(items.map(({ sk }) => sk));
        const open = Array.from({ length: limit }, (_, index) => sortable(index)).filter(
          (sk) => !taken.has(sk),
        );
        const sk = open[start % open.length];
        if (sk === undefined) return false;
        const item = { pk: `slots/${pool}`, sk, version: 1, body: { ...owner } };
        if (await store.put({ ...item, expiresAt: expireAfter(at, SLOT_DAYS) }, 0)) return true;
      }
    },
    async free(pool, owner) {
      const mine = (await query(pool)).filter((item) => isOf(ownerOf(item), owner));
      const freed = await Promise.all(mine.map((item) => store.remove(item, item.version)));
      return freed.some((isFreed) => isFreed);
    },
    async list(pool) {
      return (await query(pool)).map(ownerOf);
    },
  };
}

function isOf(one: SlotOwner, { deploymentId, step }: Parameters<SlotLedger['free']>[1]): boolean {
  return one.deploymentId === deploymentId && (step === undefined || one.step === step);
}
