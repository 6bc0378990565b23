import type { BundleStack } from '../../../core/release/release.js';
import type { StepResult } from '../../../core/rollback/step-result.js';
import { resolveStackOperation } from '../../../core/stack/stack-operation.js';
import { parseStackStatus } from '../../../core/stack/stack-status.js';
import { createChangeSet, findChangeSet, isOwnChangeSet } from '../aws/change-sets.js';
import { findStack, type StackView } from '../aws/cloudformation.js';
import { assertEpoch, getStackToChange, type StackToChange } from '../deployments/deployments.js';
import { findStopReason } from '../deployments/stopping.js';
import { note } from '../deployments/timeline.js';
import type { Deployment } from '../ledger/deployments.js';
import type { Step } from '../ledger/steps.js';
import { findObjectUrl } from '../places/place-bucket.js';
import type { StepInput } from '../steps/step-input.js';
import { beginStep, findEnd } from '../steps/steps.js';
import { changeToken } from './change-token.js';
import { findBeyond } from './claimed.js';
import { getStackSettings } from './stack-settings.js';
import { awaitOther, continueStuck, type StuckAnswer } from './unready-stack.js';
import { isUpToDate } from './up-to-date.js';

/** What the stack needs next; the state machine chooses by `kind`. `result` is there where the step ends with it. */
export type PreparedStack =
  | {
      readonly kind: 'change-set';
      readonly changeSetId: string;
      readonly operation: 'create' | 'update';
    }
  | { readonly kind: 'unchanged'; readonly result: StepResult }
  /** This very step has ended before: nothing is begun again. */
  | { readonly kind: 'ended'; readonly result: StepResult }
  | { readonly kind: 'delete-first' }
  | { readonly kind: 'busy' }
  | StuckAnswer;

export type RollbackAlarm = { readonly arn: string; readonly composite: boolean };

export type PrepareOptions = {
  /** Alarms that exist now and roll the whole stack back while CloudFormation changes it. */
  readonly rollbackAlarms?: (stack: BundleStack) => Promise<readonly RollbackAlarm[]>;
};

/** Looks at the stack, decides what it needs, and makes a change set where there is something to change. */
export async function prepareStack(
  input: StepInput,
  options: PrepareOptions = {},
): Promise<PreparedStack> {
  const { step, stack } = await getStackToChange(input.deploymentId, input.step);
  const deployment = await assertEpoch(input.deploymentId, input.epoch);
  const closed = findClosed(deployment, step);
  if (closed) return closed;
  await beginStep(input.deploymentId, step, input.epoch, `looks at stack ${stack.stackName}`);
  const live = await findStack(stack.stackName);
  const token = changeToken(input, step);
  const operation = resolveStackOperation(live && parseStackStatus(live.status), {
    stackName: stack.stackName,
    ownChangeSet: live && (await findOwnChangeSet(live, token)),
  });
  switch (operation.kind) {
    case 'wait':
      return live ? awaitOther(input, step, live) : { kind: 'busy' };
    case 'recreate':
      await note(input.deploymentId, {
        kind: 'stack-recreated',
        step: input.step,
        message: `deletes what is left of stack ${stack.stackName} and makes it anew: ${operation.reason}`,
      });
      return { kind: 'delete-first' };
    case 'blocked':
      return blocked(operation.reason, operation.instructions);
    case 'stuck':
      return live
        ? continueStuck(input, step, live)
        : blocked(operation.reason, operation.instructions);
    case 'resume':
      return {
        kind: 'change-set',
        changeSetId: live?.changeSetId ?? '',
        operation: /^(CREATE|ROLLBACK)_/.test(live?.status ?? '') ? 'create' : 'update',
      };
    case 'update':
    case 'create': {
      if (live && operation.kind === 'update' && (await isUpToDate(live, stack))) {
        return { kind: 'unchanged', result: { kind: 'unchanged' } };
      }
      const alarms = await options.rollbackAlarms?.(stack);
      return changeSet(deployment, stack, operation.kind, token, alarms);
    }
  }
}

/** Why nothing is begun: the step has ended, or the deployment is to stop. */
function findClosed(deployment: Deployment, step: Step): PreparedStack | undefined {
  const end = findEnd(step, deployment.epoch);
  if (end) return { kind: 'ended', result: end.result };
  const stopped = findStopReason(deployment, step.name);
  return stopped === undefined ? undefined : blocked(stopped, []);
}

function blocked(reason: string, instructions: readonly string[]): PreparedStack {
  return { kind: 'blocked', result: { kind: 'not-changed', reason, instructions } };
}

/** Only a shell has to be looked into; elsewhere the change set that was executed last tells whose doing it is. */
async function findOwnChangeSet(
  live: StackView,
  token: string,
): Promise<'made' | 'executed' | undefined> {
  if (isOwnChangeSet(live.changeSetId, token)) return 'executed';
  if (live.status !== 'REVIEW_IN_PROGRESS') return undefined;
  return (await findChangeSet(live.stackName, token)) && 'made';
}

async function changeSet(
  deployment: Deployment,
  stack: StackToChange['stack'],
  operation: 'create' | 'update',
  token: string,
  rollbackAlarms: readonly RollbackAlarm[] = [],
): Promise<PreparedStack> {
  const beyond = findBeyond(deployment, stack);
  if (beyond) return blocked(beyond, ['deploy again']);
  const settings = getStackSettings(deployment);
  const changeSetId = await createChangeSet({
    stackName: stack.stackName,
    type: operation === 'create' ? 'CREATE' : 'UPDATE',
    templateUrl: await findObjectUrl(stack.templateKey, settings.bucket),
    parameters: stack.parameters,
    tags: stack.tags,
    token,
    rollbackAlarms,
    executionRoleArn: settings.executionRoleArn,
  });
  return { kind: 'change-set', changeSetId, operation };
}
