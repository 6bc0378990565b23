import { canonicalJson, sha256 } from '../release/content-hash.js';

/** A question that a step or a plan has for a person. What is asked for twice in the same words is one question. */
export type ApprovalRequest = {
  /** `deployment`, `stateful-loss`, `continue-rollback`, `continue-rollback-skipping`, `pause`, `deletion`. */
  readonly kind: string;
  /** One sentence for people; ends in a question mark. */
  readonly question: string;
  /** What the question is about: findings, reasons, commands. Small, and never a secret. */
  readonly data: { readonly [key: string]: unknown };
  /** Milliseconds since the epoch when the question ends by itself; absent: as the deployment's options say. */
  readonly until?: number | undefined;
};

/** What a request may name as reason to ask a person before the first change. */
export const APPROVAL_REASONS = [
  'one-way',
  'reversible-with-loss',
  'stateful-replacement',
] as const;
export type ApprovalReason = (typeof APPROVAL_REASONS)[number];

/** Where a question comes from: a step of a deployment, or (step null) the deployment before its first change. */
export type ApprovalPlace = { readonly deploymentId: string; readonly step: string | null };

/** The same question in the same place has the same id, so that a state that looks again does not ask again. */
export function approvalId(place: ApprovalPlace, request: ApprovalRequest): string {
  const { deploymentId, step } = place;
  const { kind, question, data } = request;
  return `a-${sha256(canonicalJson({ deploymentId, step, kind, question, data })).slice(0, 20)}`;
}
