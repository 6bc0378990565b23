import { RollbackRequest } from '../../core/deployment/request.js';
import { type StepItem, type StepTarget, toStepItem } from '../../core/deployment/step-name.js';
import type { LeaseScope } from '../../core/lease/lease-table.js';
import { asDeployed, type BundleStack } from '../../core/release/release.js';
import { stackKey } from '../../core/release/stack-key.js';
import { isRemoved } from '../../core/release/without-stacks.js';
import {
  planRestore,
  type RestorePlan,
  type RestoreStep,
} from '../../core/rollback/plan-restore.js';
import type { EndedStep, StepResult } from '../../core/rollback/step-result.js';
import { ledger } from './current-ledger.js';
import { detail, getDeployment, requestOf } from './deployments.js';
import type { Deployment } from './ledger/deployments.js';
import { removedSince } from './ledger/removals.js';
import type { Step } from './ledger/steps.js';
import { findReleaseOf, getStacksBefore } from './release-of.js';
import { writeStep } from './steps.js';

/** How the steps of one phase ended, in the order in which they did; a step without a result was never begun or broke before it could tell. */
export async function listEndedSteps(
  deploymentId: string,
  phase: StepTarget['phase'],
): Promise<readonly EndedStep[]> {
  const steps = await ledger().steps.list(deploymentId);
  return steps
    .filter((step) => step.name.startsWith(`${phase}/`))
    .toSorted(byEnd)
    .flatMap(toEndedStep);
}

/** The first that fails is the cause of what follows. */
function byEnd(one: Step, other: Step): number {
  const endOf = ({ endedAt }: Step) => endedAt ?? Number.POSITIVE_INFINITY;
  return endOf(one) - endOf(other) || one.name.localeCompare(other.name);
}

/** How the stacks of a release ended; what was deleted since is past changing, restoring or blaming. */
export async function listStandingSteps(release: Deployment): Promise<readonly EndedStep[]> {
  const [steps, removals] = await Promise.all([
    listEndedSteps(release.deploymentId, 'deploy'),
    ledger().removals.list(release),
  ]);
  const removed = removedSince(removals, release.epoch);
  return steps.filter((step) => !isRemoved(step, removed));
}

function toEndedStep(step: Step): readonly EndedStep[] {
  const target = detail<StepTarget>(step, 'target');
  if (!target) return [];
  const { name, kind, stackName } = target;
  const result = detail<StepResult>(step, 'result') ?? resultWithout(step);
  return [{ name, kind, stackName, result, rootCause: detail(step, 'rootCause') ?? null }];
}

function resultWithout(step: Step): StepResult {
  if (step.status === 'pending') return { kind: 'skipped', reason: 'never begun' };
  return {
    kind: 'failed',
    status: 'UPDATE_FAILED',
    // Only what broke the orchestration can tell.
    reason: null,
  };
}

/** The deployment whose steps are to be undone: itself, or for a rollback of its own the one it was asked for. */
export async function getRolledBack(deployment: Deployment): Promise<Deployment> {
  return deployment.kind === 'rollback'
    ? getDeployment(RollbackRequest.parse(deployment.request).of)
    : deployment;
}

export type WayBack = RestorePlan & {
  /** The newest release that succeeded since. */
  readonly newest: string | undefined;
};

/** Plans the way back for whoever holds this part of the environment; nothing is written. */
export async function planWayBack(deployment: Deployment, scope: LeaseScope): Promise<WayBack> {
  const rolledBack = await getRolledBack(deployment);
  const [release, before, ended, newer] = await Promise.all([
    findReleaseOf(rolledBack),
    getStacksBefore(rolledBack),
    listStandingSteps(rolledBack),
    ledger().releases.listGoodSince(rolledBack, rolledBack.epoch),
  ]);
  const newest = newer[0]?.deploymentId;
  if (!release) return { steps: [], left: [], newest };
  const plan = planRestore({
    release,
    before,
    ended,
    policy: requestOf(rolledBack).options,
    accused: [],
    missingImages: [],
    newer,
    scope,
  });
  return { ...plan, newest };
}

/** Writes the steps of the way back under the deployment that carries it out. */
export function writeRestoreSteps(
  deploymentId: string,
  epoch: number,
  steps: readonly RestoreStep[],
): Promise<readonly StepItem[]> {
  return Promise.all(steps.map((step) => writeRestoreStep(deploymentId, epoch, step)));
}

async function writeRestoreStep(
  deploymentId: string,
  epoch: number,
  { stack, bundleKey, predecessors }: RestoreStep,
): Promise<StepItem> {
  const { kind, name, stackName } = stack;
  const target: StepTarget = { phase: 'restore', kind, name, stackName, bundleKey };
  const item = toStepItem(target);
  await writeStep(deploymentId, item.step, epoch, {
    kind,
    status: 'pending',
    predecessors: predecessors.map((key) => `restore/${key}`),
    details: { target },
  });
  return item;
}

/** The stacks that must be as their bundle says: all of the release, or those that were restored. */
export async function stacksToVerify(
  deployment: Deployment,
  against: 'release' | 'previous',
): Promise<readonly BundleStack[]> {
  if (against === 'release')
    return ((await findReleaseOf(deployment))?.stacks ?? []).map(asDeployed);
  const before = await getStacksBefore(await getRolledBack(deployment));
  const steps = await ledger().steps.list(deployment.deploymentId);
  return steps
    .filter((step) => step.name.startsWith('restore/'))
    .flatMap((step) => detail<StepTarget>(step, 'target') ?? [])
    .filter((target) => target.bundleKey !== null)
    .flatMap((target) => before.get(stackKey(target))?.stack ?? []);
}
