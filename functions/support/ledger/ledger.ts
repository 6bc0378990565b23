import type { ApprovalLedger } from './approvals.js';
import type { DeploymentLedger } from './deployments.js';
import type { GuardLedger } from './guards.js';
import type { LeaseLedger } from './leases.js';
import type { ReleaseLedger } from './releases.js';
import type { StepLedger } from './steps.js';
import type { TimelineLedger } from './timeline.js';
import type { WaitLedger } from './waits.js';

/** Everything that Autoland remembers. Times are milliseconds since the epoch. */
export type Ledger = {
  readonly deployments: DeploymentLedger;
  readonly timeline: TimelineLedger;
  readonly steps: StepLedger;
  readonly leases: LeaseLedger;
  readonly waits: WaitLedger;
  readonly releases: ReleaseLedger;
  readonly guards: GuardLedger;
  readonly approvals: ApprovalLedger;
};
