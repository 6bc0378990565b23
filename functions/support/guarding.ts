import { listWatchedAlarms } from '../../core/deployment/watched-alarms.js';
import { canonicalJson, sha256 } from '../../core/release/content-hash.js';
import { decideAfterSuccess } from '../../core/rollback/decide-after-success.js';
import type { Verdict } from '../../core/verdict.js';
import { now } from './ambient.js';
import { listAlarms } from './cloudwatch.js';
import { ledger } from './current-ledger.js';
import { detail, requestOf } from './deployments.js';
import { ENV, requireEnv } from './env.js';
import { startOnce } from './executions.js';
import type { Deployment } from './ledger/deployments.js';
import type { Guard } from './ledger/guards.js';
import { findReleaseOf, type ReleaseRef } from './release-of.js';
import { note } from './timeline.js';

/** Arms the third net after success: for a while an alarm of this release still rolls it back. */
export async function armGuards(deployment: Deployment): Promise<void> {
  const release = await findReleaseOf(deployment);
  const { watchMinutes } = requestOf(deployment).options;
  if (!release || watchMinutes === 0) return;
  const { application, environment, deploymentId, epoch } = deployment;
  const until = now() + watchMinutes * 60_000;
  const watched = listWatchedAlarms(release);
  await Promise.all(
    watched.map(({ name, workload }) =>
      ledger().guards.arm({
        application,
        environment,
        deploymentId,
        epoch,
        alarm: name,
        workload,
        releaseId: release.releaseId,
        until,
      }),
    ),
  );
  if (watched.length === 0) return;
  await note(deploymentId, {
    kind: 'watch-started',
    message: `watched for ${watchMinutes} minutes more: ${watched.map((alarm) => alarm.name).join(', ')}`,
  });
}

/** Looks at an alarm that guards a release after success, and starts its rollback once. */
export async function followGuards(alarmName: string): Promise<void> {
  const guards = await ledger().guards.findByAlarm(alarmName);
  if (guards.length === 0) return;
  const [alarm] = await listAlarms([alarmName]);
  for (const guard of guards)
    await followGuard(guard, alarm?.state === 'ALARM', alarm?.reason ?? '');
}

async function followGuard(guard: Guard, isFiring: boolean, reason: string): Promise<void> {
  const key = { application: guard.application, environment: guard.environment };
  const [current, table] = await Promise.all([
    ledger().releases.findLastGood(key),
    ledger().leases.find(key),
  ]);
  const decision = decideAfterSuccess({
    guard,
    now: now(),
    isFiring,
    currentDeploymentId: current?.deploymentId,
    heldBy: table.holders.map((holder) => holder.deploymentId),
  });
  if (decision.kind === 'ignore') return;
  const message = `alarm ${guard.alarm} of ${guard.workload} fired after success: ${reason}`;
  await note(guard.deploymentId, { kind: 'alarm-after-success', id: guard.alarm, message });
  await startRollback(guard.deploymentId, key, { reason: message, alarms: [guard.alarm] });
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
  await ledger().deployments.create(
    {
      deploymentId: rollbackId,
      ...key,
      kind: 'rollback',
      requestHash: sha256(canonicalJson({ of })),
      createdAt: now(),
      request,
    },
    `rollback/${of}`,
  );
  await startOnce(requireEnv(ENV.rollbackStateMachineArn), rollbackId, {
    deploymentId: rollbackId,
    lease: 'ask',
  });
  return rollbackId;
}

/** Content that was rolled back is refused until somebody forces it: no loop of deploying and rolling back. */
export async function markRolledBack(deployment: Deployment, reason: string): Promise<void> {
  const release = detail<ReleaseRef>(deployment, 'release');
  if (!release) return;
  const { application, environment, deploymentId } = deployment;
  await ledger().guards.markRolledBack(
    { application, environment },
    { releaseId: release.releaseId, deploymentId, at: now(), reason },
  );
  await putReleaseRecord(deployment, 'ROLLED_BACK');
}

/** Writes how a release went in its environment; without a rendered release there is nothing to write. */
export async function putReleaseRecord(deployment: Deployment, verdict: Verdict): Promise<void> {
  const release = await findReleaseOf(deployment);
  const ref = detail<ReleaseRef>(deployment, 'release');
  if (!release || !ref) return;
  await ledger().releases.put(
    { application: deployment.application, environment: deployment.environment },
    {
      releaseId: release.releaseId,
      deploymentId: deployment.deploymentId,
      epoch: deployment.epoch,
      at: now(),
      verdict,
      bundleKey: ref.bundleKey,
      sourceCommit: release.sourceCommit,
      workloads: release.stacks
        .filter((stack) => stack.kind === 'workload')
        .map((stack) => stack.name),
    },
    deployment.epoch,
  );
}
