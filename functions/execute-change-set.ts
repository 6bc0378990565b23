import * as z from 'zod';
import { clientToken } from '../core/deployment/client-token.js';
import { executeChangeSet, getChangeSet } from './support/cloudformation.js';
import { assertEpoch, getStep } from './support/deployments.js';
import { step } from './support/handler.js';
import { settleStackWaits } from './support/stack-waits.js';
import { StepInput } from './support/step-input.js';
import { registerWait, subjects } from './support/waiting.js';

const Input = StepInput.extend({
  action: z.enum(['execute', 'await-idle']),
  changeSetId: z.string().optional(),
  operation: z.enum(['create', 'update']).default('update'),
  taskToken: z.string(),
});

/**
 * Starts the change and waits for the stack to settle; with `await-idle` waits for somebody else's operation. Runs
 * again whenever the state looks again: what is executed already is not executed twice.
 */
export const handler = step(
  Input,
  async ({ deploymentId, epoch, step: name, action, changeSetId, operation, taskToken }) => {
    const { target } = await getStep(deploymentId, name);
    await registerWait([subjects.stack(target.stackName)], {
      token: taskToken,
      deploymentId,
      step: name,
      kind: action === 'execute' ? 'stack' : 'idle',
      waitsFor: { operation, ...(changeSetId ? { changeSetId } : {}) },
    });
    if (
      action === 'execute' &&
      changeSetId &&
      (await getChangeSet(changeSetId)).executionStatus === 'AVAILABLE'
    ) {
      await assertEpoch(deploymentId, epoch);
      await executeChangeSet(changeSetId, clientToken(deploymentId, epoch, name));
      return;
    }
    await settleStackWaits(target.stackName);
  },
);
