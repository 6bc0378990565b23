import {
  type Baseline,
  type Breach,
  describeSilence,
  findBreaches,
  takeBaseline,
} from '../../../core/alarms/alarm-states.js';
import { listWatchedAlarms } from '../../../core/deployment/watched-alarms.js';
import { listAlarms } from '../aws/cloudwatch.js';
import { detail, getDeployment, patchDeployment, requestOf } from '../deployments/deployments.js';
import { findStopReason, type InFlightBreach } from '../deployments/stopping.js';
import { note } from '../deployments/timeline.js';
import type { Deployment } from '../ledger/deployments.js';
import { answerWait, registerWait, subjects } from '../ledger/waiting.js';
import type { Wait } from '../ledger/waits.js';
import { atPlaceOf } from '../places/of-deployment.js';
import { findReleaseOf } from '../release/release-of.js';
import { decideAboutRollback } from '../rollbacks/decide-about-rollback.js';
import { now } from '../runtime/ambient.js';

export type BakeEnd =
  /** `silent`: a line for people per alarm that could not have spoken. */
  | { readonly kind: 'quiet'; readonly silent: readonly string[] }
  /** Told to stop before the bake had begun to wait. */
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'breach'; readonly breaches: readonly Breach[] };

/** Alarms that guard the deployment's release. */
async function watchedBy(deployment: Deployment) {
  const release = await findReleaseOf(deployment);
  return release ? listWatchedAlarms(release) : [];
}

/** Records how the alarms stand before the first change. */
export async function recordBaseline(
  deploymentId: string,
  epoch: number,
): Promise<Baseline['decision']> {
  const deployment = await getDeployment(deploymentId);
  const watched = await watchedBy(deployment);
  const existing = await listAlarms(watched.map((alarm) => alarm.name));
  const baseline = takeBaseline(
    watched,
    existing,
    requestOf(deployment).options.alarmsFiring,
    now(),
  );
  await patchDeployment(deploymentId, epoch, { baseline });
  for (const [index, message] of baseline.notes.entries()) {
    await note(deploymentId, { kind: 'alarm-baseline', id: String(index), message });
  }
  if (baseline.decision.kind === 'refuse') {
    await patchDeployment(deploymentId, epoch, { refused: { reason: baseline.decision.reason } });
  } else await heedInFlight(deploymentId, watched);
  return baseline.decision;
}

/** No task waits here: whoever hears the alarm finds the deployment by it (`settleInFlight`). */
async function heedInFlight(
  deploymentId: string,
  watched: readonly { readonly name: string }[],
): Promise<void> {
  await registerWait(
    watched.map(({ name }) => subjects.alarm(name)),
    {
      token: `in-flight/${deploymentId}`,
      deploymentId,
      step: 'deploy',
      kind: 'in-flight',
      waitsFor: null,
    },
  );
}

type Heard = { readonly breaches: readonly Breach[]; readonly silent: readonly string[] };

/** What the alarms of the deployment's release say now. */
async function hearAlarms(deployment: Deployment): Promise<Heard> {
  const baseline = detail<Baseline>(deployment, 'baseline');
  if (!baseline) return { breaches: [], silent: [] };
  const watched = await watchedBy(deployment);
  const alarms = await atPlaceOf(deployment, () => listAlarms(watched.map(({ name }) => name)));
  const { alarmsFiring: firing, alarmsMissing: missing } = requestOf(deployment).options;
  return {
    breaches: findBreaches(watched, alarms, baseline, { firing, missing }),
    silent: describeSilence(watched, alarms, baseline),
  };
}

/** The alarms that speak against the deployment's release now. */
export async function listBreaches(deployment: Deployment): Promise<readonly Breach[]> {
  return (await hearAlarms(deployment)).breaches;
}

/** How the bake stands: over, broken off, or undefined while it goes on. */
async function judgeBake(deployment: Deployment, until: number): Promise<BakeEnd | undefined> {
  const before = detail<InFlightBreach>(deployment, 'breached');
  if (before) return { kind: 'breach', breaches: before.breaches };
  if (findStopReason(deployment, 'deploy/') !== undefined) return { kind: 'cancelled' };
  const { breaches, silent } = await hearAlarms(deployment);
  if (breaches.length > 0) return { kind: 'breach', breaches };
  return now() >= until ? { kind: 'quiet', silent } : undefined;
}

/** Ends a waiting bake where the truth says so; records the end first, so that nothing depends on the waiter. */
export async function settleBake(
  wait: Pick<Wait, 'subject' | 'token' | 'deploymentId' | 'until'>,
): Promise<void> {
  const deployment = await getDeployment(wait.deploymentId);
  const end = await judgeBake(deployment, wait.until ?? 0);
  if (!end) return;
  await recordBakeEnd(deployment, end);
  if (end.kind === 'quiet') {
    await answerWait(wait, { kind: 'quiet' });
    return;
  }
  // Decided here and now: the release's state machine goes straight to the way back.
  const decision = await decideAboutRollback(deployment, deployment.epoch);
  await answerWait(wait, { kind: decision.kind });
}

/** Tells each alarm that speaks against the release. Safe to repeat. */
export async function recordBreaches(
  deploymentId: string,
  breaches: readonly Breach[],
): Promise<void> {
  for (const { name, workload, state, reason } of breaches) {
    await note(deploymentId, {
      kind: 'alarm',
      id: name,
      message: `alarm ${name} of ${workload} is ${state}: ${reason}`,
      data: { alarm: name, workload },
    });
  }
}

/** The first end counts: alarms go on speaking while the release goes back. */
async function recordBakeEnd(deployment: Deployment, end: BakeEnd): Promise<void> {
  if (detail<{ endedAt?: number }>(deployment, 'bake')?.endedAt !== undefined) return;
  await patchDeployment(deployment.deploymentId, deployment.epoch, {
    bake: { ...detail<object>(deployment, 'bake'), ...end, endedAt: now() },
  });
  if (end.kind === 'breach') await recordBreaches(deployment.deploymentId, end.breaches);
  for (const [index, message] of (end.kind === 'quiet' ? end.silent : []).entries())
    await note(deployment.deploymentId, { kind: 'alarm-silent', id: String(index), message });
}
