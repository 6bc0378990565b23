import { Hono } from 'hono/tiny';
import { DeploymentRequest } from '../../../core/deployment/request.js';
import { acceptPlan } from '../plans/accept-plan.js';
import { describePlan } from '../plans/describe-plan.js';
import { getPlan } from '../plans/get-plan.js';
import { parseBody } from './parse-body.js';

export const planRoutes = new Hono();

/** The same body as for a deployment. Change sets take longer than API Gateway waits, so the answer comes later. */
planRoutes.post('/', async (context) => {
  const request = parseBody(DeploymentRequest, await context.req.text());
  const { planId } = await acceptPlan(request);
  const self = `/v1/plans/${planId}`;
  return context.json({ id: planId, self }, 202, { location: self });
});

planRoutes.get('/:id', async (context) =>
  context.json(await describePlan(await getPlan(context.req.param('id')))),
);
