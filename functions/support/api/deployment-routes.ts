import { Hono } from 'hono/tiny';
import { DeploymentRequest } from '../../../core/deployment/request.js';
import { acceptDeployment } from '../deployments/accept-deployment.js';
import { cancelDeployment } from '../deployments/cancel-deployment.js';
import { getDeployment } from '../deployments/deployments.js';
import { describeDeployment } from '../deployments/document.js';
import { findCaller } from './find-caller.js';
import { parseBody } from './parse-body.js';

export const deploymentRoutes = new Hono();

deploymentRoutes.post('/', async (context) => {
  const request = parseBody(DeploymentRequest, await context.req.text());
  const { deployment, isNew } = await acceptDeployment(
    request,
    context.req.header('idempotency-key'),
    findCaller(context),
  );
  const self = `/v1/deployments/${deployment.deploymentId}`;
  return context.json({ id: deployment.deploymentId, isNew, self }, 202, { location: self });
});

deploymentRoutes.get('/:id', async (context) =>
  context.json(await describeDeployment(await getDeployment(context.req.param('id')))),
);

deploymentRoutes.post('/:id/cancel', async (context) => {
  await cancelDeployment(context.req.param('id'));
  return context.json({ id: context.req.param('id') }, 202);
});
