export const FAILURE_CLASSES = [
  'release',
  'configuration',
  'capacity',
  'permission',
  'throttling',
  'external-change',
] as const;

/**
 * Whose failure it was. `release`: the new code or image does not run; `configuration`: the template, its parameters
 * or what it refers to; `capacity`: AWS has none, a quota is used up, or AWS itself is in trouble; `permission`: a
 * role may not; `throttling`: too many calls; `external-change`: something outside the stack is in the way or gone.
 */
export type FailureClass = (typeof FAILURE_CLASSES)[number];

export type RootCause = {
  readonly logicalId: string;
  readonly resourceType: string;
  /** AWS's own words. */
  readonly reason: string;
  readonly class: FailureClass;
  /** What the user can do, one sentence. */
  readonly nextStep: string;
  /** ARN of the nested stack whose events tell more; null when the cause is where it was found. */
  readonly nestedStackId: string | null;
};

/** A task that ECS stopped during the operation, in ECS's words. */
export type StoppedTask = {
  /** `stoppedReason` */
  readonly reason: string;
  /** The container that ended, where one did: its exit code and its own reason. */
  readonly container?: string | undefined;
  readonly exitCode?: number | null | undefined;
  readonly containerReason?: string | undefined;
};

/** What other services tell about a failed operation. */
export type Evidence = {
  readonly stoppedTasks?: readonly StoppedTask[];
  /** Why targets were unhealthy, in the load balancer's words: `Health checks failed with these codes: [502]`. */
  readonly unhealthyTargets?: readonly string[];
  /** Names of alarms that fired. */
  readonly alarms?: readonly string[];
  /** Why we had ECS go back at a pause. */
  readonly refusal?: string | undefined;
};
