import * as z from 'zod';
import type { StepTarget } from '../core/deployment/step-name.js';
import { assertEpoch, detail } from './support/deployments/deployments.js';
import { registerWait, subjects } from './support/ledger/waiting.js';
import { step } from './support/runtime/handler.js';
import { settleWaitsOf } from './support/stacks/stack-waits.js';
import { stopStack } from './support/stacks/stop-stack.js';
import { listBegunSteps } from './support/steps/steps.js';

const Input = z.object({ deploymentId: z.string(), epoch: z.number(), taskToken: z.string() });

/** Cancels what this deployment still has under way and waits until every such stack has settled. */
export const handler = step(Input, async ({ deploymentId, epoch, taskToken }) => {
  await assertEpoch(deploymentId, epoch);
  const begun = await listBegunSteps(deploymentId);
  const stackNames = begun.flatMap((one) => detail<StepTarget>(one, 'target')?.stackName ?? []);
  await registerWait([subjects.settled(deploymentId), ...stackNames.map(subjects.stack)], {
    token: taskToken,
    deploymentId,
    step: 'stop-in-flight',
    kind: 'all-settled',
    waitsFor: { stackNames },
  });
  for (const one of begun) {
    const target = detail<StepTarget>(one, 'target');
    if (target) await stopStack(deploymentId, epoch, one.name, target.stackName);
  }
  await settleWaitsOf(subjects.settled(deploymentId));
});
