import type { DeploymentRequest } from '../../../core/deployment/request.js';
import { toStoredRequest } from '../accept-deployment.js';
import { newId, now } from '../ambient.js';
import { checkRequest } from '../ask-for-check.js';
import { ENV, requireEnv } from '../env.js';
import { startOnce } from '../executions.js';
import type { Plan } from '../ledger/plans.js';
import { findPlaceToKeep } from '../places/of-environment.js';
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
