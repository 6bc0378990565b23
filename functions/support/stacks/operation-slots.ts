import { ledger } from '../ledger/current-ledger.js';
import type { Deployment } from '../ledger/deployments.js';
import { home } from '../places/whereabouts.js';
import { now } from '../runtime/ambient.js';
import { ENV, requireEnv } from '../runtime/env.js';
import { slots } from './current-slots.js';

/** CloudFormation's quotas are per account and region, and so is the limit. */
export function poolOf({ place }: Pick<Deployment, 'place'>): string {
  const { account, region } = place ?? home();
  return `${account}/${region}`;
}

/** One of the operations that may be under way at once in the account; true as well where the step has it already. */
export function takeSlot(deployment: Deployment, step: string): Promise<boolean> {
  const limit = Number(requireEnv(ENV.operationsAtOnce));
  const owner = { deploymentId: deployment.deploymentId, step };
  return slots().take(poolOf(deployment), owner, limit, now());
}

/** Frees what deployments with a verdict still have: whoever was to free it has died. */
export async function reclaimSlots(pool: string): Promise<void> {
  const ids = new Set((await slots().list(pool)).map(({ deploymentId }) => deploymentId));
  for (const deploymentId of ids) {
    const deployment = await ledger().deployments.find(deploymentId);
    if (deployment && deployment.verdict === null) continue;
    await slots().free(pool, { deploymentId });
  }
}
