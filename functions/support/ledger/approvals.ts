import type { Json } from './json.js';

/** A question to a person. */
export type Approval = {
  readonly approvalId: string;
  readonly deploymentId: string;
  /** For instance `replace-guard`, `one-way`, `pipeline-stage`. */
  readonly kind: string;
  readonly question: string;
  readonly data: Json;
  /** Who asked for the deployment; may not approve it. */
  readonly requestedBy: string;
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
