import * as z from 'zod';
import { isDone } from '../core/rollback/step-result.js';
import { sendSuccess } from './support/aws/executions.js';
import { assertEpoch, getDeployment, getStep } from './support/deployments/deployments.js';
import type { Step } from './support/ledger/steps.js';
import { registerWait, subjects } from './support/ledger/waiting.js';
import { step } from './support/runtime/handler.js';
import { poolOf, takeSlot } from './support/stacks/operation-slots.js';
import {
  decideFor,
  grantSlots,
  queueForSlot,
  settleStep,
  skipStep,
} from './support/steps/start-steps.js';
import { findEnd } from './support/steps/steps.js';

const Input = z.object({
  deploymentId: z.string(),
  epoch: z.number(),
  step: z.string(),
  taskToken: z.string(),
});

type EndedBefore = { readonly kind: 'ended'; readonly outcome: 'done' | 'failed' };

/** One that has ended before, when the execution was stopped and continued, is not started again. */
function findEndedBefore(step: Step, epoch: number): EndedBefore | undefined {
  const end = findEnd(step, epoch);
  return end && { kind: 'ended', outcome: isDone(end.result) ? 'done' : 'failed' };
}

/**
 * Lets a step start when its predecessors are done and the account has room for another operation: now, or when the
 * last of them ends (`wakeSuccessors`, `freeSlots`).
 */
export const handler = step(Input, async ({ deploymentId, epoch, step: name, taskToken }) => {
  const deployment = await assertEpoch(deploymentId, epoch);
  const { step: own } = await getStep(deploymentId, name);
  const answer = findEndedBefore(own, epoch) ?? (await decideFor(deployment, own));
  if (answer.kind === 'start' && !(await takeSlot(deployment, name))) {
    await queueForSlot(deployment, name, taskToken);
    await grantSlots(poolOf(deployment));
    return;
  }
  if (answer.kind !== 'wait') {
    await sendSuccess(taskToken, answer);
    if (answer.kind === 'skip') await skipStep(deployment, own, answer.reason);
    return;
  }
  await registerWait([subjects.step(deploymentId, name)], {
    token: taskToken,
    deploymentId,
    step: name,
    kind: 'predecessors',
    waitsFor: null,
  });
  // What ended, failed or was cancelled since the first look found nobody to tell.
  await settleStep(await getDeployment(deploymentId), name);
});
