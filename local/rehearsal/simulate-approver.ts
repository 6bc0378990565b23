import { app } from '../../functions/support/api/app.js';
import { CALLER_HEADER } from '../../functions/support/api/find-caller.js';
import type { FunctionName } from '../../functions/support/runtime/triggers.js';
import type { Runtime } from '../runtime.js';

export const APPROVER_ANSWERS = ['yes', 'no', 'never'] as const;
export type ApproverAnswer = (typeof APPROVER_ANSWERS)[number];

/** How long the simulated person thinks, in simulated time. */
const THINKS_MS = 60_000;

export type Approver = {
  /** Hooks into the runtime: a question is noticed when it was asked. */
  readonly onInvoked: (name: FunctionName, event: unknown, result: unknown) => void;
  follow(runtime: Runtime): void;
};

/** A person who answers every question alike, through the API, or who never looks. */
export function simulateApprover(answer: ApproverAnswer | undefined): Approver {
  const seen = new Set<string>();
  let runtime: Runtime | undefined;
  return {
    follow: (followed) => {
      runtime = followed;
    },
    onInvoked: (name, _event, result) => {
      if (!runtime || name !== 'approvals' || answer === undefined || answer === 'never') return;
      const { approvalId } = result as { readonly approvalId: string };
      if (seen.has(approvalId)) return;
      seen.add(approvalId);
      const { clock } = runtime;
      clock.after(THINKS_MS, () => void clock.track(post(approvalId, answer === 'yes')));
    },
  };
}

async function post(approvalId: string, approved: boolean): Promise<void> {
  await app.request(`/v1/approvals/${approvalId}`, {
    method: 'POST',
    headers: { [CALLER_HEADER]: 'a rehearsed person' },
    body: JSON.stringify({ approved }),
  });
}
