import { Hono } from 'hono/tiny';
import * as z from 'zod';
import { AutolandError } from '../../../core/errors.js';
import { decideApproval } from '../approvals/answer-approval.js';
import { describeApproval } from '../approvals/describe-approval.js';
import type { Approval } from '../ledger/approvals.js';
import { ledger } from '../ledger/current-ledger.js';
import { now } from '../runtime/ambient.js';
import { findCaller } from './find-caller.js';
import { parseBody } from './parse-body.js';

/** Body of `POST /v1/approvals/{id}`. */
const ApprovalAnswer = z.strictObject({
  approved: z.boolean(),
  comment: z.string().max(500).optional(),
});

export const approvalRoutes = new Hono();

approvalRoutes.get('/:id', async (context) =>
  context.json(describeApproval(await getApproval(context.req.param('id')))),
);

/** Decided once. The same answer of the same person again is no mistake. */
approvalRoutes.post('/:id', async (context) => {
  const answer = parseBody(ApprovalAnswer, await context.req.text());
  const approval = await getApproval(context.req.param('id'));
  const caller = findCaller(context);
  if (caller !== undefined && caller === approval.requestedBy) throw refuseRequester(caller);
  const by = caller ?? 'localhost';
  const outcome = await decideApproval(approval.approvalId, { ...answer, by, at: now() });
  if (outcome.kind === 'missing') throw missing(approval.approvalId);
  const { decision } = outcome.approval;
  if (decision?.by !== by || decision.approved !== answer.approved)
    throw refuseSecond(outcome.approval);
  return context.json(describeApproval(outcome.approval));
});

async function getApproval(approvalId: string): Promise<Approval> {
  const approval = await ledger().approvals.find(approvalId);
  if (!approval) throw missing(approvalId);
  return approval;
}

const missing = (approvalId: string): AutolandError =>
  new AutolandError('NotFound', `approval ${approvalId} does not exist`);

function refuseRequester(caller: string): AutolandError {
  return new AutolandError(
    'Forbidden',
    `${caller} asked for the deployment and cannot approve it`,
    {
      instructions: ['have somebody else answer'],
    },
  );
}

function refuseSecond({ approvalId, decision }: Approval): AutolandError {
  const word = decision?.approved ? 'approved' : 'refused';
  return new AutolandError(
    'Conflict',
    `approval ${approvalId} was ${word} already by ${decision?.by}; an answer is final`,
  );
}
