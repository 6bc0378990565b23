/** What is known when an alarm speaks after a release has succeeded. */
export type AfterSuccess = {
  readonly guard: { readonly deploymentId: string; readonly until: number };
  readonly now: number;
  readonly isFiring: boolean;
  /** The newest good release of the environment. */
  readonly currentDeploymentId: string | undefined;
  /** Deployments that hold the lease now. */
  readonly heldBy: readonly string[];
};

export type AfterSuccessDecision =
  | { readonly kind: 'roll-back' }
  | { readonly kind: 'ignore'; readonly reason: string };

/** An alarm of release N rolls back N, never N+1 (invariant I6); a deployment under way decides for itself. First rule wins. */
export function decideAfterSuccess(seen: AfterSuccess): AfterSuccessDecision {
  if (!seen.isFiring) return { kind: 'ignore', reason: 'the alarm does not fire any more' };
  if (seen.now > seen.guard.until)
    return { kind: 'ignore', reason: 'the watch after success is over' };
  if (seen.currentDeploymentId !== seen.guard.deploymentId) {
    return {
      kind: 'ignore',
      reason: `a newer release is in place (${seen.currentDeploymentId ?? 'none'})`,
    };
  }
  if (seen.heldBy.length > 0) {
    return {
      kind: 'ignore',
      reason: `${seen.heldBy.join(', ')} changes the environment and decides for itself`,
    };
  }
  return { kind: 'roll-back' };
}
