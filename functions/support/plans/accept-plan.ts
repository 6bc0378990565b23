import type { DeploymentRequest } from '../../../core/deployment/request.js';
import { startOnce } from '../aws/executions.js';
import { toStoredRequest } from '../deployments/accept-deployment.js';
import type { Plan } from '../ledger/plans.js';
import { findPlaceToKeep } from '../places/of-environment.js';
import { checkRequest } from '../release/ask-for-check.js';
import { newId, now } from '../runtime/ambient.js';
import { ENV, requireEnv } from '../runtime/env.js';
import { plans } from './current-plans.js';

/** Accepts the question what this request would do; the workspace is checked as a whole first, as for a deployment. */
export async function acceptPlan(request: DeploymentRequest): Promise<Plan> {
  const { application } = await checkRequest(request);
  const key = { application, environment: request.environment };
  const plan = await plans().create({
    planId: newId('p'),
    application,
    environment: request.environment,
    request: toStoredRequest(request),
    createdAt: now(),
    ...(await findPlaceToKeep(key)),
  });
  const { planId } = plan;
  await startOnce(requireEnv(ENV.planStateMachineArn), planId, { planId });
  return plan;
}
