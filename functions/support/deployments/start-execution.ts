import { startOnce } from '../aws/executions.js';
import type { Deployment } from '../ledger/deployments.js';
import { ENV, requireEnv } from '../runtime/env.js';

type Started = Pick<Deployment, 'deploymentId' | 'kind'>;

const MACHINES: { readonly [kind in Deployment['kind']]: string } = {
  deploy: ENV.releaseStateMachineArn,
  rollback: ENV.rollbackStateMachineArn,
  delete: ENV.deleteStateMachineArn,
};

/** Starts the state machine of a deployment, once however often it is asked: the execution bears the deployment's id. */
export function startExecutionOf({ deploymentId, kind }: Started): Promise<void> {
  // A rollback that is nested in a release has its lease from there; one of its own asks for it.
  const input = kind === 'rollback' ? { deploymentId, nested: false, epoch: 0 } : { deploymentId };
  return startOnce(requireEnv(MACHINES[kind]), deploymentId, input);
}

/** ARN of the execution that `startExecutionOf` makes. */
export function executionArnOf({ deploymentId, kind }: Started): string {
  return `${requireEnv(MACHINES[kind]).replace(':stateMachine:', ':execution:')}:${deploymentId}`;
}
