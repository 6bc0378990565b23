import type { StepItem, StepTarget } from '../../../core/deployment/step-name.js';
import type { LeaseScope } from '../../../core/lease/lease-table.js';
import { resolveRestoreClaim } from '../../../core/lease/resolve-claim.js';
import { isInProgress, parseStackStatus } from '../../../core/stack/stack-status.js';
import { findStack } from '../aws/cloudformation.js';
import { sendSuccess } from '../aws/executions.js';
import { fewAtOnce } from '../deletion/few-at-once.js';
import { assertEpoch, detail, getDeployment, patchDeployment } from '../deployments/deployments.js';
import { note } from '../deployments/timeline.js';
import { askForLease } from '../lease/ask-for-lease.js';
import { ledger } from '../ledger/current-ledger.js';
import type { Deployment } from '../ledger/deployments.js';
import { registerWait, subjects } from '../ledger/waiting.js';
import { now } from '../runtime/ambient.js';
import { logger } from '../runtime/logger.js';
import { findHeldScope } from '../stacks/claimed.js';
import { prepareStack } from '../stacks/prepare-stack.js';
import { getStackSettings } from '../stacks/stack-settings.js';
import { listBegunSteps } from '../steps/steps.js';
import { findLostImages } from './previous-images.js';
import {
  findManualRollback,
  getRolledBack,
  planWayBack,
  type WayBack,
  writeRestoreSteps,
} from './restore.js';

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
  const scope = await findHeldScope(deployment, epoch);
  const { steps, left, newest, lostImages } = await planWayBack(deployment, scope, (stacks) =>
    findLostImages(stacks, deployment.application),
  );
  // Nothing of it is its own any more: newer releases are not to be touched (invariant I6).
  if (steps.length === 0 && left.every(({ onPurpose }) => onPurpose) && newest !== undefined) {
    await sendSuccess(begin.taskToken, { kind: 'superseded', by: newest, epoch });
    return;
  }
  const stacks = await writeRestoreSteps(deployment.deploymentId, epoch, steps);
  await recordPlan(deployment, epoch, { stacks, left, scope, lostImages });
  await giveHeadStart(deployment.deploymentId, epoch, stacks);
  const kind = stacks.length > 0 ? 'restore' : 'nothing';
  await sendSuccess(begin.taskToken, { kind, epoch, stacks });
}

/** Inside a release the lease is held. Undefined: queued, and the token is answered when it comes free. */
async function takeLease({ deploymentId, epoch, holder, taskToken }: RollbackBeginning) {
  if (epoch > 0) return { kind: 'granted', epoch } as const;
  const deployment = await getDeployment(deploymentId);
  const { application, environment, verdict } = deployment;
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
      ...resolveRestoreClaim((await planWayBack(deployment, 'all')).steps),
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
  const stacks = await fewAtOnce(names, findStack);
  return stacks.flatMap((stack) =>
    stack && isInProgress(parseStackStatus(stack.status)) ? stack.stackName : [],
  );
}

async function recordPlan(
  deployment: Deployment,
  epoch: number,
  {
    stacks,
    left,
    scope,
    lostImages,
  }: Pick<WayBack, 'left' | 'lostImages'> & {
    readonly stacks: readonly StepItem[];
    readonly scope: LeaseScope;
  },
): Promise<void> {
  const manual = findManualRollback(deployment);
  await patchDeployment(deployment.deploymentId, epoch, {
    left,
    lostImages,
    scope: scope === 'all' ? scope : [...scope],
    settings: getStackSettings(await getRolledBack(deployment)),
    // A workload that goes back alone is a release of its own, with a way back of its own.
    ...(manual?.release ? { release: manual.release, before: manual.before } : {}),
  });
  const names = stacks.map(({ step }) => step.replace(/^restore\/[^/]+\//, ''));
  await note(deployment.deploymentId, {
    kind: 'rollback-planned',
    message:
      names.length > 0
        ? `restores, in reverse order of the graph: ${names.join(', ')}`
        : 'there is nothing to restore',
  });
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
