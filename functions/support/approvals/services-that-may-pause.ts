import type { StepTarget } from '../../../core/deployment/step-name.js';
import { listStackResources } from '../aws/cloudformation.js';
import { detail } from '../deployments/deployments.js';
import { ledger } from '../ledger/current-ledger.js';
import { stackNameOf } from '../ledger/waiting.js';
import type { Wait } from '../ledger/waits.js';
import { atDeployment } from '../places/of-deployment.js';
import { listPauseQuestions } from './notice-pause.js';

/** ARNs of the services that somebody waits for and whose deployments may be held: their manifests say so, or a question. */
export async function listServicesThatMayPause(): Promise<readonly string[]> {
  const waits = await ledger().waits.listAll();
  const found = new Set((await listPauseQuestions(waits)).map(({ pause }) => pause.serviceArn));
  for (const wait of waits) {
    const stackName = stackNameOf(wait.subject);
    if (stackName === undefined || !(await mayPause(wait))) continue;
    const resources = await atDeployment(wait.deploymentId, () => listStackResources(stackName));
    for (const { type, physicalId } of resources)
      if (type === 'AWS::ECS::Service' && physicalId) found.add(physicalId);
  }
  return [...found];
}

/** Written with the step, so that nobody has to read bundles. A task that waits for several stacks is no step. */
async function mayPause({ kind, deploymentId, step }: Wait): Promise<boolean> {
  if (kind === 'all-settled') return true;
  if (kind !== 'stack') return false;
  const own = await ledger().steps.find(deploymentId, step);
  return own !== undefined && detail<StepTarget>(own, 'target')?.pauses === true;
}
