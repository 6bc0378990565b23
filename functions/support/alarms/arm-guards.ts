import { describeWatch, planWatch } from '../../../core/deployment/watched-alarms.js';
import { decideRollback, type RollbackDecision } from '../../../core/rollback/decide-rollback.js';
import { patchDeployment, requestOf } from '../deployments/deployments.js';
import { note } from '../deployments/timeline.js';
import { ledger } from '../ledger/current-ledger.js';
import type { Deployment } from '../ledger/deployments.js';
import { findReleaseOf, hasWayBack } from '../release/release-of.js';
import { now } from '../runtime/ambient.js';
import { listEndedSteps } from '../steps/ended-steps.js';

/**
 * Arms the third net after success: for a while an alarm of this release still rolls it back. A release that has changed
 * nothing takes over no guards: whatever fires is that of the one before, whose content it has.
 */
export async function armGuards(deployment: Deployment): Promise<void> {
  const release = await findReleaseOf(deployment);
  if (!release) return;
  const watches = planWatch(release, requestOf(deployment).options.watchMinutes);
  if (watches.length === 0) return;
  const back = await foreseeRollback(deployment);
  if (back.kind !== 'roll-back') {
    const message = `not watched after success: ${back.reason}`;
    await note(deployment.deploymentId, { kind: 'watch-started', message });
    return;
  }
  const { application, environment, deploymentId, epoch } = deployment;
  const start = now();
  await Promise.all(
    watches.map(({ name, workload, minutes, isShared }) =>
      ledger().guards.arm({
        application,
        environment,
        deploymentId,
        epoch,
        alarm: name,
        workload,
        ...(isShared ? { isShared } : {}),
        releaseId: release.releaseId,
        until: start + minutes * 60_000,
      }),
    ),
  );
  await patchDeployment(deploymentId, epoch, {
    watch: { startedAt: start, watches: [...watches] },
  });
  await note(deploymentId, { kind: 'watch-started', message: describeWatch(watches) });
}

/** What would follow from an alarm, by the policies of the request: the same as if the release had failed. */
async function foreseeRollback(deployment: Deployment): Promise<RollbackDecision> {
  return decideRollback({
    steps: await listEndedSteps(deployment.deploymentId, 'deploy'),
    hasPrevious: hasWayBack(deployment),
    options: requestOf(deployment).options,
  });
}
