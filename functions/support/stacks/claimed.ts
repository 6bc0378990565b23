import { isCovered } from '../../../core/lease/is-covered.js';
import type { LeaseScope } from '../../../core/lease/lease-table.js';
import { asDeployed, type BundleStack, type ReleaseBundle } from '../../../core/release/release.js';
import { type StacksBefore, stackKey } from '../../../core/release/stack-key.js';
import { isInProgress, parseStackStatus } from '../../../core/stack/stack-status.js';
import { findStack } from '../aws/cloudformation.js';
import { detail } from '../deployments/deployments.js';
import { ledger } from '../ledger/current-ledger.js';
import type { Deployment } from '../ledger/deployments.js';
import { isUpToDate } from './up-to-date.js';

/** What the deployment holds of its environment under this epoch. */
export async function findHeldScope(deployment: Deployment, epoch: number): Promise<LeaseScope> {
  const { holders } = await ledger().leases.find(deployment);
  const mine = holders.find(
    (holder) => holder.deploymentId === deployment.deploymentId && holder.epoch === epoch,
  );
  return mine?.scope ?? deployment.claim?.scope ?? 'all';
}

/** The part of the environment under which a deployment acts, written down when it was planned; absent: all of it. */
export function scopeOf(deployment: Deployment): LeaseScope {
  return detail<LeaseScope>(deployment, 'scope') ?? 'all';
}

/** Why the stack may not be changed: others change the rest of the environment meanwhile. */
export function findBeyond(deployment: Deployment, stack: BundleStack): string | undefined {
  const scope = scopeOf(deployment);
  if (isCovered(stack, scope)) return undefined;
  const held = scope === 'all' ? 'all of it' : scope.join(', ');
  return `stack ${stack.stackName} was changed by somebody else since this release was planned, which has only ${held} of the environment`;
}

/** Why the release needs all of its environment, though it names only workloads; undefined: it does not. */
export async function findOutgrown(
  { stacks }: ReleaseBundle,
  before: StacksBefore,
): Promise<string | undefined> {
  for (const stack of stacks.filter(({ kind }) => kind !== 'workload')) {
    const live = await findStack(stack.stackName);
    const isQuiet = live !== undefined && !isInProgress(parseStackStatus(live.status));
    if (!isQuiet || !(await isUpToDate(live, asDeployed(stack))))
      return `stack ${stack.stackName} changes too`;
  }
  const added = stacks.find((stack) => hasNewRule(stack, before.get(stackKey(stack))?.stack));
  return added && `${added.name} gets a listener rule, whose priority nobody else may take`;
}

/** Priorities are unique per listener: two releases at once would find the same number free. */
function hasNewRule({ listenerRules = {} }: BundleStack, before: BundleStack | undefined): boolean {
  return Object.entries(listenerRules).some(([id, { priority, listener }]) => {
    const known = before?.listenerRules?.[id];
    return known?.priority !== priority || known.listener !== listener;
  });
}
