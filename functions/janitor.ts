import { settleBake } from './support/alarms/alarm-watch.js';
import { followAllGuards } from './support/alarms/guarding.js';
import { settleInFlight } from './support/alarms/watch-in-flight.js';
import type { ApprovalWait } from './support/approvals/answer-approval.js';
import { settleApproval } from './support/approvals/ask-approval.js';
import { sendHeartbeat } from './support/aws/executions.js';
import { buryDead, concludeDead, isAlive } from './support/deployments/dead.js';
import { getDeployment } from './support/deployments/deployments.js';
import { settleOpen } from './support/deployments/settle-open.js';
import { leaveQueue, settleLeaseWait } from './support/lease/lease-desk.js';
import { ledger } from './support/ledger/current-ledger.js';
import type { Wait } from './support/ledger/waits.js';
import { logger } from './support/runtime/logger.js';
import { poolOf, reclaimSlots } from './support/stacks/operation-slots.js';
import { settleWaitsOf } from './support/stacks/stack-waits.js';
import { grantSlots, wakeSteps } from './support/steps/start-steps.js';

/**
 * Comes every few minutes and makes up for what events did not bring: looks at the truth behind every wait, keeps
 * alive those that rightly wait, starts deployments that were accepted and never started, and brings those whose execution
 * is dead to a verdict.
 */
export const handler = async (): Promise<void> => {
  const waits = await ledger().waits.listAll();
  await eachAlone(uniqueBy(waits, lookKey), look);
  await eachAlone(
    uniqueBy(await ledger().waits.listAll(), (wait) => wait.token).filter(hasTask),
    keepAlive,
  );
  await eachAlone([followAllGuards], (follow) => follow());
  await eachAlone(await ledger().leases.listActive(), async ({ table, ...key }) => {
    await buryDead(key, table.holders);
    for (const { holder, deploymentId, queuedAt } of table.queue) {
      if (await isAlive(holder, queuedAt)) continue;
      await leaveQueue(key, deploymentId);
      await concludeDead(holder);
    }
  });
  await eachAlone(await ledger().deployments.listOpen(), settleOpen);
};

/** One look serves all waits that the same truth decides. */
function lookKey(wait: Wait): string {
  const isByDeployment = ['lease', 'in-flight', 'predecessors', 'slot'].includes(wait.kind);
  return `${wait.kind} ${isByDeployment ? wait.deploymentId : wait.subject}`;
}

/** Behind the alarms of a release that is brought out stands no task: they are heard for the release as a whole. */
const hasTask = ({ kind }: Wait): boolean => kind !== 'in-flight';

async function look(wait: Wait): Promise<void> {
  switch (wait.kind) {
    case 'predecessors':
      return wakeSteps(wait.deploymentId);
    case 'slot': {
      const pool = poolOf(await getDeployment(wait.deploymentId));
      await reclaimSlots(pool);
      return grantSlots(pool);
    }
    case 'bake':
      return settleBake(wait);
    case 'approval':
      return settleApproval((wait.waitsFor as ApprovalWait).approvalId);
    case 'in-flight':
      return settleInFlight(wait.deploymentId);
    case 'lease':
      return settleLeaseWait(wait);
    case 'stack':
    case 'idle':
    case 'all-settled':
      return settleWaitsOf(wait.subject);
  }
}

async function keepAlive(wait: Wait): Promise<void> {
  if (!(await sendHeartbeat(wait.token))) await ledger().waits.take(wait);
}

/** One trouble must not keep the others from being looked at; it is logged and found again next time. */
async function eachAlone<T>(items: readonly T[], run: (item: T) => Promise<void>): Promise<void> {
  for (const item of items) {
    try {
      await run(item);
    } catch (error) {
      logger.error('janitor could not settle an item', {
        error: error instanceof Error ? error : new Error(String(error)),
      });
    }
  }
}

function uniqueBy<T>(items: readonly T[], keyOf: (item: T) => string): readonly T[] {
  return [...new Map(items.map((item) => [keyOf(item), item])).values()];
}
