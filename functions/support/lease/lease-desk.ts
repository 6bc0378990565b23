import type { LeaseHolder } from '../../../core/lease/lease-table.js';
import { getDeployment } from '../deployments/deployments.js';
import { note } from '../deployments/timeline.js';
import { ledger } from '../ledger/current-ledger.js';
import type { EnvironmentKey } from '../ledger/leases.js';
import { answerWait, subjects } from '../ledger/waiting.js';
import type { Wait } from '../ledger/waits.js';
import { now } from '../runtime/ambient.js';

/** Frees the lease and starts whoever is next. Safe to repeat. */
export async function freeLease(
  key: EnvironmentKey,
  held: { readonly holder: string; readonly epoch: number },
): Promise<void> {
  const freed = await ledger().leases.release(key, { ...held, at: now() });
  if (freed.kind === 'freed') await wakeGranted(key, freed.granted);
}

/** Takes a deployment out of the queue and starts those that it kept waiting. Safe to repeat. */
export async function leaveQueue(key: EnvironmentKey, deploymentId: string): Promise<void> {
  const left = await ledger().leases.withdraw(key, { deploymentId, at: now() });
  if (left.kind === 'freed') await wakeGranted(key, left.granted);
}

/** Answers a wait whose turn has come or whose place was taken: whoever was to tell it may have died. */
export async function settleLeaseWait(wait: Wait): Promise<void> {
  const { deploymentId } = wait;
  const deployment = await getDeployment(deploymentId);
  const { holders, superseded } = await ledger().leases.find(deployment);
  const mine = holders.filter((holder) => holder.deploymentId === deploymentId);
  await wakeGranted(deployment, mine);
  await tellSuperseded(
    deployment,
    superseded.filter((one) => one.deploymentId === deploymentId),
  );
}

/** Tells those whose turn has come. */
export async function wakeGranted(
  key: EnvironmentKey,
  granted: readonly LeaseHolder[],
): Promise<void> {
  if (granted.length === 0) return;
  const waits = await ledger().waits.listBySubject(
    subjects.lease(key.application, key.environment),
  );
  for (const holder of granted) {
    const { deploymentId, epoch } = holder;
    await onGranted(holder);
    for (const wait of waits.filter((one) => one.deploymentId === deploymentId)) {
      await answerWait(wait, { kind: 'granted', epoch });
    }
  }
}

/** Tells those whose place was taken. */
export async function tellSuperseded(
  key: EnvironmentKey,
  superseded: readonly { readonly deploymentId: string; readonly by: string }[],
): Promise<void> {
  if (superseded.length === 0) return;
  const waits = await ledger().waits.listBySubject(
    subjects.lease(key.application, key.environment),
  );
  for (const { deploymentId, by } of superseded) {
    for (const wait of waits.filter((one) => one.deploymentId === deploymentId)) {
      await answerWait(wait, { kind: 'superseded', by });
    }
  }
}

/** Writes down that a deployment has the environment, or its part of it. Safe to repeat. */
export async function onGranted({
  deploymentId,
  epoch,
  scope,
}: Pick<LeaseHolder, 'deploymentId' | 'epoch' | 'scope'>): Promise<void> {
  const raised = await ledger().deployments.raiseEpoch(deploymentId, epoch);
  // One that has its verdict already does not begin: whoever finds it holding the lease frees it.
  if (raised.kind !== 'written' || raised.deployment.verdict !== null) return;
  const what = scope === 'all' ? 'the environment' : `${scope.join(', ')} of the environment`;
  await note(deploymentId, {
    kind: 'lease-granted',
    id: String(epoch),
    message: `has ${what}, epoch ${epoch}`,
  });
}
