import { clientToken } from '../../../core/deployment/client-token.js';
import { resolveStopOperation } from '../../../core/stack/stack-operation.js';
import { parseStackStatus } from '../../../core/stack/stack-status.js';
import { isOwnChangeSet } from '../aws/change-sets.js';
import { cancelUpdate, deleteStack, findStack, listStackResources } from '../aws/cloudformation.js';
import { stopServiceDeployments } from '../aws/ecs-stop.js';
import { note } from '../deployments/timeline.js';
import { alarmsToken } from './change-token.js';

/**
 * Stops what this step is doing to its stack: an update is cancelled, a creation can only be undone. What somebody else
 * does to the stack is left alone, and so is a change set that was not executed: nothing runs yet.
 */
export async function stopStack(
  deploymentId: string,
  epoch: number,
  step: string,
  stackName: string,
): Promise<void> {
  const stack = await findStack(stackName);
  const own = [clientToken(deploymentId, epoch, step), alarmsToken(deploymentId, epoch, step)];
  if (!stack || !own.some((token) => isOwnChangeSet(stack.changeSetId, token))) return;
  const stop = resolveStopOperation(parseStackStatus(stack.status), stackName);
  const token = clientToken(deploymentId, epoch, `stop-${stackName}`);
  if (stop.kind === 'cancel-update') {
    await stopServices(stackName);
    await cancelUpdate(stackName, token);
  } else if (stop.kind === 'delete') await deleteStack(stackName, token);
  else return;
  await note(deploymentId, {
    kind: 'stack-stopped',
    id: stackName,
    message: `stops what stack ${stackName} is doing`,
  });
}

/**
 * ECS first: it goes back to the tasks that still run. CloudFormation alone would have it bring the old version out as a
 * new one, step by step and bake by bake (containers-roadmap #117).
 */
async function stopServices(stackName: string): Promise<void> {
  for (const { type, physicalId } of await listStackResources(stackName))
    if (type === 'AWS::ECS::Service' && physicalId) await stopServiceDeployments(physicalId);
}
