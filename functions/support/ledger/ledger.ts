import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type ApprovalLedger, createApprovalLedger } from './approvals.js';
import { createDeploymentLedger, type DeploymentLedger } from './deployments.js';
import { createDynamoStore } from './dynamodb-store.js';
import { createGuardLedger, type GuardLedger } from './guards.js';
import { createLeaseLedger, type LeaseLedger } from './leases.js';
import { createProtectionLedger, type ProtectionLedger } from './protection.js';
import { createReleaseLedger, type ReleaseLedger } from './releases.js';
import { createRemovalLedger, type RemovalLedger } from './removals.js';
import { createStepLedger, type StepLedger } from './steps.js';
import type { Store } from './store.js';
import { createTimelineLedger, type TimelineLedger } from './timeline.js';
import { createWaitLedger, type WaitLedger } from './waits.js';

/** Everything that Autoland remembers. Times are milliseconds since the epoch. */
export type Ledger = {
  readonly deployments: DeploymentLedger;
  readonly timeline: TimelineLedger;
  readonly steps: StepLedger;
  readonly leases: LeaseLedger;
  readonly waits: WaitLedger;
  readonly releases: ReleaseLedger;
  readonly removals: RemovalLedger;
  readonly protection: ProtectionLedger;
  readonly guards: GuardLedger;
  readonly approvals: ApprovalLedger;
};

export function createLedger(store: Store): Ledger {
  return {
    deployments: createDeploymentLedger(store),
    timeline: createTimelineLedger(store),
    steps: createStepLedger(store),
    leases: createLeaseLedger(store),
    waits: createWaitLedger(store),
    releases: createReleaseLedger(store),
    removals: createRemovalLedger(store),
    protection: createProtectionLedger(store),
    guards: createGuardLedger(store),
    approvals: createApprovalLedger(store),
  };
}

export function createDynamoLedger(client: DynamoDBDocumentClient, tableName: string): Ledger {
  return createLedger(createDynamoStore(client, tableName));
}
