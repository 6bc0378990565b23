import type { Baseline } from '../../core/alarms/alarm-states.js';
import { ledger } from './current-ledger.js';
import { detail } from './deployments.js';
import type { Deployment } from './ledger/deployments.js';
import type { Step } from './ledger/steps.js';

/** The deployment as the API and the rehearsal show it. Times are milliseconds since the epoch. */
export type DeploymentDocument = Awaited<ReturnType<typeof describeDeployment>>;

export async function describeDeployment(deployment: Deployment) {
  const { deploymentId } = deployment;
  const [steps, timeline, rollback] = await Promise.all([
    ledger().steps.list(deploymentId),
    ledger().timeline.list(deploymentId),
    deployment.rolledBackBy ? ledger().deployments.find(deployment.rolledBackBy) : undefined,
  ]);
  // A release that went back after success is rolled back: the verdict tells the truth of now, `verdictAtEnd` of then.
  const verdict = rollback?.verdict ?? deployment.verdict;
  return {
    id: deploymentId,
    kind: deployment.kind,
    application: deployment.application,
    environment: deployment.environment,
    status: deployment.verdict === null ? (deployment.epoch === 0 ? 'QUEUED' : 'RUNNING') : 'ENDED',
    verdict,
    verdictAtEnd: deployment.verdict,
    summary: detail<string>(rollback ?? deployment, 'summary') ?? null,
    requestedAt: deployment.createdAt,
    finishedAt: deployment.finishedAt,
    release: detail<{ releaseId: string }>(deployment, 'release')?.releaseId ?? null,
    previousRelease:
      detail<{ releaseId: string } | null>(deployment, 'previous')?.releaseId ?? null,
    plan: detail<readonly unknown[]>(deployment, 'plan') ?? [],
    warnings: detail<readonly string[]>(deployment, 'warnings') ?? [],
    steps: steps.map(describeStep).sort(byStart),
    alarms: {
      baseline: detail<Baseline>(deployment, 'baseline')?.alarms ?? [],
      bake: detail<Readonly<Record<string, unknown>>>(deployment, 'bake') ?? null,
    },
    rootCause: detail<Readonly<Record<string, unknown>>>(deployment, 'rootCause') ?? null,
    notRestored: detail<readonly unknown[]>(rollback ?? deployment, 'notRestored') ?? [],
    left: detail<readonly unknown[]>(rollback ?? deployment, 'left') ?? [],
    rolledBackBy: deployment.rolledBackBy,
    timeline: timeline.map(({ at, kind, step, message }) => ({
      at,
      kind,
      step: step ?? null,
      message,
    })),
  };
}

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
