import { isBroken, type LeftThing } from '../../../core/deletion/conclude-deletion.js';
import type { GoingStack } from '../../../core/deletion/deletion-plan.js';
import { detail } from '../deployments/deployments.js';
import { ledger } from '../ledger/current-ledger.js';
import type { Deployment } from '../ledger/deployments.js';
import type { DeletedInfrastructure } from './infrastructure.js';
import { findStatuses } from './stack-statuses.js';

export type PartsLeft = {
  readonly left: readonly LeftThing[];
  /** Some part is gone, or was begun. */
  readonly hasGone: boolean;
};

type Part = { readonly environment: string; readonly deploymentId: string };

/** What of the application's environments, and of what they shared, is still there. */
export async function listPartsLeft(deployment: Deployment): Promise<PartsLeft> {
  const parts = detail<readonly Part[]>(deployment, 'environments') ?? [];
  const found = [
    ...(await Promise.all(parts.map(describePart))),
    describeInfrastructure(deployment),
  ];
  return {
    left: found.flatMap(({ left }) => left),
    hasGone: found.some(({ hasGone }) => hasGone),
  };
}

async function describePart({ environment, deploymentId }: Part): Promise<PartsLeft> {
  const part = await ledger().deployments.find(deploymentId);
  const verdict = part?.verdict;
  if (verdict === 'SUCCEEDED') return { left: [], hasGone: true };
  const summary = part && detail<string>(part, 'summary');
  return {
    left: [toLeft(environment, summary ?? 'its deletion has not ended', `look at ${deploymentId}`)],
    hasGone: verdict === 'FAILED_DIRTY' || (!verdict && part ? await hasBegun(part) : false),
  };
}

/** Part and whole may be stopped at the same time, and neither has its verdict yet: what is there counts. */
async function hasBegun(part: Deployment): Promise<boolean> {
  const goes = detail<readonly GoingStack[]>(part, 'goes') ?? [];
  const live = await findStatuses(goes);
  return goes.some(({ stackName }) => isBroken(live.get(stackName)));
}

function describeInfrastructure(deployment: Deployment): PartsLeft {
  const name = detail<string | null>(deployment, 'stackSet');
  const end = detail<DeletedInfrastructure>(deployment, 'infrastructure');
  if (!name || end?.kind === 'gone') return { left: [], hasGone: end !== undefined };
  const reason = end?.reason ?? `StackSet ${name} is still there`;
  return {
    left: [toLeft(name, reason, 'empty what the reason names, in its region, and go on')],
    hasGone: end !== undefined,
  };
}

const toLeft = (name: string, reason: string, nextStep: string): LeftThing => ({
  name,
  stackName: null,
  reason,
  nextStep,
});
