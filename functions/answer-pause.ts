import * as z from 'zod';
import { notePauseAnswer, noticePauses } from './support/approvals/notice-pause.js';
import { continueServiceDeployment } from './support/aws/ecs-pauses.js';
import { assertEpoch, getStep } from './support/deployments/deployments.js';
import { findStopReason } from './support/deployments/stopping.js';
import { registerWait, subjects } from './support/ledger/waiting.js';
import { step } from './support/runtime/handler.js';
import { settleStackWaits } from './support/stacks/stack-waits.js';
import { StepInput } from './support/steps/step-input.js';
import { writeStep } from './support/steps/steps.js';

const Input = StepInput.extend({
  approved: z.boolean(),
  /** Why not, where it is not. */
  reason: z.string(),
  pause: z.object({
    serviceArn: z.string(),
    serviceDeploymentArn: z.string(),
    hookId: z.string(),
    stage: z.string(),
  }),
  changeSetId: z.string(),
  operation: z.enum(['create', 'update']),
  taskToken: z.string(),
});

/** Has ECS go on or back as the answer says, then waits for the stack as before. Runs again whenever the state looks again. */
export const handler = step(Input, async (input): Promise<void> => {
  const { deploymentId, epoch, pause, operation, changeSetId, taskToken: token } = input;
  const deployment = await assertEpoch(deploymentId, epoch);
  const { target } = await getStep(deploymentId, input.step);
  await registerWait([subjects.stack(target.stackName)], {
    token,
    deploymentId,
    step: input.step,
    kind: 'stack',
    waitsFor: { operation, changeSetId },
  });
  const stopped = findStopReason(deployment, input.step);
  const isGo = input.approved && stopped === undefined;
  const reason = isGo ? 'approved' : (stopped ?? input.reason);
  if (!isGo) await writeStep(deploymentId, input.step, epoch, { details: { refusal: reason } });
  const action = isGo ? 'CONTINUE' : 'ROLLBACK';
  if (await continueServiceDeployment(pause, action))
    await notePauseAnswer(deploymentId, input.step, pause, { action, reason });
  await settleStackWaits(target.stackName);
  // Other hooks of the same stage wait already: their events came while nobody listened.
  await noticePauses(pause.serviceArn);
});
