import {
  type AlarmView,
  type Baseline,
  type Breach,
  findBreaches,
} from '../../../core/alarms/alarm-states.js';
import { areInConflict } from '../../../core/lease/acquire-lease.js';
import { isCovered } from '../../../core/lease/is-covered.js';
import { groupByKeys } from '../../../core/plan/group-by.js';
import { canonicalJson, sha256 } from '../../../core/release/content-hash.js';
import { decideAfterSuccess } from '../../../core/rollback/decide-after-success.js';
import { findOvertaking } from '../../../core/rollback/find-overtaking.js';
import type { Verdict } from '../../../core/verdict.js';
import { listAlarms } from '../aws/cloudwatch.js';
import { detail, requestOf } from '../deployments/deployments.js';
import { startExecutionOf } from '../deployments/start-execution.js';
import { note } from '../deployments/timeline.js';
import { ledger } from '../ledger/current-ledger.js';
import type { Deployment } from '../ledger/deployments.js';
import type { Guard } from '../ledger/guards.js';
import type { ReleaseRecord } from '../ledger/releases.js';
import { atDeployment } from '../places/of-deployment.js';
import { findReleaseOf, type ReleaseRef } from '../release/release-of.js';
import { findKept } from '../rollbacks/kept-stacks.js';
import { now } from '../runtime/ambient.js';
import { scopeOf } from '../stacks/claimed.js';

/** Looks at an alarm that guards a release after success, and starts its rollback once. */
export async function followGuards(alarmName: string): Promise<void> {
  await follow(await ledger().guards.findByAlarm(alarmName));
}

/** Environments in two places may have alarms of one name: each deployment's are looked at in its own. */
async function follow(guards: readonly Guard[]): Promise<void> {
  const groups = groupByKeys(guards, ({ deploymentId }) => [deploymentId]);
  for (const [deploymentId, own] of groups) {
    await atDeployment(deploymentId, async () => {
      const alarms = await listAlarms([...new Set(own.map(({ alarm }) => alarm))]);
      for (const guard of own) await followGuard(guard, alarms);
    });
  }
}

/** How long a guard is looked at after its end: what fired before may be seen only now. */
const AFTERGLOW_MS = 3_600_000;

/** Looks at all alarms that guard releases, for events that got lost; drops guards that are over. */
export async function followAllGuards(): Promise<void> {
  const guards = await ledger().guards.listAll();
  const [live, over] = partition(guards, (guard) => guard.until + AFTERGLOW_MS > now());
  for (const guard of over) await ledger().guards.clear(guard);
  await follow(live);
}

function partition<T>(items: readonly T[], isFirst: (item: T) => boolean): readonly [T[], T[]] {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))];
}

async function followGuard(guard: Guard, alarms: readonly AlarmView[]): Promise<void> {
  const key = { application: guard.application, environment: guard.environment };
  const breach = await findBreachOf(guard, alarms);
  if (!breach) return;
  const [since, table, heldUntil] = await Promise.all([
    ledger().releases.listInPlaceSince(key, guard.epoch - 1),
    ledger().leases.find(key),
    findLastEndSince(guard),
  ]);
  const decision = decideAfterSuccess({
    guard,
    firingSince: breach.since,
    currentDeploymentId: findOvertaking(
      guardedBy(guard),
      since.filter((one) => hasTakenOver(one, guard)),
    )?.deploymentId,
    heldBy: table.holders
      .filter((holder) =>
        areInConflict(holder, { scope: guard.isShared ? 'all' : [guard.workload] }),
      )
      .map((holder) => holder.deploymentId),
    heldUntil,
  });
  if (decision.kind === 'ignore') return;
  const message = `alarm ${guard.alarm} of ${guard.workload} fired after success: ${breach.reason}`;
  await note(guard.deploymentId, { kind: 'alarm-after-success', id: guard.alarm, message });
  await startRollback(guard.deploymentId, key, { reason: message, alarms: [guard.alarm] });
}

/** What the alarm says against the release, by the policies and the baseline of its deployment. */
async function findBreachOf(
  guard: Guard,
  alarms: readonly AlarmView[],
): Promise<Breach | undefined> {
  const alarm = alarms.find((one) => one.name === guard.alarm);
  if (!alarm || alarm.state === 'OK') return undefined;
  const deployment = await ledger().deployments.find(guard.deploymentId);
  const baseline = deployment && detail<Baseline>(deployment, 'baseline');
  if (!baseline) return undefined;
  const { options } = requestOf(deployment);
  const watched = [{ name: guard.alarm, workload: guard.workload, created: false }];
  const policy = { firing: options.alarmsFiring, missing: options.alarmsMissing };
  return findBreaches(watched, [alarm], baseline, policy)[0];
}

/** More deployments of one environment than this do not fit into one watch. */
const RECENT = 50;

const guardedBy = ({ workload, isShared }: Guard) => ({
  kind: isShared ? 'environment' : 'workload',
  name: workload,
});

/** What stayed of a newer release that was rolled back is not the guarded one's any more; an alarm of all is still of the others. */
function hasTakenOver({ verdict, deploymentId }: ReleaseRecord, guard: Guard): boolean {
  return verdict === 'SUCCEEDED' || (!guard.isShared && deploymentId !== guard.deploymentId);
}

/** When the last deployment that may have changed the workload after the guarded one ended; 0: there was none. */
async function findLastEndSince(guard: Guard): Promise<number> {
  const { deployments } = await ledger().deployments.list({ ...guard, limit: RECENT });
  // One that was refused before its first change (an approval that nobody gave) is innocent of any alarm.
  const later = deployments.filter(
    (one) =>
      one.epoch > guard.epoch &&
      detail(one, 'refused') === undefined &&
      (guard.isShared || isCovered(guardedBy(guard), scopeOf(one))),
  );
  return Math.max(0, ...later.map(({ finishedAt }) => finishedAt ?? 0));
}

/** Starts the one rollback of a deployment; whoever comes second finds it claimed. Returns the rollback's id. */
export async function startRollback(
  of: string,
  key: { readonly application: string; readonly environment: string },
  why: { readonly reason: string; readonly alarms: readonly string[] },
): Promise<string> {
  const rollbackId = `rb-${of}`;
  const claim = await ledger().deployments.claimRollback(of, rollbackId);
  if (claim.kind === 'already' && claim.by !== rollbackId) return claim.by;
  const request = { of, reason: why.reason, alarms: [...why.alarms] };
  const place = (await ledger().deployments.find(of))?.place;
  await ledger().deployments.create(
    {
      deploymentId: rollbackId,
      ...key,
      ...(place ? { place } : {}),
      kind: 'rollback',
      requestHash: sha256(canonicalJson({ of })),
      createdAt: now(),
      request,
    },
    `rollback/${of}`,
  );
  await startExecutionOf({ deploymentId: rollbackId, kind: 'rollback' });
  return rollbackId;
}

/**
 * The release counts as rolled back from here on, but for the stacks that `carrier`, which took it back, has left; its
 * content is refused (see `refuseContent`).
 */
export async function markRolledBack(
  deployment: Deployment,
  carrier: Deployment,
  reason: string,
  butFor?: string,
): Promise<void> {
  await refuseContent(deployment, reason, butFor);
  await putReleaseRecord(deployment, 'ROLLED_BACK', { carrier });
}

/**
 * Content that was rolled back is refused until somebody forces it: no loop of deploying and rolling back. `butFor`: the
 * release that is in place now, which may have been deployed several times.
 */
export async function refuseContent(
  deployment: Deployment,
  reason: string,
  butFor?: string,
): Promise<void> {
  const release = detail<ReleaseRef>(deployment, 'release');
  if (!release || release.releaseId === butFor) return;
  const { application, environment, deploymentId } = deployment;
  await ledger().guards.markRolledBack(
    { application, environment },
    { releaseId: release.releaseId, deploymentId, at: now(), reason },
  );
}

/** Content that was refused, and succeeded when somebody forced it, is content like any other again. */
export async function forgiveContent(deployment: Deployment): Promise<void> {
  const release = detail<ReleaseRef>(deployment, 'release');
  if (release && requestOf(deployment).options.force)
    await ledger().guards.forgetRolledBack(deployment, release.releaseId);
}

/**
 * Writes how a release went in its environment; without a rendered release there is nothing to write. `if-absent`: what is
 * written already stays, for a release that succeeded may have been rolled back since. `carrier`: who took it back, if
 * not the deployment itself.
 */
export async function putReleaseRecord(
  deployment: Deployment,
  verdict: Verdict,
  {
    carrier = deployment,
    when = 'always',
  }: { readonly carrier?: Deployment; readonly when?: 'always' | 'if-absent' } = {},
): Promise<void> {
  const release = await findReleaseOf(deployment);
  const ref = detail<ReleaseRef>(deployment, 'release');
  if (!release || !ref) return;
  const kept = verdict === 'SUCCEEDED' ? [] : await findKept(deployment, carrier);
  await ledger().releases.put(
    { application: deployment.application, environment: deployment.environment },
    {
      releaseId: release.releaseId,
      deploymentId: deployment.deploymentId,
      epoch: deployment.epoch,
      at: deployment.finishedAt ?? now(),
      verdict,
      bundleKey: ref.bundleKey,
      sourceCommit: release.sourceCommit,
      scope: scopeOf(deployment),
      workloads: release.stacks
        .filter((stack) => stack.kind === 'workload')
        .map((stack) => stack.name),
      ...(kept.length > 0 ? { kept } : {}),
    },
    // Below every epoch there is, so that whatever is there is newer.
    when === 'always' ? deployment.epoch : 0,
  );
}
