import { changeItem } from './change-item.js';
import { definedFields, type Json } from './json.js';
import { expireAfter, KEPT_DAYS } from './keys.js';
import type { Store } from './store.js';

/** A question to a person. */
export type Approval = {
  readonly approvalId: string;
  readonly deploymentId: string;
  /** Step that waits for it; null: the deployment, before its first change. */
  readonly step: string | null;
  /** `deployment`, `stateful-loss`, `continue-rollback`, `pause`, `deletion`. */
  readonly kind: string;
  readonly question: string;
  readonly data: Json;
  /** Who asked for the deployment and may not approve it; null where nobody checked, as on localhost. */
  readonly requestedBy: string | null;
  /** Milliseconds since the epoch. */
  readonly requestedAt: number;
  readonly until: number;
  readonly decision: Decision | null;
};

export type Decision = {
  readonly approved: boolean;
  readonly by: string;
  readonly at: number;
  readonly comment?: string | undefined;
};

export type DecideOutcome =
  | { readonly kind: 'decided'; readonly approval: Approval }
  /** Somebody was first: this is what they said. */
  | { readonly kind: 'already'; readonly approval: Approval }
  | { readonly kind: 'missing' };

export type ApprovalLedger = {
  /** Asks; asking again with the same id changes nothing and returns what is there. */
  put(approval: Omit<Approval, 'decision'>): Promise<Approval>;
  find(approvalId: string): Promise<Approval | undefined>;
  /** Exactly once. */
  decide(approvalId: string, decision: Decision): Promise<DecideOutcome>;
};

export function createApprovalLedger(store: Store): ApprovalLedger {
  const keyOf = (approvalId: string) => ({ pk: `approval/${approvalId}`, sk: 'approval' });
  return {
    put(approval) {
      return changeItem<Approval>(store, keyOf(approval.approvalId), (item) => {
        if (item) return { write: null, outcome: item.body as Approval };
        const asked: Approval = { ...approval, decision: null };
        const expiresAt = expireAfter(approval.requestedAt, KEPT_DAYS);
        return { write: { body: definedFields(asked), expiresAt }, outcome: asked };
      });
    },
    async find(approvalId) {
      return (await store.get(keyOf(approvalId)))?.body as Approval | undefined;
    },
    decide(approvalId, decision) {
      return changeItem<DecideOutcome>(store, keyOf(approvalId), (item) => {
        if (!item) return { write: null, outcome: { kind: 'missing' } };
        const approval = item.body as Approval;
        if (approval.decision) return { write: null, outcome: { kind: 'already', approval } };
        const decided: Approval = { ...approval, decision };
        const { expiresAt } = item;
        return {
          write: { body: { ...decided, decision: definedFields(decision) }, expiresAt },
          outcome: { kind: 'decided', approval: decided },
        };
      });
    },
  };
}
