import type { Approval } from '../ledger/approvals.js';

/** An approval as the API shows it. Times are milliseconds since the epoch. */
export type ApprovalDocument = ReturnType<typeof describeApproval>;

export function describeApproval(approval: Approval) {
  const { approvalId, deploymentId, step, kind, question, data, decision } = approval;
  return {
    id: approvalId,
    deployment: deploymentId,
    step,
    kind,
    question,
    data,
    status: statusOf(approval),
    requestedBy: approval.requestedBy,
    requestedAt: approval.requestedAt,
    until: approval.until,
    decision: decision && {
      approved: decision.approved,
      by: decision.by,
      at: decision.at,
      comment: decision.comment ?? null,
    },
  };
}

function statusOf({ decision }: Approval): 'WAITING' | 'APPROVED' | 'REFUSED' {
  if (!decision) return 'WAITING';
  return decision.approved ? 'APPROVED' : 'REFUSED';
}
