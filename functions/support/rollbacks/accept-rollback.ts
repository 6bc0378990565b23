import type { ManualRollback, RollbackOrder } from '../../../core/deployment/request.js';
import { AutolandError } from '../../../core/errors.js';
import { canonicalJson, sha256 } from '../../../core/release/content-hash.js';
import { bundleOf } from '../../../core/release/make-bundle.js';
import { stackKey } from '../../../core/release/stack-key.js';
import { getBundle, putBundle } from '../aws/artifacts.js';
import { getDeployment } from '../deployments/deployments.js';
import { keyOfSameRequest } from '../deployments/same-request.js';
import { startExecutionOf } from '../deployments/start-execution.js';
import { note } from '../deployments/timeline.js';
import { ledger } from '../ledger/current-ledger.js';
import type { Deployment } from '../ledger/deployments.js';
import type { Json } from '../ledger/json.js';
import type { ReleaseRef } from '../release/release-of.js';
import { newId, now } from '../runtime/ambient.js';
import type { FoundReturn } from './decide-return.js';
import { describeReturn, type ReturnPreview } from './describe-return.js';
import { findReturn } from './find-return.js';

export type AcceptedRollback = {
  readonly deployment: Deployment;
  readonly isNew: boolean;
  /** Null for a request that came before. */
  readonly plan: ReturnPreview | null;
};

type Caller = {
  readonly idempotencyKey: string | undefined;
  readonly requestedBy: string | undefined;
};

/**
 * Accepts a rollback when there is a way back now, and starts it; it looks again when it has the environment, for which it
 * goes before every queued deployment. The same idempotency key, or the same request while one is under way, gives the
 * same rollback.
 */
export async function acceptRollback(
  order: RollbackOrder,
  { idempotencyKey, requestedBy }: Caller,
): Promise<AcceptedRollback> {
  const { application, environment } = order;
  const requestHash = sha256(canonicalJson({ rollback: order }));
  const key = idempotencyKey
    ? `key/${idempotencyKey}`
    : await keyOfSameRequest(application, environment, requestHash);
  // Asked first: once it has gone back there may be nothing left to go back to.
  const before = await ledger().deployments.findRequest(key);
  if (before && before.requestHash !== requestHash) throw keyInUse(before.deploymentId);
  const existing = before && (await ledger().deployments.find(before.deploymentId));
  if (existing) return { deployment: await start(existing), isNew: false, plan: null };
  const found = await findReturn(order);
  const plan = await describeReturn(order, found);
  const release = order.workload ? await putReleaseOf(found) : undefined;
  const { place } = await getDeployment(found.of);
  const manual: ManualRollback = { ...found.manual, ...(release ? { release } : {}) };
  const outcome = await ledger().deployments.create(
    {
      deploymentId: newId('rb'),
      application,
      environment,
      kind: 'rollback',
      requestHash,
      createdAt: now(),
      request: toJson({ of: found.of, reason: order.reason, alarms: [], manual }),
      ...(requestedBy ? { requestedBy } : {}),
      ...(place ? { place } : {}),
    },
    key,
  );
  if (outcome.kind === 'conflict') throw keyInUse(outcome.deploymentId);
  if (outcome.kind === 'created')
    await note(outcome.deployment.deploymentId, {
      kind: 'accepted',
      message: `asked to go back: ${order.reason}`,
    });
  const deployment = await start(outcome.deployment);
  return { deployment, isNew: outcome.kind === 'created', plan };
}

/** Tells the releases who rolls them back, and starts it. Safe to repeat: should the first caller have died before, this counts. */
async function start(rollback: Deployment): Promise<Deployment> {
  const { deploymentId, verdict } = rollback;
  if (verdict !== null) return rollback;
  const { manual } = rollback.request as { readonly manual?: ManualRollback };
  // A workload that goes back alone leaves the rest of its release in place.
  if (manual && !manual.workload) for (const id of manual.undone) await claim(id, deploymentId);
  await startExecutionOf(rollback);
  return rollback;
}

/** One that an alarm has asked for already, and that waits, goes on to try; whoever is first with the environment wins. */
async function claim(id: string, rollbackId: string): Promise<void> {
  const { kind, rolledBackBy } = await getDeployment(id);
  if (kind !== 'deploy') return;
  const other = rolledBackBy ? await ledger().deployments.find(rolledBackBy) : undefined;
  const hasEnded = other !== undefined && other.verdict !== null;
  await ledger().deployments.claimRollback(
    id,
    rollbackId,
    hasEnded ? other.deploymentId : undefined,
  );
}

/** What is in place afterwards of a workload that goes back alone: a release of itself only. */
async function putReleaseOf({ to, plan }: FoundReturn): Promise<ReleaseRef | undefined> {
  const [step] = plan.steps;
  if (!step?.bundleKey) return undefined;
  const { application, environment, stacks } = await getBundle(step.bundleKey);
  const alone = bundleOf({
    application,
    environment,
    sourceCommit: to?.sourceCommit ?? null,
    stacks: stacks
      .filter((stack) => stackKey(stack) === stackKey(step.stack))
      .map((stack) => ({ ...stack, predecessors: [] })),
  });
  return { releaseId: alone.releaseId, bundleKey: await putBundle(alone) };
}

function keyInUse(deploymentId: string): AutolandError {
  return new AutolandError(
    'Conflict',
    `the Idempotency-Key was used for another request (deployment ${deploymentId})`,
    { instructions: ['use a new key for a new request'] },
  );
}

/** Plain JSON: keys without a value are left out. */
function toJson(request: object): Json {
  return JSON.parse(JSON.stringify(request)) as Json;
}
