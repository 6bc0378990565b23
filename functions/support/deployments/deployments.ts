import { DeploymentRequest } from '../../../core/deployment/request.js';
import type { StepTarget } from '../../../core/deployment/step-name.js';
import { AutolandError } from '../../../core/errors.js';
import { findBundleStack } from '../../../core/release/make-bundle.js';
import { asDeployed, type BundleStack, type ReleaseBundle } from '../../../core/release/release.js';
import { isMakingAlarms } from '../alarms/alarms-ahead.js';
import { getBundle } from '../aws/artifacts.js';
import { ledger } from '../ledger/current-ledger.js';
import type { Deployment, Refusal } from '../ledger/deployments.js';
import type { Json } from '../ledger/json.js';
import type { Step } from '../ledger/steps.js';

export async function getDeployment(deploymentId: string): Promise<Deployment> {
  const deployment = await ledger().deployments.find(deploymentId);
  if (!deployment) throw new AutolandError('NotFound', `deployment ${deploymentId} does not exist`);
  return deployment;
}

/** The request as it was accepted; defaults are filled in. */
export function requestOf(deployment: Deployment): DeploymentRequest {
  return DeploymentRequest.parse(deployment.request);
}

/** One topic of a deployment's details, written by us and therefore trusted. */
export function detail<T>(
  deployment: { readonly details: { readonly [topic: string]: Json } },
  topic: string,
): T | undefined {
  return deployment.details[topic] as T | undefined;
}

/** Writes details under the epoch; refused where somebody else holds the lease now, and after the verdict: stop here. */
export async function patchDeployment(
  deploymentId: string,
  epoch: number,
  details: { readonly [topic: string]: Json },
): Promise<Deployment> {
  const outcome = await ledger().deployments.patch(deploymentId, epoch, details);
  if (outcome.kind === 'written') return outcome.deployment;
  throw leaseLost(deploymentId, epoch, outcome);
}

/**
 * Asked right before every change: invariant I2, no change with a stale epoch; and none after the verdict, with which the
 * lease went. An execution that somebody continues from the console (redrive) may come here without one.
 */
export async function assertEpoch(deploymentId: string, epoch: number): Promise<Deployment> {
  const deployment = await getDeployment(deploymentId);
  const { verdict } = deployment;
  if (verdict !== null) throw leaseLost(deploymentId, epoch, { kind: 'ended', verdict });
  if (deployment.epoch !== epoch)
    throw leaseLost(deploymentId, epoch, { kind: 'stale', epoch: deployment.epoch });
  return deployment;
}

export function leaseLost(deploymentId: string, epoch: number, refusal: Refusal): AutolandError {
  return new AutolandError(
    'LeaseLost',
    `deployment ${deploymentId} ${describeLoss(epoch, refusal)}`,
  );
}

function describeLoss(epoch: number, refusal: Refusal): string {
  switch (refusal.kind) {
    case 'ended':
      return `has ended already, ${refusal.verdict}; send a new request`;
    case 'stale':
      return `acts under epoch ${epoch}, but the lease has passed on to ${refusal.epoch}`;
    case 'missing':
      return 'does not exist any more';
  }
}

export type LoadedStep = { readonly step: Step; readonly target: StepTarget };

export async function getStep(deploymentId: string, name: string): Promise<LoadedStep> {
  const step = await ledger().steps.find(deploymentId, name);
  const target = step && detail<StepTarget>(step, 'target');
  if (!step || !target)
    throw new AutolandError('NotFound', `deployment ${deploymentId} has no step ${name}`);
  return { step, target };
}

export type StackToChange = LoadedStep & {
  readonly bundle: ReleaseBundle;
  readonly stack: BundleStack;
  readonly bundleKey: string;
};

/** The step with the stack as its bundle wants it. */
export async function getStackToChange(deploymentId: string, name: string): Promise<StackToChange> {
  const { step, target } = await getStep(deploymentId, name);
  if (target.bundleKey === null)
    throw new AutolandError(
      'InputInvalid',
      `step ${name} deletes its stack, there is nothing to deploy`,
    );
  const bundle = await getBundle(target.bundleKey);
  const stack = findBundleStack(bundle, target.name, target.kind);
  if (!stack)
    throw new AutolandError(
      'NotFound',
      `bundle ${target.bundleKey} has no ${target.kind} ${target.name}`,
    );
  const wanted = target.phase === 'deploy' ? asDeployed(stack) : stack;
  const ahead = isMakingAlarms(step) ? target.alarmsAhead : undefined;
  return { step, target, bundle, stack: { ...wanted, ...ahead }, bundleKey: target.bundleKey };
}
