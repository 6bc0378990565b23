import { changeItem, queryAll } from './change-item.js';
import { definedFields, type Json } from './json.js';
import { expireAfter, hashText, sortable, WAITS } from './keys.js';
import type { Item, Store } from './store.js';

/** A task token with what it waits for. */
export type Wait = {
  /** What its event names: `stack/<stack id>`, `alarm/<name>`, `lease/<app>/<env>`, `step/<deployment>/<name>`, … */
  readonly subject: string;
  readonly token: string;
  readonly deploymentId: string;
  readonly step: string;
  readonly kind: string;
  /** What the waker needs to decide: an operation, a change set, predecessors. */
  readonly waitsFor: Json;
  /** Milliseconds since the epoch: when the wait itself is over; absent where only the task's timeout ends it. */
  readonly until?: number | undefined;
  /** Milliseconds since the epoch. */
  readonly registeredAt: number;
};

export type WaitLedger = {
  /** The same token on the same subject replaces its earlier entry. */
  put(wait: Wait): Promise<void>;
  listBySubject(subject: string): Promise<readonly Wait[]>;
  /** Every wait of the deployment. From an index: one registered a moment ago may be missing. */
  listByDeployment(deploymentId: string): Promise<readonly Wait[]>;
  /** Every wait there is, for the janitor. From an index. */
  listAll(): Promise<readonly Wait[]>;
  /** Removes it; true for exactly one of those who try. A token taken by one who then dies is found by its heartbeat. */
  take(wait: Pick<Wait, 'subject' | 'token'>): Promise<boolean>;
};

/** Step Functions keeps an execution for a year at most, and with it its tokens. */
const WAIT_DAYS = 366;

export function createWaitLedger(store: Store): WaitLedger {
  const keyOf = ({ subject, token }: Pick<Wait, 'subject' | 'token'>) => ({
    pk: `wait/${subject}`,
    sk: hashText(token),
  });
  const toWaits = (items: readonly Item[]): readonly Wait[] =>
    items
      .map((item) => item.body as Wait)
      .sort((a, b) => a.registeredAt - b.registeredAt || a.token.localeCompare(b.token));

  return {
    put(wait) {
      return changeItem(store, keyOf(wait), () => ({
        write: {
          body: definedFields(wait),
          gsi1pk: WAITS,
          gsi1sk: `${wait.deploymentId}/${sortable(wait.registeredAt)}`,
          expiresAt: expireAfter(wait.registeredAt, WAIT_DAYS),
        },
        outcome: undefined,
      }));
    },
    async listBySubject(subject) {
      return toWaits(await queryAll(store, { pk: `wait/${subject}` }));
    },
    async listByDeployment(deploymentId) {
      return toWaits(await queryAll(store, { pk: WAITS, index: true, prefix: `${deploymentId}/` }));
    },
    async listAll() {
      return toWaits(await queryAll(store, { pk: WAITS, index: true }));
    },
    async take(wait) {
      const item = await store.get(keyOf(wait));
      return item !== undefined && store.remove(item, item.version);
    },
  };
}
