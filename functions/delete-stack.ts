import * as z from 'zod';
import { clientToken } from '../core/deployment/client-token.js';
import type { StepResult } from '../core/rollback/step-result.js';
import { type DeleteOperation, resolveDeleteOperation } from '../core/stack/stack-operation.js';
import { parseStackStatus } from '../core/stack/stack-status.js';
import { deleteOrRefuse, findStack } from './support/aws/cloudformation.js';
import { sendSuccess } from './support/aws/executions.js';
import { assertEpoch, getStep } from './support/deployments/deployments.js';
import { findStopReason } from './support/deployments/stopping.js';
import type { Deployment } from './support/ledger/deployments.js';
import { answerWait, registerWait, subjects } from './support/ledger/waiting.js';
import { step } from './support/runtime/handler.js';
import { settleStackWaits } from './support/stacks/stack-waits.js';
import { awaitOther, findPatienceEnd } from './support/stacks/unready-stack.js';
import { StepInput } from './support/steps/step-input.js';
import { beginStep, findEnd } from './support/steps/steps.js';

const Input = StepInput.extend({ purpose: z.enum(['recreate', 'delete']), taskToken: z.string() });

/**
 * Deletes a stack and waits until it is gone, or until CloudFormation has taken the deletion back. Somebody else's
 * operation is waited for first: the answer is then `idle`, and the state looks again.
 */
export const handler = step(Input, async (input) => {
  const { deploymentId, epoch, step: name, purpose, taskToken: token } = input;
  const { step: own, target } = await getStep(deploymentId, name);
  const { stackName } = target;
  const deployment = await assertEpoch(deploymentId, epoch);
  const stack = await findStack(stackName);
  const operation = resolveDeleteOperation(stack && parseStackStatus(stack.status));
  const result = findEnd(own, epoch)?.result ?? findStop(deployment, name, operation);
  if (result) {
    await sendSuccess(token, { kind: 'settled', result });
    return;
  }
  if (purpose === 'delete') await beginStep(deploymentId, own, epoch, `deletes stack ${stackName}`);
  const subject = subjects.stack(stackName);
  const wait = { token, deploymentId, step: name };
  if (stack && operation.kind === 'wait') {
    const until = findPatienceEnd(own);
    await registerWait([subject], { ...wait, kind: 'idle', waitsFor: null, until });
    const other = await awaitOther(input, own, stack);
    if (other.kind !== 'busy')
      await answerWait({ subject, token }, { kind: 'settled', result: other.result });
    return settleStackWaits(stackName);
  }
  const awaitDeletion = (isAsked: boolean): Promise<void> =>
    registerWait([subject], { ...wait, kind: 'stack', waitsFor: { operation: 'delete', isAsked } });
  await awaitDeletion(operation.kind !== 'delete');
  if (stack && operation.kind === 'delete') {
    const refusal = await deleteOrRefuse(
      stack,
      clientToken(deploymentId, epoch, `${purpose}-${name}`),
    );
    if (refusal) await answerWait({ subject, token }, { kind: 'settled', result: refusal });
    else await awaitDeletion(true);
    // Right after the call CloudFormation may still tell the old status, which would read as a refusal. Only a shell
    // goes at once.
    if (refusal || stack.status !== 'REVIEW_IN_PROGRESS') return;
  }
  await settleStackWaits(stackName);
});

/** What is deleted already is waited for, whatever stops the deployment. */
function findStop(
  deployment: Deployment,
  step: string,
  { kind }: DeleteOperation,
): StepResult | undefined {
  const isBegun = kind === 'deleting' || kind === 'gone';
  const reason = isBegun ? undefined : findStopReason(deployment, step);
  return reason === undefined ? undefined : { kind: 'not-changed', reason, instructions: [] };
}
