import { planToken } from '../../../core/plan/plan-token.js';
import type { StackFinding } from '../../../core/plan/stack-plan.js';
import type { BundleStack } from '../../../core/release/release.js';
import { resolveStackOperation } from '../../../core/stack/stack-operation.js';
import { parseStackStatus } from '../../../core/stack/stack-status.js';
import { createChangeSet } from '../aws/change-sets.js';
import { findStack, type StackView } from '../aws/cloudformation.js';
import { findObjectUrl } from '../places/place-bucket.js';
import type { StackSettings } from '../stacks/stack-settings.js';
import { isUpToDate } from '../stacks/up-to-date.js';
import { getPlan, getPlanned, getStackOf } from './get-plan.js';
import { planKeys, putFile } from './plan-files.js';
import { isShellOfPlans } from './plan-shells.js';

export type ComparedStack =
  | {
      readonly kind: 'change-set';
      readonly changeSetId: string;
      readonly operation: 'create' | 'update';
    }
  | { readonly kind: 'found' };

/** Looks at a deployed stack as a deployment would, and makes a change set where that tells more. */
export async function compareStack(planId: string, key: string): Promise<ComparedStack> {
  const { bundle, settings } = await getPlanned(await getPlan(planId));
  const stack = getStackOf(bundle, key);
  const live = await findStack(stack.stackName);
  const seen = await look(stack, live);
  if (seen !== 'create' && seen !== 'update') {
    await putFile(planKeys.finding(planId, key), seen);
    return { kind: 'found' };
  }
  try {
    const changeSetId = await makeChangeSet(stack, seen, planToken(planId, key), settings);
    return { kind: 'change-set', changeSetId, operation: seen };
  } catch (error) {
    // Somebody began to change the stack since the look, or CloudFormation refuses the template at once.
    if (!(error instanceof Error && error.name === 'ValidationError')) throw error;
    const why = `CloudFormation takes no change set: ${error.message}`;
    await putFile(planKeys.finding(planId, key), { kind: 'forecast', why });
    return { kind: 'found' };
  }
}

async function look(
  stack: BundleStack,
  live: StackView | undefined,
): Promise<'create' | 'update' | StackFinding> {
  const operation = resolveStackOperation(live && parseStackStatus(live.status), {
    stackName: stack.stackName,
    ownChangeSet: undefined,
  });
  switch (operation.kind) {
    case 'create':
      return 'create';
    case 'update':
      return live && (await isUpToDate(live, stack)) ? { kind: 'unchanged' } : 'update';
    case 'recreate':
      if (live && (await isShellOfPlans(live))) return 'create';
      return { kind: 'forecast', why: `its remains are deleted first: ${operation.reason}` };
    case 'blocked':
    case 'stuck': {
      const { reason, instructions } = operation;
      return { kind: 'blocked', reason, instructions };
    }
    case 'wait':
    case 'resume':
      return { kind: 'forecast', why: `stack ${stack.stackName} is ${live?.status ?? 'changing'}` };
  }
}

async function makeChangeSet(
  stack: BundleStack,
  operation: 'create' | 'update',
  token: string,
  { bucket, executionRoleArn }: StackSettings,
): Promise<string> {
  return createChangeSet({
    stackName: stack.stackName,
    type: operation === 'create' ? 'CREATE' : 'UPDATE',
    templateUrl: await findObjectUrl(stack.templateKey, bucket),
    parameters: stack.parameters,
    tags: stack.tags,
    token,
    rollbackAlarms: [],
    executionRoleArn,
  });
}
