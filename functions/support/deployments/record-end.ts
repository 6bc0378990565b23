import { type Conclusion, concludeFailure } from '../../../core/deployment/conclude.js';
import { describeDeadline } from '../../../core/deployment/deadline.js';
import type { Deviation } from '../../../core/deployment/find-deviations.js';
import { RollbackRequest } from '../../../core/deployment/request.js';
import type { LeftStack, LostImage } from '../../../core/rollback/plan-restore.js';
import type { Verdict } from '../../../core/verdict.js';
import { armGuards } from '../alarms/arm-guards.js';
import { forgiveContent, markRolledBack, putReleaseRecord } from '../alarms/guarding.js';
import { listRecordedBreaches } from '../alarms/recorded-breaches.js';
import { freeLease, leaveQueue } from '../lease/lease-desk.js';
import { ledger } from '../ledger/current-ledger.js';
import type { Deployment } from '../ledger/deployments.js';
import type { Json } from '../ledger/json.js';
import { clearWaits } from '../ledger/waiting.js';
import { hasWayBack } from '../release/release-of.js';
import { listUndone, recordManualReturn } from '../rollbacks/record-manual-return.js';
import { findManualRollback, getRolledBack } from '../rollbacks/restore.js';
import { now } from '../runtime/ambient.js';
import { describeTrouble, type Trouble } from '../runtime/trouble.js';
import { listEndedSteps, listStandingSteps } from '../steps/ended-steps.js';
import { freeSlots } from '../steps/start-steps.js';
import { detail, getDeployment, leaseLost } from './deployments.js';
import { CANCELLED, findPassedDeadline } from './stopping.js';
import { note } from './timeline.js';

export type RecordedEnd = { readonly verdict: Verdict; readonly summary: string };

/**
 * The verdict of a release: SUCCEEDED as told, anything else concluded from what is written down. One that was cancelled
 * before success could be written has not ended: it goes back first.
 */
export async function recordVerdict(
  deploymentId: string,
  epoch: number,
  verdict: 'SUCCEEDED' | null,
  trouble: Trouble,
): Promise<RecordedEnd | { readonly kind: 'cancelled' }> {
  const deployment = await getDeployment(deploymentId);
  if (deployment.verdict !== null) return confirmEnd(deployment, deployment.verdict);
  if (verdict === 'SUCCEEDED') return recordSuccess(deployment, epoch);
  const conclusion = concludeFailure(await gatherEnding(deployment, deployment, trouble));
  if (conclusion.verdict === 'ROLLED_BACK')
    await markRolledBack(deployment, deployment, conclusion.summary);
  return finish(deployment, epoch, conclusion.verdict, conclusion.summary, toDetails(conclusion));
}

async function recordSuccess(
  deployment: Deployment,
  epoch: number,
): Promise<RecordedEnd | { readonly kind: 'cancelled' }> {
  if (detail(deployment, CANCELLED) !== undefined) return { kind: 'cancelled' };
  await armGuards(deployment);
  await forgiveContent(deployment);
  const end = await writeEnd(deployment, epoch, 'SUCCEEDED', 'the release serves', {}, CANCELLED);
  return end ?? { kind: 'cancelled' };
}

export type RollbackEnd = RecordedEnd & { readonly kind: 'restored' | 'not-restored' };

/** How a rollback went. Inside a release the release writes the verdict; on its own it has one itself. */
export async function recordRollbackEnd(
  deploymentId: string,
  epoch: number,
  nested: boolean,
  trouble: Trouble,
): Promise<RollbackEnd> {
  const deployment = await getDeployment(deploymentId);
  if (deployment.verdict !== null) {
    const kind = deployment.verdict === 'ROLLED_BACK' ? 'restored' : 'not-restored';
    return { kind, ...(await confirmEnd(deployment, deployment.verdict)) };
  }
  const rolledBack = await getRolledBack(deployment);
  const conclusion = concludeFailure(await gatherEnding(rolledBack, deployment, trouble));
  const kind = conclusion.verdict === 'FAILED_DIRTY' ? 'not-restored' : 'restored';
  await note(deploymentId, {
    kind: 'rollback-ended',
    message: kind === 'restored' ? 'everything that was to go back is back' : conclusion.summary,
    data: { restored: kind === 'restored' },
  });
  if (nested) return { kind, verdict: conclusion.verdict, summary: conclusion.summary };
  const manual = findManualRollback(deployment);
  if (manual) await recordManualReturn(deployment, manual, conclusion);
  else {
    if (conclusion.verdict === 'ROLLED_BACK')
      await markRolledBack(rolledBack, deployment, conclusion.summary);
    await note(rolledBack.deploymentId, {
      kind: 'rolled-back-afterwards',
      message: `rolled back by ${deploymentId}: ${conclusion.verdict}`,
    });
  }
  return {
    kind,
    ...(await finish(
      deployment,
      epoch,
      conclusion.verdict,
      conclusion.summary,
      toDetails(manual ? { ...conclusion, rootCause: causeOf(deployment) } : conclusion),
    )),
  };
}

/** Nothing has failed: a person wanted it so. */
function causeOf(deployment: Deployment): Conclusion['rootCause'] {
  return {
    reason: RollbackRequest.parse(deployment.request).reason,
    nextStep: 'deploy a release that mends it: what went back is refused unless it is forced',
  };
}

/** A deployment that never got the lease: nothing has been changed. */
export async function recordNotStarted(
  deploymentId: string,
  reason: {
    readonly kind: string;
    readonly by?: string | undefined;
    readonly heldBy?: readonly string[] | undefined;
  },
): Promise<RecordedEnd> {
  const deployment = await getDeployment(deploymentId);
  if (deployment.verdict !== null) return confirmEnd(deployment, deployment.verdict);
  const passed = findPassedDeadline(deployment);
  switch (reason.kind) {
    case 'superseded':
      return finish(deployment, deployment.epoch, 'SUPERSEDED', `superseded by ${reason.by}`, {
        supersededBy: reason.by ?? null,
      });
    case 'too-late':
      return finish(
        deployment,
        deployment.epoch,
        'FAILED_CLEAN',
        `${passed ? describeDeadline(passed) : 'time was up'} while it waited for the environment`,
        {},
      );
    case 'cancelled':
      return finish(
        deployment,
        deployment.epoch,
        'CANCELLED',
        'cancelled while it waited for the environment',
        {},
      );
    default: {
      const holders = (reason.heldBy ?? []).join(', ');
      return finish(
        deployment,
        deployment.epoch,
        'FAILED_CLEAN',
        holders
          ? `refused: the environment is held by ${holders}`
          : 'refused: others wait for the environment already',
        {},
      );
    }
  }
}

async function gatherEnding(release: Deployment, carrier: Deployment, trouble: Trouble) {
  const restoreSteps = await listEndedSteps(carrier.deploymentId, 'restore');
  const left = detail<readonly LeftStack[]>(carrier, 'left') ?? [];
  const manual = findManualRollback(carrier);
  const { application, environment } = carrier;
  return {
    steps: manual ? listUndone(restoreSteps, left) : await listStandingSteps(release),
    restoreSteps,
    left,
    deviations: detail<readonly Deviation[]>(carrier, 'deviations-previous') ?? [],
    isCancelled: !manual && detail(release, CANCELLED) !== undefined,
    deadline: findPassedDeadline(carrier),
    refused: detail<{ reason: string }>(release, 'refused')?.reason,
    breaches: listRecordedBreaches(release),
    because:
      carrier.kind === 'rollback' ? RollbackRequest.parse(carrier.request).reason : undefined,
    trouble: describeTrouble(trouble),
    ...(hasWayBack(release) ? { goOn: { application, environment, asked: manual } } : {}),
    lostImages: detail<readonly LostImage[]>(carrier, 'lostImages') ?? [],
    releaseDeviations: detail<readonly Deviation[]>(release, 'deviations-release') ?? [],
  };
}

function toDetails({ rootCause, notRestored }: Conclusion): { readonly [topic: string]: Json } {
  return { rootCause: rootCause ?? null, notRestored: [...notRestored] };
}

/** Writes the verdict once, then lets go of the environment. Each part may run twice. */
export async function finish(
  deployment: Deployment,
  epoch: number,
  verdict: Verdict,
  summary: string,
  details: { readonly [topic: string]: Json },
): Promise<RecordedEnd> {
  const end = await writeEnd(deployment, epoch, verdict, summary, details);
  return end ?? { verdict, summary };
}

/** Undefined: prevented by a detail named `unless`, in one and the same write. */
async function writeEnd(
  deployment: Deployment,
  epoch: number,
  verdict: Verdict,
  summary: string,
  details: { readonly [topic: string]: Json },
  unless?: string,
): Promise<RecordedEnd | undefined> {
  const { deploymentId } = deployment;
  const told = { ...details, summary };
  // An execution that broke before it could tell its epoch still has the one that it was granted.
  const at = epoch === 0 ? deployment.epoch : epoch;
  const { deployments } = ledger();
  const outcome = await deployments.setVerdict(deploymentId, at, verdict, now(), told, unless);
  switch (outcome.kind) {
    case 'written':
      if (deployment.kind === 'deploy') await putReleaseRecord(outcome.deployment, verdict);
      await letGo(outcome.deployment, verdict, summary);
      return { verdict, summary };
    case 'already':
      return confirmEnd(outcome.deployment, outcome.deployment.verdict ?? verdict);
    case 'prevented':
      return undefined;
    default:
      throw leaseLost(deploymentId, epoch, outcome);
  }
}

/**
 * Of a deployment that has its verdict: makes up for what whoever wrote it did not come to, and tells the verdict. Here
 * end second deliveries, and executions that are continued from the console after the end.
 */
export async function confirmEnd(deployment: Deployment, verdict: Verdict): Promise<RecordedEnd> {
  const summary = detail<string>(deployment, 'summary') ?? '';
  if (deployment.kind === 'deploy')
    await putReleaseRecord(deployment, verdict, { when: 'if-absent' });
  await letGo(deployment, verdict, summary);
  return {
    verdict,
    summary: `${deployment.deploymentId} has ended already, ${verdict}: ${summary}`,
  };
}

/** Tells the verdict and lets go of the environment. Safe to repeat. */
async function letGo(deployment: Deployment, verdict: Verdict, summary: string): Promise<void> {
  const { deploymentId, application, environment } = deployment;
  await note(deploymentId, { kind: 'verdict', message: `${verdict}: ${summary}` });
  const key = { application, environment };
  await leaveQueue(key, deploymentId);
  const table = await ledger().leases.find(key);
  const held = table.holders.find((holder) => holder.deploymentId === deploymentId);
  if (held) await freeLease(key, held);
  await freeSlots(deployment);
  await clearWaits(deploymentId);
  // Last: until here the janitor would go on where this function dies.
  await ledger().deployments.close(deploymentId);
}
