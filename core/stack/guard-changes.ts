import type { GuardDecision, GuardFinding, GuardPolicy } from './guard.js';
import type { ResourceChange } from './resource-change.js';
import { isStateful } from './stateful-types.js';

/**
 * Looks at what a change set would replace or remove before it is executed. What is kept in the account
 * (DeletionPolicy, UpdateReplacePolicy) is no loss. One change that is refused refuses all.
 */
export function guardChanges(
  changes: readonly ResourceChange[],
  policy: GuardPolicy = {},
): GuardDecision {
  const { statefulLoss = 'approve', otherReplacement = 'allow' } = policy;
  const losses = changes.flatMap((change) => findLoss(change) ?? []);
  const byPolicy = (wanted: 'approve' | 'refuse'): readonly GuardFinding[] =>
    losses
      .filter(({ stateful }) => (stateful ? statefulLoss : otherReplacement) === wanted)
      .map(({ finding }) => finding);
  const refused = byPolicy('refuse');
  if (refused.length > 0) return { kind: 'refused', findings: refused };
  const findings = byPolicy('approve');
  return findings.length > 0 ? { kind: 'needs-approval', findings } : { kind: 'pass' };
}

type Loss = { readonly stateful: boolean; readonly finding: GuardFinding };

function findLoss(change: ResourceChange): Loss | undefined {
  const { logicalId, type, action, certainty, retained, isOpened = false } = change;
  if (retained || (action !== 'replace' && action !== 'remove')) return undefined;
  // Copilot's zone for internal services has records of their stacks only, and Route 53 deletes none that has others.
  if (logicalId === 'InternalWorkloadsHostedZone' && action === 'remove') return undefined;
  // What is in a nested stack is judged by itself where the change set shows it.
  const stateful = isStateful(type) && !isOpened;
  // The removal of what holds nothing is undone by creating it again.
  if (!stateful && action === 'remove') return undefined;
  const verb = certainty === 'certain' ? 'would be' : 'may be';
  const done = action === 'replace' ? 'replaced' : 'removed';
  const cause = change.properties.length > 0 ? `: ${change.properties.join(', ')} changes` : '';
  const message = `${logicalId} (${type}) ${verb} ${done}${cause}`;
  return { stateful, finding: { logicalId, type, action, certainty, message } };
}
