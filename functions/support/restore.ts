import { RollbackRequest } from '../../core/deployment/request.js';
import {
  type StepItem,
  type StepTarget,
  stepName,
  toStepItem,
} from '../../core/deployment/step-name.js';
import { findBundleStack } from '../../core/release/make-bundle.js';
import type { BundleStack } from '../../core/release/release.js';
import { planRestore, type RestorePlan } from '../../core/rollback/plan-restore.js';
import type { EndedStep, StepResult } from '../../core/rollback/step-result.js';
import { ledger } from './current-ledger.js';
import { detail, getDeployment, requestOf } from './deployments.js';
import type { Deployment } from './ledger/deployments.js';
import type { Step } from './ledger/steps.js';
import { findPreviousOf, findReleaseOf, type ReleaseRef } from './release-of.js';
import { writeStep } from './steps.js';

/** How the steps of one phase ended; a step without a result was never begun or broke before it could tell. */
export async function listEndedSteps(
  deploymentId: string,
  phase: StepTarget['phase'],
): Promise<readonly EndedStep[]> {
  const steps = await ledger().steps.list(deploymentId);
  return steps.filter((step) => step.name.startsWith(`${phase}/`)).flatMap(toEndedStep);
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
    reason: 'the operation broke before its end was known',
  };
}

/** The deployment whose steps are to be undone: itself, or for a rollback of its own the one it was asked for. */
export async function getRolledBack(deployment: Deployment): Promise<Deployment> {
  return deployment.kind === 'rollback'
    ? getDeployment(RollbackRequest.parse(deployment.request).of)
    : deployment;
}

/** Plans the way back and writes its steps under the deployment that carries it out. */
export async function planRestoreSteps(
  deployment: Deployment,
  epoch: number,
): Promise<RestorePlan & { readonly items: readonly StepItem[] }> {
  const rolledBack = await getRolledBack(deployment);
  const [release, previous, ended] = await Promise.all([
    findReleaseOf(rolledBack),
    findPreviousOf(rolledBack),
    listEndedSteps(rolledBack.deploymentId, 'deploy'),
  ]);
  if (!release) return { steps: [], left: [], items: [] };
  const { options } = requestOf(rolledBack);
  const plan = planRestore(release, previous, ended, options);
  const previousKey = detail<ReleaseRef | null>(rolledBack, 'previous')?.bundleKey ?? null;
  const kinds = new Map(release.stacks.map((stack) => [stack.name, stack.kind]));
  const items: StepItem[] = [];
  for (const step of plan.steps) {
    const stack = findBundleStack(release, step.name);
    if (!stack) continue;
    const target: StepTarget = {
      phase: 'restore',
      kind: stack.kind,
      name: stack.name,
      stackName: stack.stackName,
      bundleKey: step.kind === 'remove' ? null : previousKey,
    };
    const predecessors = step.predecessors.map((name) =>
      stepName('restore', kinds.get(name) ?? 'workload', name),
    );
    const item = toStepItem(target);
    await writeStep(deployment.deploymentId, item.step, epoch, {
      kind: stack.kind,
      status: 'pending',
      predecessors,
      details: { target },
    });
    items.push(item);
  }
  return { ...plan, items };
}

/** The stacks that must be as their bundle says: all of the release, or those that were restored. */
export async function stacksToVerify(
  deployment: Deployment,
  against: 'release' | 'previous',
): Promise<readonly BundleStack[]> {
  if (against === 'release') return (await findReleaseOf(deployment))?.stacks ?? [];
  const previous = await findPreviousOf(await getRolledBack(deployment));
  const steps = await ledger().steps.list(deployment.deploymentId);
  const restored = steps
    .filter((step) => step.name.startsWith('restore/'))
    .flatMap((step) => detail<StepTarget>(step, 'target') ?? [])
    .filter((target) => target.bundleKey !== null);
  return (previous?.stacks ?? []).filter((stack) =>
    restored.some((target) => target.name === stack.name && target.kind === stack.kind),
  );
}
