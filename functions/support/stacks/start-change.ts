import { clientToken } from '../../../core/deployment/client-token.js';
import { AutolandError } from '../../../core/errors.js';
import type { StepResult } from '../../../core/rollback/step-result.js';
import { describeChangeSet } from '../../../core/stack/describe-change-set.js';
import { isInProgress, parseStackStatus } from '../../../core/stack/stack-status.js';
import { executeChangeSet, getChangeSet } from '../aws/change-sets.js';
import { continueRollback, findStack } from '../aws/cloudformation.js';
import { assertEpoch, getDeployment } from '../deployments/deployments.js';
import { findStopReason } from '../deployments/stopping.js';
import { note } from '../deployments/timeline.js';
import type { Step } from '../ledger/steps.js';
import { answerWait } from '../ledger/waiting.js';
import type { Wait } from '../ledger/waits.js';
import type { StepInput } from '../steps/step-input.js';
import { writeStep } from '../steps/steps.js';
import { changeToken } from './change-token.js';
import { stopStack } from './stop-stack.js';
import { listContinued } from './unready-stack.js';

type Waiting = Pick<Wait, 'subject' | 'token'>;

/**
 * Executes the change set, unless an earlier run has, or the deployment was stopped meanwhile. True when nothing is left
 * to be looked at now: the stack's events, or the janitor, bring the end.
 */
export async function startChange(
  input: StepInput & { readonly changeSetId: string },
  own: Step,
  wait: Waiting,
  stackName: string,
): Promise<boolean> {
  const { deploymentId, epoch, step, changeSetId } = input;
  const deployment = await assertEpoch(deploymentId, epoch);
  const outcome = describeChangeSet(await getChangeSet(changeSetId));
  if (outcome.kind === 'executed') return false;
  const stopped = findStopReason(deployment, step);
  const refusal = stopped ?? (outcome.kind === 'failed' ? outcome.reason : undefined);
  if (refusal) {
    const result: StepResult = {
      kind: 'not-changed',
      reason: refusal,
      instructions: ['deploy again'],
    };
    await answerWait(wait, { kind: 'settled', result });
    return true;
  }
  await assertIdle(stackName);
  await executeChangeSet(changeSetId, changeToken(input, own));
  // Stopped between the look and the start: whoever stopped it found nothing to stop yet.
  if (findStopReason(await getDeployment(deploymentId), step))
    await stopStack(deploymentId, epoch, step, stackName);
  return true;
}

/** CloudFormation takes one operation at a time; the state machine tries again. */
async function assertIdle(stackName: string): Promise<void> {
  const stack = await findStack(stackName);
  if (stack && isInProgress(parseStackStatus(stack.status)))
    throw new AutolandError('StackBusy', `stack ${stackName} is ${stack.status}`);
}

/** Goes on with a rollback that failed, as a person has approved. Once per way; true as above. */
export async function startContinuation(
  input: StepInput & { readonly continuation: string; readonly skip: readonly string[] },
  own: Step,
  stackName: string,
): Promise<boolean> {
  const { deploymentId, epoch, step, continuation, skip } = input;
  await assertEpoch(deploymentId, epoch);
  const done = listContinued(own);
  const stack = await findStack(stackName);
  if (done.includes(continuation) || stack?.status !== 'UPDATE_ROLLBACK_FAILED') return false;
  await note(deploymentId, {
    kind: 'rollback-continued',
    step,
    id: continuation,
    message: `continues the rollback of stack ${stackName}${skip.length > 0 ? ` without ${skip.join(', ')}` : ''}`,
  });
  const token = clientToken(deploymentId, epoch, `${continuation}-${step}`);
  await continueRollback(stackName, skip, token);
  await writeStep(deploymentId, step, epoch, { details: { continued: [...done, continuation] } });
  return true;
}
