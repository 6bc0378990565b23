import type { LeaseRequest } from '../../../core/lease/lease-table.js';
import { buryDead } from '../deployments/dead.js';
import { note } from '../deployments/timeline.js';
import { ledger } from '../ledger/current-ledger.js';
import type { EnvironmentKey } from '../ledger/leases.js';
import { onGranted, tellSuperseded, wakeGranted } from './lease-desk.js';

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
      await onGranted({ ...request, epoch: outcome.epoch });
      return { kind: 'granted', epoch: outcome.epoch };
    case 'queued': {
      await wakeGranted(key, outcome.alsoGranted);
      await tellSuperseded(key, outcome.superseded);
      if (await buryDead(key, outcome.heldBy)) return askForLease(key, request);
      const holders = outcome.heldBy.map((holder) => holder.deploymentId).join(', ');
      await note(request.deploymentId, {
        kind: 'lease-queued',
        ...(request.outgrown ? { id: String(request.outgrown) } : {}),
        message: `waits for ${holders || 'its turn'}, at place ${outcome.position} of the queue`,
      });
      return undefined;
    }
    case 'refused':
      await wakeGranted(key, outcome.alsoGranted);
      if (await buryDead(key, outcome.heldBy)) return askForLease(key, request);
      return { kind: 'refused', heldBy: outcome.heldBy.map((holder) => holder.deploymentId) };
    case 'superseded':
      return { kind: 'superseded', by: outcome.by };
  }
}
