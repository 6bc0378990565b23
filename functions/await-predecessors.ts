import * as z from 'zod';
import { ledger } from './support/current-ledger.js';
import { getDeployment, getStep } from './support/deployments.js';
import { step } from './support/handler.js';
import { decideFor, skipStep } from './support/steps.js';
import { answerWait, registerWait, subjects } from './support/waiting.js';

const Input = z.object({
  deploymentId: z.string(),
  epoch: z.number(),
  step: z.string(),
  taskToken: z.string(),
});

/** Lets a step start when its predecessors are done: now, or when the last of them ends (`wakeSteps`). */
export const handler = step(Input, async ({ deploymentId, step: name, taskToken }) => {
  const subject = subjects.steps(deploymentId);
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
  const decision = decideFor(deployment, own, steps);
  if (decision.kind === 'wait') return;
  const answered = await answerWait({ subject, token: taskToken }, decision);
  if (answered && decision.kind === 'skip') await skipStep(deployment, own, decision.reason);
});
