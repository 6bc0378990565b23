import * as z from 'zod';
import { RollbackRequest } from '../core/deployment/request.js';
import { decideRollback } from '../core/rollback/decide-rollback.js';
import { ledger } from './support/current-ledger.js';
import { detail, getDeployment, patchDeployment, requestOf } from './support/deployments.js';
import { step } from './support/handler.js';
import type { Deployment } from './support/ledger/deployments.js';
import type { ReleaseRef } from './support/release-of.js';
import { getRolledBack, listEndedSteps, planRestoreSteps } from './support/restore.js';
import { getStackSettings } from './support/stack-settings.js';
import { note } from './support/timeline.js';
import { Trouble } from './support/trouble.js';

const Input = z.discriminatedUnion('action', [
  z.object({
    action: z.literal('decide'),
    deploymentId: z.string(),
    epoch: z.number(),
    trouble: Trouble,
  }),
  z.object({ action: z.literal('plan'), deploymentId: z.string(), epoch: z.number() }),
]);

/** Decides whether a failed release goes back, and plans the way. */
export const handler = step(Input, async (input) =>
  input.action === 'decide'
    ? decide(input.deploymentId, input.epoch)
    : plan(input.deploymentId, input.epoch),
);

async function decide(deploymentId: string, epoch: number) {
  const deployment = await getDeployment(deploymentId);
  const decision = decideRollback({
    steps: await listEndedSteps(deploymentId, 'deploy'),
    hasPrevious: Boolean(detail<ReleaseRef | null>(deployment, 'previous')),
    options: requestOf(deployment).options,
  });
  await patchDeployment(deploymentId, epoch, { decision });
  await note(deploymentId, {
    kind: 'rollback-decided',
    message: `${DECISIONS[decision.kind]}: ${decision.reason}`,
  });
  return { kind: decision.kind };
}

const DECISIONS = {
  'roll-back': 'rolls back',
  'nothing-to-restore': 'nothing to restore',
  leave: 'leaves it as it is',
} as const;

async function plan(deploymentId: string, epoch: number) {
  const deployment = await getDeployment(deploymentId);
  const newer = await findNewer(deployment);
  if (newer) return { kind: 'superseded', by: newer };
  const { items, left } = await planRestoreSteps(deployment, epoch);
  await patchDeployment(deploymentId, epoch, {
    left,
    settings: getStackSettings(await getRolledBack(deployment)),
  });
  const names = items.map((item) => item.step.replace(/^restore\/[^/]+\//, ''));
  await note(deploymentId, {
    kind: 'rollback-planned',
    message:
      names.length > 0
        ? `restores, in reverse order of the graph: ${names.join(', ')}`
        : 'there is nothing to restore',
  });
  return { kind: items.length > 0 ? 'restore' : 'nothing', stacks: items };
}

/**
 * The release that went out while a rollback of its own waited for the environment: that one is not to be touched
 * (invariant I6). A release that goes back by itself has the lease all the time.
 */
async function findNewer(deployment: Deployment): Promise<string | undefined> {
  if (deployment.kind !== 'rollback') return undefined;
  const { of } = RollbackRequest.parse(deployment.request);
  const current = await ledger().releases.findLastGood(deployment);
  return current && current.deploymentId !== of ? current.deploymentId : undefined;
}
