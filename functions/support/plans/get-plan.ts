import { AutolandError } from '../../../core/errors.js';
import { asDeployed, type BundleStack, type ReleaseBundle } from '../../../core/release/release.js';
import type { StackKey } from '../../../core/release/stack-key.js';
import { stackKey } from '../../../core/release/stack-key.js';
import { getBundle } from '../aws/artifacts.js';
import type { Plan } from '../ledger/plans.js';
import type { StackSettings } from '../stacks/stack-settings.js';
import { plans } from './current-plans.js';

/** What `beginPlan` writes into the plan's details. */
export type PlanDetails = {
  readonly bundleKey: string;
  readonly settings: StackSettings;
  /** Holds the files that templates refer to. */
  readonly filesBucket: string;
  readonly heldBy: readonly string[];
  readonly warnings: readonly string[];
};

export async function getPlan(planId: string): Promise<Plan> {
  const plan = await plans().find(planId);
  if (!plan) throw new AutolandError('NotFound', `plan ${planId} does not exist`);
  return plan;
}

/** The bundle of a plan that was begun. */
export async function getPlanned(
  plan: Plan,
): Promise<PlanDetails & { readonly bundle: ReleaseBundle }> {
  const details = plan.details as unknown as PlanDetails;
  return { ...details, bundle: await getBundle(details.bundleKey) };
}

/** The stack as a deployment would bring it in. */
export function getStackOf(bundle: ReleaseBundle, key: string): BundleStack {
  const stack = bundle.stacks.find((one) => stackKey(one) === (key as StackKey));
  if (!stack) throw new AutolandError('NotFound', `release ${bundle.releaseId} has no ${key}`);
  return asDeployed(stack);
}
