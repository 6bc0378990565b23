import type { Baseline } from '../../../core/alarms/alarm-states.js';
import { splitTime } from '../../../core/deployment/split-time.js';
import type { Reversibility } from '../../../core/rollback/reversibility.js';
import { reportNets } from '../alarms/report-nets.js';
import { describeApproval } from '../approvals/describe-approval.js';
import { listApprovalsOf } from '../approvals/find-approvals.js';
import { describeDeletion } from '../deletion/describe-deletion.js';
import { ledger } from '../ledger/current-ledger.js';
import type { Deployment } from '../ledger/deployments.js';
import type { Step } from '../ledger/steps.js';
import { detail } from './deployments.js';

/** The deployment as the API and the rehearsal show it. Times are milliseconds since the epoch. */
export type DeploymentDocument = Awaited<ReturnType<typeof describeDeployment>>;

export async function describeDeployment(deployment: Deployment) {
  const { deploymentId } = deployment;
  const [steps, timeline, approvals, rollback] = await Promise.all([
    ledger().steps.list(deploymentId),
    ledger().timeline.list(deploymentId),
    listApprovalsOf(deployment),
    deployment.rolledBackBy ? ledger().deployments.find(deployment.rolledBackBy) : undefined,
  ]);
  // A release that went back after success is rolled back: the verdict tells the truth of now, `verdictAtEnd` of then.
  const hasGoneBack = rollback?.verdict === 'ROLLED_BACK' || rollback?.verdict === 'FAILED_DIRTY';
  const end = hasGoneBack ? rollback : deployment;
  const { verdict } = end;
  const document = {
    id: deploymentId,
    kind: deployment.kind,
    application: deployment.application,
    environment: deployment.environment,
    status: statusOf(deployment),
    verdict,
    verdictAtEnd: deployment.verdict,
    summary: read<string | null>(end, 'summary', null),
    requestedBy: deployment.requestedBy ?? null,
    requestedAt: deployment.createdAt,
    finishedAt: deployment.finishedAt,
    release: releaseIdOf(deployment, 'release'),
    previousRelease: releaseIdOf(deployment, 'previous'),
    plan: read<readonly unknown[]>(deployment, 'plan', []),
    warnings: read<readonly string[]>(deployment, 'warnings', []),
    wayBack: read<StoredReversibility | null>(deployment, 'wayBack', null),
    approvals: approvals.map(describeApproval),
    steps: steps.map(describeStep).sort(byStart),
    alarms: {
      baseline: read<Pick<Baseline, 'alarms'>>(deployment, 'baseline', { alarms: [] }).alarms,
      bake: read<Readonly<Record<string, unknown>> | null>(deployment, 'bake', null),
    },
    nets: await reportNets(deployment, steps, rollback),
    rootCause: read<Readonly<Record<string, unknown>> | null>(deployment, 'rootCause', null),
    notRestored: read<readonly unknown[]>(end, 'notRestored', []),
    left: read<readonly unknown[]>(end, 'left', []),
    deletion: deployment.kind === 'delete' ? describeDeletion(deployment) : null,
    rolledBackBy: deployment.rolledBackBy,
    timeline: timeline.map(({ at, kind, step, message }) => ({
      at,
      kind,
      step: step ?? null,
      message,
    })),
  };

  return { ...document, times: splitTime({ ...document, bake: document.alarms.bake }) ?? null };
}

/** A topic of the details, written by us and therefore trusted. */
function read<T>(deployment: Deployment, topic: string, absent: T): T {
  return detail<T>(deployment, topic) ?? absent;
}

function releaseIdOf(deployment: Deployment, topic: 'release' | 'previous'): string | null {
  return read<{ releaseId: string } | null>(deployment, topic, null)?.releaseId ?? null;
}

function statusOf(deployment: Deployment): 'QUEUED' | 'RUNNING' | 'ENDED' {
  if (deployment.verdict !== null) return 'ENDED';
  return deployment.epoch === 0 ? 'QUEUED' : 'RUNNING';
}

type StoredReversibility = Pick<Reversibility, 'way' | 'reasons' | 'warnings'>;

type DescribedStep = { readonly name: string; readonly startedAt: number | null };

function describeStep(step: Step) {
  const changes = detail<readonly unknown[]>(step, 'changes') ?? [];
  const result = detail<{ kind: string }>(step, 'result');
  const isChanged =
    result !== undefined && result.kind !== 'unchanged' && result.kind !== 'skipped';
  return {
    name: step.name,
    kind: step.kind,
    status: step.status,
    startedAt: step.startedAt,
    endedAt: step.endedAt,
    predecessors: step.predecessors,
    changes: isChanged ? changes.length : 0,
    result: result ?? null,
    rootCause: detail<Readonly<Record<string, unknown>> | null>(step, 'rootCause') ?? null,
  };
}

function byStart(one: DescribedStep, other: DescribedStep): number {
  return (
    (one.startedAt ?? Number.MAX_SAFE_INTEGER) - (other.startedAt ?? Number.MAX_SAFE_INTEGER) ||
    (one.name < other.name ? -1 : 1)
  );
}
