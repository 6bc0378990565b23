import { Hono } from 'hono/tiny';
import { RollbackOrder } from '../../../core/deployment/request.js';
import { acceptRollback } from '../rollbacks/accept-rollback.js';
import { describeReturn } from '../rollbacks/describe-return.js';
import { findReturn } from '../rollbacks/find-return.js';
import { findCaller } from './find-caller.js';
import { parseBody } from './parse-body.js';
import { parseDryRun } from './parse-dry-run.js';

export const rollbackRoutes = new Hono();

rollbackRoutes.post('/', async (context) => {
  const isDryRun = parseDryRun(context.req.queries());
  const order = parseBody(RollbackOrder, await context.req.text());
  if (isDryRun) return context.json({ plan: await describeReturn(order, await findReturn(order)) });
  const { deployment, isNew, plan } = await acceptRollback(order, {
    idempotencyKey: context.req.header('idempotency-key'),
    requestedBy: findCaller(context),
  });
  const id = deployment.deploymentId;
  const self = `/v1/deployments/${id}`;
  return context.json({ id, isNew, self, plan }, 202, { location: self });
});
