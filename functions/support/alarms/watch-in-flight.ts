import type { Breach } from '../../../core/alarms/alarm-states.js';
import { listAccused } from '../../../core/deployment/watched-alarms.js';
import { detail, getDeployment, patchDeployment, requestOf } from '../deployments/deployments.js';
import { stopDeployment } from '../deployments/stop-deployment.js';
import type { InFlightBreach } from '../deployments/stopping.js';
import { ledger } from '../ledger/current-ledger.js';
import type { Deployment } from '../ledger/deployments.js';
import type { Step } from '../ledger/steps.js';
import { atPlaceOf } from '../places/of-deployment.js';
import { findReleaseOf } from '../release/release-of.js';
import { now } from '../runtime/ambient.js';
import { listBreaches, recordBreaches } from './alarm-watch.js';

/**
 * An alarm of a workload that is deployed, while others still are: neither ECS nor CloudFormation watches it then, and
 * the bake has not begun. Nothing new starts, what runs is stopped, and the release goes back. With the rollback unit
 * "workload" the others go on, and the bake ends with what was heard.
 */
export async function settleInFlight(deploymentId: string): Promise<void> {
  const deployment = await getDeployment(deploymentId);
  const steps = await ledger().steps.list(deploymentId);
  if (!isDeploying(deployment, steps)) return;
  const { onFailure, rollbackUnit } = requestOf(deployment).options;
  if (onFailure === 'leave') return;
  const breaches = await findOwnBreaches(deployment, steps);
  if (breaches.length === 0) return;
  const breached: InFlightBreach = { at: now(), breaches };
  await patchDeployment(deploymentId, deployment.epoch, {
    breached,
    ...(rollbackUnit === 'release' ? { stopped: { reason: describe(breaches) } } : {}),
  });
  await recordBreaches(deploymentId, breaches);
  if (rollbackUnit === 'release') await atPlaceOf(deployment, () => stopDeployment(deployment));
}

/** Between the first change and the bake, and not on the way back. */
function isDeploying(deployment: Deployment, steps: readonly Step[]): boolean {
  if (['breached', 'bake', 'decision'].some((topic) => detail(deployment, topic) !== undefined))
    return false;
  return steps.some(
    ({ name, status }) =>
      name.startsWith('deploy/') && (status === 'pending' || status === 'running'),
  );
}

/** Those that speak against a workload which this deployment has changed already. */
async function findOwnBreaches(
  deployment: Deployment,
  steps: readonly Step[],
): Promise<readonly Breach[]> {
  const changed = steps
    .filter((step) =>
      ['created', 'updated'].includes(detail<{ kind: string }>(step, 'result')?.kind ?? ''),
    )
    .map(({ name }) => name);
  const release = await findReleaseOf(deployment);
  if (!release || changed.length === 0) return [];
  const breaches = await listBreaches(deployment);
  return breaches.filter(({ name }) =>
    listAccused(release, [name]).some((workload) =>
      changed.includes(`deploy/workload/${workload}`),
    ),
  );
}

function describe(breaches: readonly Breach[]): string {
  const names = breaches.map(({ name, workload }) => `${name} of ${workload}`).join(', ');
  return `${breaches.length === 1 ? 'alarm' : 'alarms'} ${names} fired meanwhile`;
}
