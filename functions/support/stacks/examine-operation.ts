import type { StepResult } from '../../../core/rollback/step-result.js';
import { isDone } from '../../../core/rollback/step-result.js';
import { classifyReason } from '../../../core/stack/failure-rules.js';
import { findRootCause } from '../../../core/stack/find-root-cause.js';
import {
  findFailedService,
  type OperationTimes,
  observeTimes,
} from '../../../core/stack/operation-times.js';
import type { Evidence, RootCause } from '../../../core/stack/root-cause.js';
import type { StackEvent } from '../../../core/stack/stack-event.js';
import { findStack } from '../aws/cloudformation.js';
import { findServiceTrouble } from '../aws/ecs-services.js';
import { findRunningSince, listStoppedTasks } from '../aws/ecs-tasks.js';
import { listOperationEvents } from '../aws/stack-events.js';
import { detail } from '../deployments/deployments.js';
import type { Step } from '../ledger/steps.js';
import type { StepInput } from '../steps/step-input.js';
import { changeToken } from './change-token.js';

export type Examined = {
  readonly rootCause: RootCause | null;
  readonly times: OperationTimes | null;
};

const NOTHING: Examined = { rootCause: null, times: null };

/** Reads what AWS tells of an operation that has ended: when what was done, and why it failed. */
export async function examineOperation(
  input: StepInput,
  step: Step,
  stackName: string,
  result: StepResult,
): Promise<Examined> {
  if (result.kind === 'not-changed') return { rootCause: explainRefusal(result), times: null };
  if (result.kind === 'unchanged' || result.kind === 'skipped') return NOTHING;
  const stack = await findStack(stackName);
  if (!stack) return NOTHING;
  const since = step.startedAt ?? 0;
  const events = keepOwn(await listOperationEvents(stack.stackId, since), changeToken(input, step));
  const times = observeTimes(events, stack.stackId) ?? null;
  if (isDone(result)) return { rootCause: null, times: await withHealth(times) };
  const evidence = await gatherEvidence(step, events, since);
  return { rootCause: findRootCause(events, evidence) ?? explainOutcome(stackName, result), times };
}

/** Somebody else's operation, waited for before ours began, explains nothing. */
function keepOwn(events: readonly StackEvent[], own: string): readonly StackEvent[] {
  const isOwn = ({ token }: StackEvent): boolean => token === own;
  const from = events.find(isOwn)?.at;
  return from === undefined ? events : events.filter(({ at }) => at >= from);
}

async function withHealth(times: OperationTimes | null): Promise<OperationTimes | null> {
  const service = times?.service;
  if (!times || !service?.taskDefinitionArn) return times;
  const runningAt = (await findRunningSince(service.arn, service.taskDefinitionArn)) ?? null;
  return { ...times, service: { ...service, runningAt } };
}

/**
 * What `gather-evidence` noted when ECS gave up; where that event was lost, what the service still tells. Its tasks are
 * told in either case. Its load balancer is not asked now: it knows the tasks that serve again.
 */
async function gatherEvidence(
  step: Step,
  events: readonly StackEvent[],
  since: number,
): Promise<Evidence> {
  const refusal = detail<string>(step, 'refusal');
  const failed = findFailedService(events);
  const noted = detail<Evidence>(step, 'evidence');
  if (!failed) return { ...noted, refusal };
  const told = noted ?? (await findServiceTrouble(failed.arn, since));
  const stoppedTasks = await listStoppedTasks(failed.arn, failed.taskDefinitionArn, since);
  return { ...told, refusal, ...(stoppedTasks.length > 0 ? { stoppedTasks } : {}) };
}

/** The change was refused or never made: its reason is the cause. */
function explainRefusal({
  reason,
  instructions,
}: Extract<StepResult, { kind: 'not-changed' }>): RootCause {
  const { class: found, nextStep } = classifyReason(reason, 'AWS::CloudFormation::Stack');
  return {
    logicalId: '',
    resourceType: 'AWS::CloudFormation::Stack',
    reason,
    class: found,
    nextStep: instructions.length > 0 ? instructions.join('; ') : nextStep,
    nestedStackId: null,
  };
}

/** Events that tell no failure: the stack was stopped, or somebody else changed it. */
function explainOutcome(stackName: string, result: StepResult): RootCause | null {
  const reason = 'reason' in result ? result.reason : null;
  if (result.kind === 'rolled-back' || !reason) return null;
  const type = 'AWS::CloudFormation::Stack';
  return {
    logicalId: stackName,
    resourceType: type,
    reason,
    ...classifyReason(reason, type),
    nestedStackId: null,
  };
}
