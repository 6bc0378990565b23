import type { ApprovalRequest } from '../../../core/approval/approval-request.js';
import type { StepResult } from '../../../core/rollback/step-result.js';
import { decideContinuation } from '../../../core/stack/decide-continuation.js';
import { describeOtherOperation } from '../../../core/stack/describe-other-operation.js';
import { findRollbackFailures } from '../../../core/stack/find-rollback-failures.js';
import { listApprovedKinds } from '../approvals/find-approvals.js';
import type { StackView } from '../aws/cloudformation.js';
import { listOperationEvents } from '../aws/stack-events.js';
import { detail } from '../deployments/deployments.js';
import { note } from '../deployments/timeline.js';
import type { Step } from '../ledger/steps.js';
import { now } from '../runtime/ambient.js';
import type { StepInput } from '../steps/step-input.js';
import { writeStep } from '../steps/steps.js';

export type StuckAnswer =
  /** `result` is how the step ends should the answer be no. */
  | {
      readonly kind: 'needs-approval';
      readonly approval: ApprovalRequest;
      readonly result: StepResult;
    }
  | {
      readonly kind: 'continue-rollback';
      readonly continuation: string;
      readonly skip: readonly string[];
    }
  | Blocked;

/** The step ends so. */
export type Blocked = { readonly kind: 'blocked'; readonly result: StepResult };

/** How long somebody else's operation is waited for. CloudFormation gives a service three hours to become stable. */
const PATIENCE_MS = 2 * 3_600_000;

const findBusySince = (step: Step): number => detail<number>(step, 'busySince') ?? now();

/** When the wait for somebody else's operation is over, whatever it does. Milliseconds since the epoch. */
export const findPatienceEnd = (step: Step): number => findBusySince(step) + PATIENCE_MS;

/** Waits for somebody else's operation, and says whose; after two hours it is told and the step ends. */
export async function awaitOther(
  input: StepInput,
  step: Step,
  live: StackView,
): Promise<{ readonly kind: 'busy' } | Blocked> {
  const since = findBusySince(step);
  const events = await listOperationEvents(live.stackId, live.lastUpdatedAt ?? 0);
  const who = describeOtherOperation(live.stackName, live.status, events);
  if (now() >= findPatienceEnd(step)) {
    return {
      kind: 'blocked',
      result: {
        kind: 'not-changed',
        reason: `${who}; it has not ended in two hours`,
        instructions: [`wait until stack ${live.stackName} has settled, then deploy again`],
      },
    };
  }
  await writeStep(input.deploymentId, input.step, input.epoch, { details: { busySince: since } });
  await note(input.deploymentId, {
    kind: 'stack-busy',
    step: input.step,
    id: live.status,
    message: `waits for another operation: ${who}`,
  });
  return { kind: 'busy' };
}

/** Ways to continue the rollback that this step has carried out. */
export function listContinued(step: Step): readonly string[] {
  return detail<readonly string[]>(step, 'continued') ?? [];
}

/** What to do with a stack whose update could not be rolled back: asks a person, or goes on as approved. */
export async function continueStuck(
  { deploymentId, step }: StepInput,
  own: Step,
  live: StackView,
): Promise<StuckAnswer> {
  const events = await listOperationEvents(live.stackId, live.lastUpdatedAt ?? 0);
  const failed = findRollbackFailures(events, live.stackId);
  const { stackName } = live;
  const mayAsk = step.startsWith('deploy/');
  const decision = decideContinuation({
    stackName,
    failed,
    approved: await listApprovedKinds({ deploymentId, step }),
    tried: listContinued(own),
    mayAsk,
  });
  switch (decision.kind) {
    case 'continue':
      return {
        kind: 'continue-rollback',
        continuation: decision.continuation,
        skip: decision.skip,
      };
    case 'blocked':
      return {
        kind: 'blocked',
        result: {
          kind: 'not-changed',
          reason: decision.reason,
          instructions: decision.instructions,
        },
      };
    case 'ask': {
      const { continuation, question, command } = decision;
      return {
        kind: 'needs-approval',
        approval: {
          kind: continuation,
          question,
          data: { stackName, command, resources: failed },
        },
        result: {
          kind: 'not-changed',
          reason: `not approved: ${question}`,
          instructions: [`do it yourself: ${command}`, 'then deploy again'],
        },
      };
    }
  }
}
