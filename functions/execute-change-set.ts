import * as z from 'zod';
import { assertEpoch, getStep } from './support/deployments/deployments.js';
import { registerWait, subjects } from './support/ledger/waiting.js';
import { step } from './support/runtime/handler.js';
import { settleStackWaits } from './support/stacks/stack-waits.js';
import { startChange, startContinuation } from './support/stacks/start-change.js';
import { findPatienceEnd } from './support/stacks/unready-stack.js';
import { StepInput } from './support/steps/step-input.js';

const Waiting = StepInput.extend({ taskToken: z.string() });

const Input = z.discriminatedUnion('action', [
  Waiting.extend({ action: z.literal('await-idle') }),
  Waiting.extend({
    action: z.literal('execute'),
    changeSetId: z.string(),
    operation: z.enum(['create', 'update']),
  }),
  Waiting.extend({
    action: z.literal('continue-rollback'),
    continuation: z.string(),
    skip: z.array(z.string()),
  }),
]);

/**
 * Starts a change of the stack and waits for it to settle; with `await-idle` waits for somebody else's operation. Runs
 * again whenever the state looks again: what was started already is not started twice.
 */
export const handler = step(Input, async (input) => {
  const { step: own, target } = await getStep(input.deploymentId, input.step);
  const { stackName } = target;
  // Before anything is registered: who acts without the lease must not leave a token behind.
  await assertEpoch(input.deploymentId, input.epoch);
  const { deploymentId, taskToken: token } = input;
  const subject = subjects.stack(stackName);
  const wait = { token, deploymentId, step: input.step };
  switch (input.action) {
    case 'await-idle':
      await registerWait([subject], {
        ...wait,
        kind: 'idle',
        waitsFor: null,
        until: findPatienceEnd(own),
      });
      break;
    case 'execute': {
      const { operation, changeSetId } = input;
      const waitsFor = { operation, changeSetId };
      await registerWait([subject], { ...wait, kind: 'stack', waitsFor });
      if (await startChange(input, own, { ...wait, subject }, stackName)) return;
      break;
    }
    case 'continue-rollback':
      await registerWait([subject], { ...wait, kind: 'idle', waitsFor: null });
      if (await startContinuation(input, own, stackName)) return;
      break;
  }
  await settleStackWaits(stackName);
});
