import { fewAtOnce } from '../deletion/few-at-once.js';
import { getDeployment } from '../deployments/deployments.js';
import { findStopReason } from '../deployments/stopping.js';
import { note } from '../deployments/timeline.js';
import { ledger } from '../ledger/current-ledger.js';
import type { Deployment } from '../ledger/deployments.js';
import type { Step } from '../ledger/steps.js';
import { answerWait, subjects } from '../ledger/waiting.js';
import { now } from '../runtime/ambient.js';
import { writeStep } from './steps.js';

/** Writes down that the step does not start. */
export async function recordSkip(
  { deploymentId, epoch }: Deployment,
  step: Step,
  reason: string,
): Promise<void> {
  await writeStep(deploymentId, step.name, epoch, {
    status: 'skipped',
    endedAt: now(),
    details: { result: { kind: 'skipped', reason } },
  });
  await note(deploymentId, {
    kind: 'step-skipped',
    step: step.name,
    message: `not started: ${reason}`,
  });
}

/** Lets go every step that waits for its predecessors, or for its turn in the account, of a deployment that was told to stop. */
export async function skipWaitingSteps(deploymentId: string): Promise<void> {
  const [deployment, steps] = await Promise.all([
    getDeployment(deploymentId),
    ledger().steps.list(deploymentId),
  ]);
  const open = steps.filter(({ endedAt }) => endedAt === null);
  await fewAtOnce(open, async (step) => {
    const reason = findStopReason(deployment, step.name);
    if (!reason) return;
    for (const wait of await ledger().waits.listBySubject(subjects.step(deploymentId, step.name))) {
      if (await answerWait(wait, { kind: 'skip', reason }))
        await recordSkip(deployment, step, reason);
    }
  });
}
