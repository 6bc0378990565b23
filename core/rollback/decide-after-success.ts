/** What is known when an alarm speaks after a release has succeeded. */
export type AfterSuccess = {
  readonly guard: { readonly deploymentId: string; readonly until: number };
  /** Milliseconds since the epoch since when the alarm speaks against the release; undefined: it does not. */
  readonly firingSince: number | undefined;
  /** The newest good release that may have changed the workload. */
  readonly currentDeploymentId: string | undefined;
  /** Deployments that hold the workload now. */
  readonly heldBy: readonly string[];
  /** When the last one that held the workload after the release let it go; 0: nobody has held it since. */
  readonly heldUntil: number;
};

export type AfterSuccessDecision =
  | { readonly kind: 'roll-back' }
  | { readonly kind: 'ignore'; readonly reason: string };

/**
 * An alarm of release N rolls back N, never N+1 (invariant I6); a deployment under way decides for itself, and what
 * fired while it did is its own even when the event comes late. First rule wins.
 */
export function decideAfterSuccess(seen: AfterSuccess): AfterSuccessDecision {
  const { guard, firingSince, currentDeploymentId, heldBy, heldUntil } = seen;
  if (firingSince === undefined) return ignore('the alarm does not speak against the release');
  // The moment it fired counts, not when that was seen: events come late or not at all.
  if (firingSince > guard.until) return ignore('the watch after success is over');
  if (currentDeploymentId !== guard.deploymentId)
    return ignore(`a newer release is in place (${currentDeploymentId ?? 'none'})`);
  if (heldBy.length > 0)
    return ignore(`${heldBy.join(', ')} changes the environment and decides for itself`);
  if (firingSince <= heldUntil)
    return ignore('it fired while another deployment changed the environment');
  return { kind: 'roll-back' };
}

function ignore(reason: string): AfterSuccessDecision {
  return { kind: 'ignore', reason };
}
