import type { ManualRollback } from '../../../core/deployment/request.js';
import { AutolandError } from '../../../core/errors.js';
import type { RestorePlan } from '../../../core/rollback/plan-restore.js';
import { planReturn, type ReturnInput } from '../../../core/rollback/plan-return.js';
import { findBundle } from '../aws/artifacts.js';
import { getDeployment } from '../deployments/deployments.js';
import { ledger } from '../ledger/current-ledger.js';
import type { EnvironmentKey } from '../ledger/leases.js';
import { getReleaseRef, getStacksBefore } from '../release/release-of.js';
import { listRemainingSteps } from './kept-stacks.js';

/** The way back that a person asked for, from what is written down of the releases that are undone. */
export async function planManualReturn(
  key: EnvironmentKey,
  manual: ManualRollback,
  limits: Pick<ReturnInput, 'newer' | 'scope'> = {},
): Promise<RestorePlan> {
  const { workload, rollBackAddons, newStacks } = manual;
  return planReturn({
    undone: await Promise.all(manual.undone.map(readUndone)),
    target: manual.to && (await readTarget(key, manual.to)),
    workload,
    rollBackAddons,
    newStacks,
    ...limits,
  });
}

async function readUndone(deploymentId: string) {
  const deployment = await getDeployment(deploymentId);
  const [release, before, ended] = await Promise.all([
    readBundle(getReleaseRef(deployment)),
    getStacksBefore(deployment),
    listRemainingSteps(deployment),
  ]);
  return { release, before, ended };
}

async function readTarget(key: EnvironmentKey, to: NonNullable<ManualRollback['to']>) {
  const [bundle, record] = await Promise.all([
    readBundle(to),
    ledger().releases.find(key, to.releaseId),
  ]);
  return { bundle, bundleKey: to.bundleKey, removed: record?.removed ?? [] };
}

async function readBundle({ releaseId, bundleKey }: NonNullable<ManualRollback['to']>) {
  const bundle = await findBundle(bundleKey);
  if (bundle) return bundle;
  throw new AutolandError('Conflict', `the bundle of release ${releaseId} is gone or damaged`, {
    instructions: ['go back to another release: autoland releases', 'or deploy its commit again'],
  });
}
