import type { LeaseRequest } from '../../../../core/lease/lease-table.js';
import type { Approval } from '../../../../functions/support/ledger/approvals.js';
import type { NewDeployment } from '../../../../functions/support/ledger/deployments.js';
import type { Guard } from '../../../../functions/support/ledger/guards.js';
import type { ReleaseRecord } from '../../../../functions/support/ledger/releases.js';
import type { TimelineEntry } from '../../../../functions/support/ledger/timeline.js';
import type { Wait } from '../../../../functions/support/ledger/waits.js';

export const PROD = { application: 'shop', environment: 'prod' };

export const aDeployment = (fields: Partial<NewDeployment> = {}): NewDeployment => ({
  deploymentId: 'd-1',
  ...PROD,
  kind: 'deploy',
  requestHash: 'hash-1',
  createdAt: 1000,
  request: { environment: 'prod', names: ['api'] },
  ...fields,
});

export const aLeaseRequest = (
  n: number | string,
  fields: Partial<LeaseRequest> = {},
): LeaseRequest => ({
  deploymentId: `d-${n}`,
  holder: `arn:execution:${n}`,
  scope: 'all',
  priority: 'deploy',
  source: `source-${n}`,
  whenTaken: 'queue',
  at: 1000,
  ...fields,
});

export const aWait = (fields: Partial<Wait> = {}): Wait => ({
  subject: 'stack/shop-prod-api',
  token: 'token-1',
  deploymentId: 'd-1',
  step: 'deploy/api',
  kind: 'stack',
  waitsFor: { operation: 'update', changeSetId: 'cs-1' },
  registeredAt: 1000,
  ...fields,
});

export const aRelease = (epoch: number, fields: Partial<ReleaseRecord> = {}): ReleaseRecord => ({
  releaseId: `r-${epoch}`,
  deploymentId: `d-${epoch}`,
  epoch,
  at: epoch * 1000,
  verdict: 'SUCCEEDED',
  bundleKey: `releases/r-${epoch}.json`,
  sourceCommit: null,
  workloads: ['api', 'web'],
  ...fields,
});

export const aGuard = (fields: Partial<Guard> = {}): Guard => ({
  ...PROD,
  alarm: 'api-5xx',
  workload: 'api',
  deploymentId: 'd-1',
  releaseId: 'r-1',
  epoch: 1,
  until: 3_600_000,
  ...fields,
});

export const anEntry = (
  entryId: string,
  at: number,
  fields: Partial<TimelineEntry> = {},
): TimelineEntry => ({
  entryId,
  at,
  kind: 'note',
  message: `entry ${entryId}`,
  ...fields,
});

export const anApproval = (fields: Partial<Approval> = {}): Omit<Approval, 'decision'> => ({
  approvalId: 'a-1',
  deploymentId: 'd-1',
  step: null,
  kind: 'stateful-loss',
  question: 'replace the table Orders?',
  data: {},
  requestedBy: 'ci',
  requestedAt: 1000,
  until: 9000,
  ...fields,
});
