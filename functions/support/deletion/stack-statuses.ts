import { parseStackStatus, type StackStatus } from '../../../core/stack/stack-status.js';
import { findStack } from '../aws/cloudformation.js';
import { fewAtOnce } from './few-at-once.js';

/** Status of each of these stacks that is still there, by name. */
export async function findStatuses(
  stacks: readonly { readonly stackName: string }[],
): Promise<ReadonlyMap<string, StackStatus>> {
  const found = await fewAtOnce(stacks, async ({ stackName }) => {
    const stack = await findStack(stackName);
    return stack ? [[stackName, parseStackStatus(stack.status)] as const] : [];
  });
  return new Map(found.flat());
}
