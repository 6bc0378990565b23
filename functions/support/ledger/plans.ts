import type { Place } from '../../../core/places/place.js';
import { changeItem } from './change-item.js';
import { definedFields, type Json } from './json.js';
import { expireAfter } from './keys.js';
import type { Store } from './store.js';

/** A question what a release would do. It changes nothing and holds nothing. */
export type Plan = {
  readonly planId: string;
  readonly application: string;
  readonly environment: string;
  /** As for a deployment. */
  readonly request: Json;
  /** Where the environment is; absent: where the installation is. */
  readonly place?: Place;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly finishedAt: number | null;
  readonly status: 'RUNNING' | 'READY' | 'FAILED';
  /** What the work in between needs; what was found is in S3. */
  readonly details: { readonly [topic: string]: Json };
};

export type PlanLedger = {
  create(
    plan: Pick<Plan, 'planId' | 'application' | 'environment' | 'request' | 'createdAt' | 'place'>,
  ): Promise<Plan>;
  find(planId: string): Promise<Plan | undefined>;
  /** Sets the named fields, `details` topic by topic. The first end counts. */
  patch(
    planId: string,
    patch: Partial<Pick<Plan, 'finishedAt' | 'status' | 'details'>>,
  ): Promise<void>;
};

const PLAN_DAYS = 30;

export function createPlanLedger(store: Store): PlanLedger {
  const keyOf = (planId: string) => ({ pk: `plan/${planId}`, sk: 'plan' });
  return {
    create(made) {
      return changeItem<Plan>(store, keyOf(made.planId), (item) => {
        if (item) return { write: null, outcome: item.body as Plan };
        const plan: Plan = { ...made, finishedAt: null, status: 'RUNNING', details: {} };
        const expiresAt = expireAfter(made.createdAt, PLAN_DAYS);
        return { write: { body: definedFields(plan), expiresAt }, outcome: plan };
      });
    },
    async find(planId) {
      return (await store.get(keyOf(planId)))?.body as Plan | undefined;
    },
    patch(planId, { details, ...fields }) {
      return changeItem<void>(store, keyOf(planId), (item) => {
        const plan = item?.body as Plan | undefined;
        if (!item || !plan || plan.status !== 'RUNNING') return { write: null, outcome: undefined };
        const patched = { ...plan, ...fields, details: { ...plan.details, ...details } };
        const { expiresAt } = item;
        return { write: { body: definedFields(patched), expiresAt }, outcome: undefined };
      });
    },
  };
}
