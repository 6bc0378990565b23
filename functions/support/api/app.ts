import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { AutolandError } from '../../../core/errors.js';
import { logger } from '../logger.js';
import { approvalRoutes } from './approval-routes.js';
import { checkAccess } from './check-access.js';
import { deleteRoutes } from './delete-routes.js';
import { deploymentRoutes } from './deployment-routes.js';
import { planRoutes } from './plan-routes.js';
import { answerError, answerProblem } from './problem.js';
import { MAX_INLINE_BYTES, workspaceRoutes } from './workspace-routes.js';

/** The HTTP API: behind API Gateway through the Lambda `api`, on localhost through `rehearse --serve`. */
export const app = new Hono();

app.use(checkAccess);
app.use(
  bodyLimit({
    maxSize: MAX_INLINE_BYTES,
    onError: (context) =>
      answerProblem(context, {
        status: 413,
        code: 'TooLarge',
        detail: `the body is larger than ${MAX_INLINE_BYTES} bytes`,
        instructions: ['ask for an upload address: POST /v1/workspaces with {"sha256": "…"}'],
      }),
  }),
);
app.route('/v1/workspaces', workspaceRoutes);
app.route('/v1/deployments', deploymentRoutes);
app.route('/v1/approvals', approvalRoutes);
app.route('/v1/plans', planRoutes);
app.route('/v1/applications', deleteRoutes);
app.notFound((context) =>
  answerProblem(context, {
    status: 404,
    code: 'NotFound',
    detail: `no such path: ${context.req.method} ${context.req.path}`,
  }),
);
app.onError((error, context) => {
  // What the caller got wrong is told to the caller; only our own failures are errors of the service.
  if (error instanceof AutolandError)
    logger.info('request refused', { code: error.name, path: context.req.path });
  else logger.error('request failed', { error, path: context.req.path });
  return answerError(context, error);
});
