import type { ManualRollback, RollbackOrder } from '../../../core/deployment/request.js';
import { AutolandError } from '../../../core/errors.js';
import { stackKey } from '../../../core/release/stack-key.js';
import { chooseReturn, type ReturnChoice } from '../../../core/rollback/choose-return.js';
import { isInPlaceAlready } from '../../../core/rollback/is-in-place.js';
import type { RestorePlan } from '../../../core/rollback/plan-restore.js';
import { planReturn } from '../../../core/rollback/plan-return.js';
import type { EnvironmentKey } from '../ledger/leases.js';
import { type ReturnReader, readReturn } from './plan-manual-return.js';
import { isRollback, type KnownRelease } from './release-history.js';

export type FoundReturn = {
  /** The deployment whose settings hold, and which the rollback is of. */
  readonly of: string;
  readonly inPlace: KnownRelease;
  /** Null: to how everything was before the first release of Autoland's. */
  readonly to: KnownRelease | null;
  readonly manual: ManualRollback;
  readonly plan: RestorePlan;
};

type Choice = Extract<ReturnChoice<KnownRelease>, { kind: 'return' }>;
type Impossible = Extract<ReturnChoice<KnownRelease>, { kind: 'impossible' }>;

export type ReturnDecision = (FoundReturn & { readonly kind: 'return' }) | Impossible;

/**
 * From what to what a person goes back, as far as what is written down tells: whether images and templates are still there
 * is not asked. By default to the newest good release that differs from what is in place. The list of releases says by
 * the same decision which of them can be gone back to.
 */
export async function decideReturn(
  order: RollbackOrder,
  history: readonly KnownRelease[],
  reader: ReturnReader,
): Promise<ReturnDecision> {
  const same: KnownRelease[] = [];
  for (;;) {
    const names = same.map(({ deploymentId }) => deploymentId);
    const choice = chooseReturn(history, { ...order, same: names });
    if (choice.kind === 'impossible') return choice;
    const decision = await planChoice(order, choice, reader);
    const isByDefault = order.to === undefined && choice.inPlace.verdict !== 'FAILED_DIRTY';
    if (decision.kind === 'nothing') return hasNothing(order, same[0]);
    if (decision.kind !== 'same') return decision;
    if (!isByDefault || !choice.to) return differsNowhere(order, choice.to);
    same.push(choice.to);
  }
}

async function planChoice(
  order: RollbackOrder,
  { inPlace, to, undone }: Choice,
  reader: ReturnReader,
): Promise<ReturnDecision | { readonly kind: 'same' } | { readonly kind: 'nothing' }> {
  const { workload, newStacks, rollBackAddons, force } = order;
  const manual: ManualRollback = {
    inPlace: inPlace.deploymentId,
    undone: undone.map(({ deploymentId }) => deploymentId),
    to: to && { releaseId: to.releaseId, bundleKey: to.bundleKey },
    ...(workload ? { workload } : {}),
    newStacks,
    rollBackAddons,
    force,
    before: workload
      ? [{ bundleKey: inPlace.bundleKey, stacks: [stackKey({ kind: 'workload', name: workload })] }]
      : [],
  };
  const read = await tryReading(reader, manual);
  if (read.kind === 'impossible') return read;
  const plan = planReturn(read.input);
  const { steps } = plan;
  if (to === null && steps.every(({ bundleKey }) => bundleKey === null)) return { kind: 'nothing' };
  const known = read.input.undone.map((one, index) => ({
    ...one,
    verdict: undone[index]?.verdict ?? null,
  }));
  if (isInPlaceAlready(steps, { ...read.input, undone: known })) return { kind: 'same' };
  const deployed = undone.find((one) => !isRollback(one)) ?? to ?? inPlace;
  return { kind: 'return', of: deployed.deploymentId, inPlace, to, manual, plan };
}

async function tryReading(reader: ReturnReader, manual: ManualRollback) {
  try {
    return { kind: 'read', input: await readReturn(reader, manual) } as const;
  } catch (error) {
    if (!(error instanceof AutolandError) || error.name !== 'Conflict') throw error;
    const { message, instructions } = error;
    return refuse(message, instructions);
  }
}

/**
 * A first deployment has nothing behind it: what it made would only be removed, which is what deleting is for. `same`: a
 * good release there is, but what is in place is the same.
 */
function hasNothing(order: RollbackOrder, same: KnownRelease | undefined): Impossible {
  if (same) {
    const { reason, instructions } = differsNowhere(order, same);
    return refuse(`there is nothing to go back to: ${reason}`, instructions);
  }
  const { workload, environment } = order;
  const command = workload
    ? `svc delete --name ${workload} --env ${environment}`
    : `env delete --name ${environment} --cascade`;
  return refuse('there is nothing to go back to: no good release before it is known', [
    'deploy a release that mends it',
    `or remove what it made: autoland ${command}`,
  ]);
}

function differsNowhere({ workload }: RollbackOrder, to: KnownRelease | null): Impossible {
  const what = workload ? `${workload} is as ${to?.releaseId} has it` : undefined;
  return refuse(what ?? `nothing differs from ${to?.releaseId}`, [
    'which releases there are: autoland releases',
  ]);
}

function refuse(reason: string, instructions: readonly string[]): Impossible {
  return { kind: 'impossible', why: 'conflict', reason, instructions };
}

export function describePlace({
  application,
  environment,
  workload,
}: EnvironmentKey & { readonly workload?: string | undefined }): string {
  return workload
    ? `${workload} in ${application}/${environment}`
    : `${application}/${environment}`;
}
