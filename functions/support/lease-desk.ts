import type { LeaseHolder, LeaseRequest } from '../../core/lease/lease-table.js';
import { now } from './ambient.js';
import { ledger } from './current-ledger.js';
import { isRunning } from './executions.js';
import type { EnvironmentKey } from './ledger/leases.js';
import { note } from './timeline.js';
import { answerWait, subjects } from './waiting.js';

export type LeaseAnswer =
  | { readonly kind: 'granted'; readonly epoch: number }
  | { readonly kind: 'superseded'; readonly by: string }
  | { readonly kind: 'refused'; readonly heldBy: readonly string[] };

/** Grants, refuses or queues; undefined means queued: the answer comes through the task token. */
export async function askForLease(
  key: EnvironmentKey,
  request: LeaseRequest,
): Promise<LeaseAnswer | undefined> {
  const outcome = await ledger().leases.acquire(key, request);
  switch (outcome.kind) {
    case 'granted':
      await wakeGranted(key, outcome.alsoGranted);
      await tellSuperseded(key, outcome.superseded);
      await onGranted(request.deploymentId, outcome.epoch);
      return { kind: 'granted', epoch: outcome.epoch };
    case 'queued': {
      await wakeGranted(key, outcome.alsoGranted);
      await tellSuperseded(key, outcome.superseded);
      if (await stealFromDead(key, outcome.heldBy)) return askForLease(key, request);
      const holders = outcome.heldBy.map((holder) => holder.deploymentId).join(', ');
      await note(request.deploymentId, {
        kind: 'lease-queued',
        message: `waits for ${holders || 'its turn'}, at place ${outcome.position} of the queue`,
      });
      return undefined;
    }
    case 'refused':
      return { kind: 'refused', heldBy: outcome.heldBy.map((holder) => holder.deploymentId) };
    case 'superseded':
      return { kind: 'superseded', by: outcome.by };
  }
}

/** Frees the lease and starts whoever is next. Safe to repeat. */
export async function freeLease(
  key: EnvironmentKey,
  held: { readonly holder: string; readonly epoch: number },
): Promise<void> {
  const freed = await ledger().leases.release(key, { ...held, at: now() });
  if (freed.kind === 'freed') await wakeGranted(key, freed.granted);
}

/** Takes leases from holders whose execution does not run any more; true when at least one was taken. */
export async function stealFromDead(
  key: EnvironmentKey,
  holders: readonly LeaseHolder[],
): Promise<boolean> {
  let stolen = false;
  for (const { holder, epoch } of holders) {
    if (await isRunning(holder)) continue;
    const freed = await ledger().leases.steal(key, { holder, epoch, at: now() });
    if (freed.kind !== 'freed') continue;
    stolen = true;
    await wakeGranted(key, freed.granted);
  }
  return stolen;
}

async function wakeGranted(key: EnvironmentKey, granted: readonly LeaseHolder[]): Promise<void> {
  if (granted.length === 0) return;
  const waits = await ledger().waits.listBySubject(
    subjects.lease(key.application, key.environment),
  );
  for (const { deploymentId, epoch } of granted) {
    await onGranted(deploymentId, epoch);
    for (const wait of waits.filter((one) => one.deploymentId === deploymentId)) {
      await answerWait(wait, { kind: 'granted', epoch });
    }
  }
}

async function tellSuperseded(
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

async function onGranted(deploymentId: string, epoch: number): Promise<void> {
  await ledger().deployments.raiseEpoch(deploymentId, epoch);
  await note(deploymentId, {
    kind: 'lease-granted',
    id: String(epoch),
    message: `has the environment, epoch ${epoch}`,
  });
}
