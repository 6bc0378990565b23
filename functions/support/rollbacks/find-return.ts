import type { ManualRollback, RollbackOrder } from '../../../core/deployment/request.js';
import { AutolandError } from '../../../core/errors.js';
import { stackKey } from '../../../core/release/stack-key.js';
import { chooseReturn } from '../../../core/rollback/choose-return.js';
import type { RestorePlan, RestoreStep } from '../../../core/rollback/plan-restore.js';
import type { EnvironmentKey } from '../ledger/leases.js';
import { findObstacles } from './find-obstacles.js';
import { planManualReturn } from './plan-manual-return.js';
import { isRollback, type KnownRelease, listHistory } from './release-history.js';

export type FoundReturn = {
  /** The deployment whose settings hold, and which the rollback is of. */
  readonly of: string;
  readonly inPlace: KnownRelease;
  /** Null: to how everything was before the first release of Autoland's. */
  readonly to: KnownRelease | null;
  readonly manual: ManualRollback;
  readonly plan: RestorePlan;
};

/**
 * From what to what a person goes back, and by which steps. Throws `NotFound` where there is no such release, and
 * `Conflict` where the way back is not there: nothing before, bundle or images gone.
 */
export async function findReturn(order: RollbackOrder): Promise<FoundReturn> {
  const { application, environment, workload, newStacks, rollBackAddons } = order;
  const key = { application, environment };
  const choice = chooseReturn(await listHistory(key, workload), order);
  if (choice.kind === 'impossible') {
    const name = choice.why === 'unknown' ? 'NotFound' : 'Conflict';
    throw new AutolandError(name, `${describePlace(order)}: ${choice.reason}`, choice);
  }
  const { inPlace, to, undone } = choice;
  const manual: ManualRollback = {
    inPlace: inPlace.deploymentId,
    undone: undone.map(({ deploymentId }) => deploymentId),
    to: to && { releaseId: to.releaseId, bundleKey: to.bundleKey },
    ...(workload ? { workload } : {}),
    newStacks,
    rollBackAddons,
    before: workload
      ? [{ bundleKey: inPlace.bundleKey, stacks: [stackKey({ kind: 'workload', name: workload })] }]
      : [],
  };
  const plan = await planManualReturn(key, manual);
  refuseNothing(plan.steps, to, order);
  const obstacles = await findObstacles(key, plan);
  if (obstacles.length > 0) {
    throw new AutolandError(
      'Conflict',
      `${describePlace(order)}: the way back to ${to?.releaseId ?? 'what was there before'} is not there: ${obstacles.join('; ')}`,
      { instructions: ['choose another release: autoland releases', 'or deploy its commit again'] },
    );
  }
  const deployed = undone.find((one) => !isRollback(one)) ?? to ?? inPlace;
  return { of: deployed.deploymentId, inPlace, to, manual, plan };
}

/** A first deployment has nothing behind it: what it made would only be removed, which is what deleting is for. */
function refuseNothing(
  steps: readonly RestoreStep[],
  to: KnownRelease | null,
  order: RollbackOrder,
): void {
  if (to === null && steps.every(({ bundleKey }) => bundleKey === null)) {
    const { workload, environment } = order;
    const command = workload
      ? `svc delete --name ${workload} --env ${environment}`
      : `env delete --name ${environment} --cascade`;
    throw new AutolandError(
      'Conflict',
      `${describePlace(order)}: there is nothing to go back to: no good release before it is known`,
      {
        instructions: [
          'deploy a release that mends it',
          `or remove what it made: autoland ${command}`,
        ],
      },
    );
  }
  if (steps.length === 0)
    throw new AutolandError(
      'Conflict',
      `${describePlace(order)}: nothing differs from ${to?.releaseId}`,
      { instructions: ['which releases there are: autoland releases'] },
    );
}

function describePlace({
  application,
  environment,
  workload,
}: EnvironmentKey & { readonly workload?: string | undefined }): string {
  return workload
    ? `${workload} in ${application}/${environment}`
    : `${application}/${environment}`;
}
