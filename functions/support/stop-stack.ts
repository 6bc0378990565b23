import { clientToken } from '../../core/deployment/client-token.js';
import { resolveStopOperation } from '../../core/stack/stack-operation.js';
import { parseStackStatus } from '../../core/stack/stack-status.js';
import { cancelUpdate, deleteStack, findStack } from './cloudformation.js';
import { note } from './timeline.js';

/** Stops what the stack is doing: an update is cancelled, a creation can only be undone. Nothing where it is idle. */
export async function stopStack(
  deploymentId: string,
  epoch: number,
  stackName: string,
): Promise<void> {
  const stack = await findStack(stackName);
  const stop = resolveStopOperation(stack && parseStackStatus(stack.status));
  const token = clientToken(deploymentId, epoch, `stop-${stackName}`);
  if (stop.kind === 'cancel-update') await cancelUpdate(stackName, token);
  else if (stop.kind === 'delete') await deleteStack(stackName, token);
  else return;
  await note(deploymentId, {
    kind: 'stack-stopped',
    id: stackName,
    message: `stops what stack ${stackName} is doing`,
  });
}
