import * as z from 'zod';
import { clientToken } from '../core/deployment/client-token.js';
import { resolveDeleteOperation } from '../core/stack/stack-operation.js';
import { parseStackStatus } from '../core/stack/stack-status.js';
import { deleteStack, findStack } from './support/cloudformation.js';
import { assertEpoch, getStep } from './support/deployments.js';
import { step } from './support/handler.js';
import { settleStackWaits } from './support/stack-waits.js';
import { StepInput } from './support/step-input.js';
import { beginStep } from './support/steps.js';
import { registerWait, subjects } from './support/waiting.js';

const Input = StepInput.extend({ purpose: z.enum(['recreate', 'delete']), taskToken: z.string() });

/** Deletes a stack and waits until it is gone, or until CloudFormation has taken the deletion back. */
export const handler = step(
  Input,
  async ({ deploymentId, epoch, step: name, purpose, taskToken }) => {
    const { step: own, target } = await getStep(deploymentId, name);
    await assertEpoch(deploymentId, epoch);
    const message =
      purpose === 'delete'
        ? `deletes stack ${target.stackName}`
        : `deletes the remains of stack ${target.stackName}`;
    await beginStep(deploymentId, own, epoch, message);
    const stack = await findStack(target.stackName);
    await registerWait([subjects.stack(target.stackName)], {
      token: taskToken,
      deploymentId,
      step: name,
      kind: 'stack',
      waitsFor: { operation: 'delete' },
    });
    const operation = resolveDeleteOperation(stack && parseStackStatus(stack.status));
    if (operation.kind === 'delete' && stack) {
      await deleteStack(stack.stackName, clientToken(deploymentId, epoch, name));
    }
    await settleStackWaits(target.stackName);
  },
);
