import { z } from 'zod';
import { clientToken } from '../core/deployment/client-token.js';
import type { StepTarget } from '../core/deployment/step-name.js';
import { resolveStopOperation } from '../core/stack/stack-operation.js';
import { parseStackStatus } from '../core/stack/stack-status.js';
import { cancelUpdate, deleteStack, findStack } from './support/cloudformation.js';
import { ledger } from './support/current-ledger.js';
import { assertEpoch, detail } from './support/deployments.js';
import { step } from './support/handler.js';
import { settleWaitsOf } from './support/stack-waits.js';
import { note } from './support/timeline.js';
import { registerWait, subjects } from './support/waiting.js';

const Input = z.object({ deploymentId: z.string(), epoch: z.number(), taskToken: z.string() });

/** Cancels what this deployment still has under way and waits until every such stack has settled. */
export const handler = step(Input, async ({ deploymentId, epoch, taskToken }) => {
  await assertEpoch(deploymentId, epoch);
  const steps = await ledger().steps.list(deploymentId);
  const running = steps.filter((one) => one.status === 'running' && one.name.startsWith('deploy/'));
  const targets = running.flatMap((one) => detail<StepTarget>(one, 'target') ?? []);
  const stackNames = targets.map((target) => target.stackName);
  await registerWait([subjects.settled(deploymentId), ...stackNames.map(subjects.stack)], {
    token: taskToken,
    deploymentId,
    step: 'stop-in-flight',
    kind: 'all-settled',
    waitsFor: { stackNames },
  });
  for (const { stackName } of targets) await stopStack(deploymentId, epoch, stackName);
  await settleWaitsOf(subjects.settled(deploymentId));
});

async function stopStack(deploymentId: string, epoch: number, stackName: string): Promise<void> {
  const stack = await findStack(stackName);
  const stop = resolveStopOperation(stack && parseStackStatus(stack.status));
  const token = clientToken(deploymentId, epoch, `stop-${stackName}`);
  if (stop.kind === 'cancel-update') await cancelUpdate(stackName, token);
  if (stop.kind === 'delete') await deleteStack(stackName, token);
  if (stop.kind === 'cancel-update' || stop.kind === 'delete') {
    await note(deploymentId, {
      kind: 'stack-stopped',
      id: stackName,
      message: `stops what stack ${stackName} is doing`,
    });
  }
}
