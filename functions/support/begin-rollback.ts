import { RollbackRequest } from '../../core/deployment/request.js';
import type { StepItem, StepTarget } from '../../core/deployment/step-name.js';
import { isInProgress, parseStackStatus } from '../../core/stack/stack-status.js';
import { now } from './ambient.js';
import { askForLease } from './ask-for-lease.js';
import { findStack } from './cloudformation.js';
import { ledger } from './current-ledger.js';
import { assertEpoch, detail, getDeployment, patchDeployment } from './deployments.js';
import { sendSuccess } from './executions.js';
import type { Deployment } from './ledger/deployments.js';
import { logger } from './logger.js';
import { prepareStack } from './prepare-stack.js';
import { getRolledBack, planRestoreSteps } from './restore.js';
import { getStackSettings } from './stack-settings.js';
import { listBegunSteps } from './steps.js';
import { note } from './timeline.js';
import { registerWait, subjects } from './waiting.js';

export type RollbackBeginning = {
  readonly deploymentId: string;
  /** 0: the lease is not held yet. */
  readonly epoch: number;
  readonly holder: string;
  readonly taskToken: string;
};

/**
 * The first state of every way back; answers through the task token what comes next. Between an alarm and the first
 * call that takes something back there is only who heard the alarm, and this.
 */
export async function beginRollback(begin: RollbackBeginning): Promise<void> {
  const lease = await takeLease(begin);
  if (!lease) return;
  if (lease.kind !== 'granted') {
    await sendSuccess(begin.taskToken, lease);
    return;
  }
  const { epoch } = lease;
  const deployment = await assertEpoch(begin.deploymentId, epoch);
  if ((await listInFlight(deployment)).length > 0) {
    await sendSuccess(begin.taskToken, { kind: 'stop-first', epoch });
    return;
  }
  const newer = await findNewer(deployment);
  if (newer) {
    await sendSuccess(begin.taskToken, { kind: 'superseded', by: newer, epoch });
    return;
  }
  const stacks = await planRollback(deployment, epoch);
  await giveHeadStart(deployment.deploymentId, epoch, stacks);
  const kind = stacks.length > 0 ? 'restore' : 'nothing';
  await sendSuccess(begin.taskToken, { kind, epoch, stacks });
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

/** Inside a release the lease is held. Undefined: queued, and the token is answered when it comes free. */
async function takeLease({ deploymentId, epoch, holder, taskToken }: RollbackBeginning) {
  if (epoch > 0) return { kind: 'granted', epoch } as const;
  const { application, environment, verdict } = await getDeployment(deploymentId);
  if (verdict !== null) return { kind: 'ended' } as const;
  await registerWait([subjects.lease(application, environment)], {
    token: taskToken,
    deploymentId,
    step: 'lease',
    kind: 'lease',
    waitsFor: { holder },
  });
  return askForLease(
    { application, environment },
    {
      deploymentId,
      holder,
      scope: 'all',
      priority: 'rollback',
      source: '',
      whenTaken: 'queue',
      at: now(),
    },
  );
}

/** Stacks of this release that CloudFormation still changes: after trouble in the orchestration, not after a failure. */
async function listInFlight({ deploymentId }: Deployment): Promise<readonly string[]> {
  const begun = await listBegunSteps(deploymentId);
  const names = begun.flatMap((step) => detail<StepTarget>(step, 'target')?.stackName ?? []);
  const stacks = await Promise.all(names.map(findStack));
  return stacks.flatMap((stack) =>
    stack && isInProgress(parseStackStatus(stack.status)) ? stack.stackName : [],
  );
}

async function planRollback(deployment: Deployment, epoch: number): Promise<readonly StepItem[]> {
  const { items, left } = await planRestoreSteps(deployment, epoch);
  await patchDeployment(deployment.deploymentId, epoch, {
    left,
    settings: getStackSettings(await getRolledBack(deployment)),
  });
  const names = items.map((item) => item.step.replace(/^restore\/[^/]+\//, ''));
  await note(deployment.deploymentId, {
    kind: 'rollback-planned',
    message:
      names.length > 0
        ? `restores, in reverse order of the graph: ${names.join(', ')}`
        : 'there is nothing to restore',
  });
  return items;
}

/** A function has a minute; those that come later are prepared by their own operation. */
const MOST_AT_ONCE = 8;

/** Change sets of the stacks that wait for nothing. Their operations find them: the same step makes the same change set. */
async function giveHeadStart(
  deploymentId: string,
  epoch: number,
  items: readonly StepItem[],
): Promise<void> {
  const steps = await ledger().steps.list(deploymentId);
  const isFirst = ({ step, operation }: StepItem): boolean =>
    operation !== 'delete' && steps.find((one) => one.name === step)?.predecessors.length === 0;
  const first = items.filter(isFirst).slice(0, MOST_AT_ONCE);
  const started = await Promise.allSettled(
    first.map(({ step }) => prepareStack({ deploymentId, epoch, step })),
  );
  for (const one of started) {
    // Whatever it is, the operation of the stack meets it again, and tells it.
    if (one.status === 'rejected')
      logger.warn('could not prepare a stack ahead', { reason: String(one.reason) });
  }
}
