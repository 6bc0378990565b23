import { clientToken } from '../../../core/deployment/client-token.js';
import { AutolandError } from '../../../core/errors.js';
import type { StepResult } from '../../../core/rollback/step-result.js';
import { isDone } from '../../../core/rollback/step-result.js';
import { isStoppedByAlarm } from '../../../core/stack/is-stopped-by-alarm.js';
import { plainReason } from '../../../core/stack/plain-reason.js';
import type { Evidence, RootCause } from '../../../core/stack/root-cause.js';
import { addAlarmsAhead, goOnToService } from '../alarms/alarms-ahead.js';
import { deleteChangeSet } from '../aws/change-sets.js';
import { deleteStack, findStack } from '../aws/cloudformation.js';
import {
  assertEpoch,
  detail,
  getDeployment,
  getStep,
  type LoadedStep,
  patchDeployment,
} from '../deployments/deployments.js';
import { note } from '../deployments/timeline.js';
import type { Step } from '../ledger/steps.js';
import { now } from '../runtime/ambient.js';
import { describeTrouble, type Trouble } from '../runtime/trouble.js';
import { findAttempt, MOST_ATTEMPTS } from '../stacks/change-token.js';
import { examineOperation } from '../stacks/examine-operation.js';
import { freeSlots, wakeSteps, wakeSuccessors } from './start-steps.js';
import type { StepInput } from './step-input.js';
import { findEnd, writeStep } from './steps.js';

export type StepEnd = { readonly step: string; readonly outcome: 'done' | 'failed' };

/** `prepared` is what the operation's functions said; its `result` is how the step ended. */
export async function recordStepEnd(
  input: StepInput,
  prepared: Readonly<Record<string, unknown>>,
): Promise<StepEnd> {
  // Written by our own functions, parsed on the way in as an object with a kind.
  const result = prepared.result as StepResult | undefined;
  if (!result) throw new Error(`step ${input.step} ended without a result`);
  const loaded = await getStep(input.deploymentId, input.step);
  if (prepared.isAhead === true && isDone(result) && !findEnd(loaded.step, input.epoch))
    return goOnToService(input, loaded.target.stackName, result);
  const wasRefused = result.kind === 'not-changed' || result.kind === 'skipped';
  if (wasRefused && typeof prepared.changeSetId === 'string')
    await discardChangeSet(input, loaded.target.stackName, prepared.changeSetId);
  return endStep(input, loaded, addAlarmsAhead(loaded.step, result));
}

/** The operation broke, not the stack: what the stack is like now is looked at when the end is concluded. */
export async function recordStepTrouble(input: StepInput, trouble: Trouble): Promise<StepEnd> {
  const loaded = await getStep(input.deploymentId, input.step);
  const reason = describeTrouble(trouble) ?? 'the operation broke';
  if (loaded.step.status === 'pending') {
    return endStep(input, loaded, { kind: 'not-changed', reason, instructions: ['deploy again'] });
  }
  return endStep(input, loaded, { kind: 'failed', status: 'UPDATE_FAILED', reason });
}

/** A change set that is not executed would count against the stack's quota; one of a new stack would leave its shell. */
async function discardChangeSet(
  { deploymentId, epoch, step }: StepInput,
  stackName: string,
  changeSetId: string,
): Promise<void> {
  await assertEpoch(deploymentId, epoch);
  await deleteChangeSet(changeSetId);
  const stack = await findStack(stackName);
  if (stack?.status === 'REVIEW_IN_PROGRESS')
    await deleteStack(stack.stackId, clientToken(deploymentId, epoch, `discard-${step}`));
}

async function endStep(input: StepInput, loaded: LoadedStep, ending: StepResult): Promise<StepEnd> {
  const { step, target } = loaded;
  // The first end counts: who looks again finds the change made, and would say that there was none.
  const { result, rootCause } =
    findEnd(step, input.epoch) ?? (await writeEnd(input, loaded, ending));
  const outcome = isDone(result) ? 'done' : 'failed';
  await note(input.deploymentId, {
    kind: 'step-ended',
    step: input.step,
    message: describeEnd(target.stackName, result, rootCause),
  });
  const deployment = await getDeployment(input.deploymentId);
  if (outcome === 'failed' && input.step.startsWith('deploy/')) {
    await patchDeployment(input.deploymentId, input.epoch, { failedStep: input.step });
    await wakeSteps(input.deploymentId);
  } else await wakeSuccessors(deployment, step);
  await freeSlots(deployment, input.step);
  return { step: input.step, outcome };
}

async function writeEnd(input: StepInput, { step, target }: LoadedStep, result: StepResult) {
  const { rootCause, times } = await examineOperation(input, step, target.stackName, result);
  if (target.phase === 'restore' && result.kind === 'rolled-back')
    await goBackOnceMore(input, step, rootCause);
  const endedAt = now();
  await writeStep(input.deploymentId, input.step, input.epoch, {
    status: result.kind === 'skipped' ? 'skipped' : isDone(result) ? 'done' : 'failed',
    startedAt: step.startedAt ?? endedAt,
    endedAt,
    details: { result, rootCause, times },
  });
  return { result, rootCause };
}

/**
 * A rollback is never rolled back (invariant I5), but ECS watches the alarms of the old revision too: one that flaps
 * breaks the way back off. It is gone again; where the alarm fires already, ECS heeds it no more.
 */
async function goBackOnceMore(
  input: StepInput,
  step: Step,
  cause: RootCause | null,
): Promise<void> {
  const attempt = findAttempt(step);
  const { alarms = [] } = detail<Evidence>(step, 'evidence') ?? {};
  if (!cause || !isStoppedByAlarm(cause, alarms) || attempt >= MOST_ATTEMPTS) return;
  await writeStep(input.deploymentId, input.step, input.epoch, {
    details: { attempt: attempt + 1 },
  });
  const message = 'an alarm broke the way back off; goes back once more';
  await note(input.deploymentId, {
    kind: 'way-back-broken',
    step: input.step,
    id: String(attempt),
    message,
  });
  throw new AutolandError('WayBackBroken', `${input.step}: ${message}`);
}

function describeEnd(stackName: string, result: StepResult, rootCause: RootCause | null): string {
  switch (result.kind) {
    case 'unchanged':
      return `stack ${stackName} is unchanged`;
    case 'created':
    case 'updated':
    case 'deleted':
      return `stack ${stackName} is ${result.kind}`;
    case 'skipped':
      return `not started: ${result.reason}`;
    case 'rolled-back':
      return `CloudFormation rolled stack ${stackName} back: ${rootCause ? `${rootCause.logicalId}: ${plainReason(rootCause.reason)}` : (result.reason ?? 'no reason given')}`;
    default:
      return `stack ${stackName}: ${('reason' in result && result.reason) || result.kind}`;
  }
}
