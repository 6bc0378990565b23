import type { EnvironmentKey } from './leases.js';

/** After success: an alarm that still guards a release for a while. */
export type Guard = EnvironmentKey & {
  readonly alarm: string;
  readonly workload: string;
  readonly deploymentId: string;
  readonly releaseId: string;
  /** Epoch of that deployment: a newer deployment's guard is never replaced by an older one's. */
  readonly epoch: number;
  /** Milliseconds since the epoch. */
  readonly until: number;
};

/** Loop protection: content that was rolled back and is refused until somebody forces it. */
export type RolledBackContent = {
  readonly releaseId: string;
  readonly deploymentId: string;
  readonly at: number;
  readonly reason: string;
};

export type GuardLedger = {
  /** Arms the alarm for a workload; false when a newer deployment's guard is there. */
  arm(guard: Guard): Promise<boolean>;
  /** Guards of this alarm, one per application, environment and workload; those past their `until` too. Strongly consistent. */
  findByAlarm(alarm: string): Promise<readonly Guard[]>;
  /** Takes the guard off, if it still is that deployment's. */
  clear(
    guard: Pick<Guard, 'alarm' | 'application' | 'environment' | 'workload' | 'deploymentId'>,
  ): Promise<void>;
  markRolledBack(key: EnvironmentKey, content: RolledBackContent): Promise<void>;
  findRolledBack(key: EnvironmentKey, releaseId: string): Promise<RolledBackContent | undefined>;
  forgetRolledBack(key: EnvironmentKey, releaseId: string): Promise<void>;
};
