import type { StepTarget } from '../../../core/deployment/step-name.js';
import { stopApproval } from '../approvals/answer-approval.js';
import { ledger } from '../ledger/current-ledger.js';
import type { Deployment } from '../ledger/deployments.js';
import { answerWait } from '../ledger/waiting.js';
import type { Wait } from '../ledger/waits.js';
import { stopStack } from '../stacks/stop-stack.js';
import { skipWaitingSteps } from '../steps/skip-steps.js';
import { detail } from './deployments.js';
import { CANCELLED } from './stopping.js';

/**
 * Brings a deployment to its end that was told to stop (`findStopReason`): nothing new starts, what waits is let go, and
 * what runs is stopped. Its own state machine does the rest: it decides, goes back and writes the verdict.
 */
export async function stopDeployment(deployment: Deployment): Promise<void> {
  const { deploymentId, epoch } = deployment;
  for (const wait of await ledger().waits.listByDeployment(deploymentId))
    await letGo(wait, deployment);
  await skipWaitingSteps(deploymentId);
  const steps = await ledger().steps.list(deploymentId);
  for (const step of steps) {
    const target = detail<StepTarget>(step, 'target');
    if (target && step.status === 'running' && step.name.startsWith('deploy/'))
      await stopStack(deploymentId, epoch, step.name, target.stackName);
  }
}

async function letGo(wait: Wait, deployment: Deployment): Promise<void> {
  switch (wait.kind) {
    case 'lease':
      await answerWait(wait, { kind: detail(deployment, CANCELLED) ? 'cancelled' : 'too-late' });
      return;
    case 'bake':
      await answerWait(wait, { kind: 'cancelled' });
      return;
    case 'idle':
      // Somebody else's operation goes on without us; the step looks again and finds that it is to stop.
      if (!wait.step.startsWith('restore/')) await answerWait(wait, { kind: 'idle' });
      return;
    case 'approval':
      return stopApproval(wait);
  }
}
