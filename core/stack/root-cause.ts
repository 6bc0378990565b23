export const FAILURE_CLASSES = [
  'release',
  'configuration',
  'capacity',
  'permission',
  'throttling',
  'external-change',
] as const;

/**
 * Whose failure it was. `release`: the new code or image does not run; `configuration`: template, parameters or a
 * quota-free mistake of the manifest; `capacity`: AWS had none, or a quota is used up; `external-change`: somebody
 * else changed or deleted what the stack relies on.
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

/** What other services tell about a failed operation. */
export type Evidence = {
  /** `stoppedReason` and container reasons of tasks that ECS stopped during the operation. */
  readonly stoppedTasks?: readonly { readonly reason: string; readonly exitCode?: number | null }[];
  /** Names of alarms that fired. */
  readonly alarms?: readonly string[];
};
