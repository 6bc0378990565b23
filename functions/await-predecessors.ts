import * as z from 'zod';
import { isDone } from '../core/rollback/step-result.js';
import { ledger } from './support/current-ledger.js';
import { assertEpoch, getDeployment, getStep } from './support/deployments.js';
import { step } from './support/handler.js';
import { decideFor, findEnd, skipStep } from './support/steps.js';
import { answerWait, registerWait, subjects } from './support/waiting.js';

const Input = z.object({
  deploymentId: z.string(),
  epoch: z.number(),
  step: z.string(),
  taskToken: z.string(),
});

/**
 * Lets a step start when its predecessors are done: now, or when the last of them ends (`wakeSteps`). One that has ended
 * before, when the execution was stopped and continued, is not started again.
 */
export const handler = step(Input, async ({ deploymentId, epoch, step: name, taskToken }) => {
  const subject = subjects.steps(deploymentId);
  await assertEpoch(deploymentId, epoch);
  await registerWait([subject], {
    token: taskToken,
    deploymentId,
    step: name,
    kind: 'predecessors',
    waitsFor: null,
  });
  const [deployment, { step: own }, steps] = await Promise.all([
    getDeployment(deploymentId),
    getStep(deploymentId, name),
    ledger().steps.list(deploymentId),
  ]);
  const end = findEnd(own, epoch);
  if (end) {
    await answerWait(
      { subject, token: taskToken },
      { kind: 'ended', outcome: isDone(end.result) ? 'done' : 'failed' },
    );
    return;
  }
  const decision = decideFor(deployment, own, steps);
  if (decision.kind === 'wait') return;
  const answered = await answerWait({ subject, token: taskToken }, decision);
  if (answered && decision.kind === 'skip') await skipStep(deployment, own, decision.reason);
});
