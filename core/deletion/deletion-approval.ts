import type { ApprovalRequest } from '../approval/approval-request.js';

/**
 * What is deleted in a protected environment takes the yes of a second person; null where none of the environments is
 * protected.
 *
 * @param target What goes, for people: `workload api of shop-prod`.
 * @param stacks Names of the stacks that go.
 */
export function describeDeletionApproval(
  target: string,
  protectedEnvironments: readonly string[],
  stacks: readonly string[],
): ApprovalRequest | null {
  const [first] = protectedEnvironments;
  if (first === undefined) return null;
  const isOne = protectedEnvironments.length === 1;
  const which = isOne
    ? `environment ${first} is protected`
    : `environments ${protectedEnvironments.join(', ')} are protected`;
  return {
    kind: 'deletion',
    question: `${which}: may ${target} be deleted?`,
    data: { environments: protectedEnvironments, stacks: stacks.slice(0, MOST_STACKS) },
  };
}

/** The question goes through a state machine: what it is about must stay small. */
const MOST_STACKS = 100;
