import { now } from './ambient.js';
import { ledger } from './current-ledger.js';
import { concludeDead } from './dead.js';
import { findExecution } from './executions.js';
import type { Deployment, OpenDeployment } from './ledger/deployments.js';
import { executionArnOf, startExecutionOf } from './start-execution.js';
import { note } from './timeline.js';

/** Whoever accepted it may still be about to start it. */
const GRACE_MS = 60_000;

/**
 * Looks at a deployment without a verdict. Where whoever accepted it died before its execution was started, it is started
 * now; where the execution is dead, the verdict is concluded.
 */
export async function reviveOpen({ deploymentId, createdAt }: OpenDeployment): Promise<void> {
  if (now() - createdAt < GRACE_MS) return;
  const deployment = await ledger().deployments.find(deploymentId);
  // Missing: whoever put it on the list died before it wrote the deployment, and nobody was told of it.
  if (!deployment || deployment.verdict !== null) return ledger().deployments.close(deploymentId);
  if (isPart(deployment)) return;
  const executionArn = executionArnOf(deployment);
  if (await findExecution(executionArn)) return concludeDead(executionArn);
  await note(deploymentId, {
    kind: 'execution-missing',
    message: 'its execution was never started; it is now',
  });
  await startExecutionOf(deployment);
}

/** Parts of a deletion are started by the execution of the whole. */
function isPart({ request }: Deployment): boolean {
  return (request as { readonly partOf?: string } | null)?.partOf !== undefined;
}
