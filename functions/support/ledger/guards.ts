import { changeItem, queryAll, removeItem } from './change-item.js';
import { environmentPk, expireAfter, GUARDS, KEPT_DAYS, sortable } from './keys.js';
import type { EnvironmentKey } from './leases.js';
import type { Store } from './store.js';

/** After success: an alarm that still guards a release for a while. */
export type Guard = EnvironmentKey & {
  readonly alarm: string;
  readonly workload: string;
  /** Guards every workload of the environment, which `workload` then names. */
  readonly isShared?: boolean;
  readonly deploymentId: string;
  readonly releaseId: string;
  /** Epoch of that deployment: a newer deployment's guard is never replaced by an older one's. */
  readonly epoch: number;
  /** Milliseconds since the epoch. */
  readonly until: number;
};

/** Loop protection: content that was rolled back and is refused until somebody forces it. */
export type RolledBackContent = {
  readonly releaseId: string;
  readonly deploymentId: string;
  readonly at: number;
  readonly reason: string;
};

export type GuardLedger = {
  /** Arms the alarm for a workload; false when a newer deployment's guard is there. */
  arm(guard: Guard): Promise<boolean>;
  /** Guards of this alarm, one per application, environment and workload; those past their `until` too. Strongly consistent. */
  findByAlarm(alarm: string): Promise<readonly Guard[]>;
  /** Every guard there is, those that end first first. From an index. */
  listAll(): Promise<readonly Guard[]>;
  /** Takes the guard off, if it still is that deployment's. */
  clear(
    guard: Pick<Guard, 'alarm' | 'application' | 'environment' | 'workload' | 'deploymentId'>,
  ): Promise<void>;
  markRolledBack(key: EnvironmentKey, content: RolledBackContent): Promise<void>;
  findRolledBack(key: EnvironmentKey, releaseId: string): Promise<RolledBackContent | undefined>;
  listRolledBack(key: EnvironmentKey): Promise<readonly RolledBackContent[]>;
  forgetRolledBack(key: EnvironmentKey, releaseId: string): Promise<void>;
};

/** A guard past its end is told nothing of; it may go. Rolled-back content is refused for as long as anybody may remember. */
const GUARD_DAYS = 7;

export function createGuardLedger(store: Store): GuardLedger {
  const guardKey = (guard: Pick<Guard, 'alarm' | 'application' | 'environment' | 'workload'>) => ({
    pk: `alarm/${guard.alarm}`,
    sk: `${guard.application}/${guard.environment}/${guard.workload}`,
  });
  const contentKey = (key: EnvironmentKey, releaseId: string) => ({
    pk: environmentPk(key),
    sk: `rolled-back/${releaseId}`,
  });

  return {
    arm(guard) {
      return changeItem(store, guardKey(guard), (item) => {
        const current = item?.body as Guard | undefined;
        if (current && current.epoch > guard.epoch) return { write: null, outcome: false };
        const expiresAt = expireAfter(guard.until, GUARD_DAYS);
        const gsi1sk = `${sortable(guard.until)}/${guard.alarm}`;
        return { write: { body: guard, gsi1pk: GUARDS, gsi1sk, expiresAt }, outcome: true };
      });
    },
    async findByAlarm(alarm) {
      const items = await queryAll(store, { pk: `alarm/${alarm}` });
      return items.map((item) => item.body as Guard);
    },
    async listAll() {
      const items = await queryAll(store, { pk: GUARDS, index: true });
      return items.map((item) => item.body as Guard);
    },
    clear(guard) {
      return removeItem(
        store,
        guardKey(guard),
        ({ body }) => body.deploymentId === guard.deploymentId,
      );
    },
    markRolledBack(key, content) {
      return changeItem(store, contentKey(key, content.releaseId), () => ({
        write: { body: content, expiresAt: expireAfter(content.at, KEPT_DAYS) },
        outcome: undefined,
      }));
    },
    async findRolledBack(key, releaseId) {
      const item = await store.get(contentKey(key, releaseId));
      return item?.body as RolledBackContent | undefined;
    },
    async listRolledBack(key) {
      const items = await queryAll(store, { pk: environmentPk(key), prefix: 'rolled-back/' });
      return items.map((item) => item.body as RolledBackContent);
    },
    forgetRolledBack(key, releaseId) {
      return removeItem(store, contentKey(key, releaseId), () => true);
    },
  };
}
