import { bodyLimit } from 'hono/body-limit';
import { Hono } from 'hono/tiny';
import { AutolandError } from '../../../core/errors.js';
import { logger } from '../runtime/logger.js';
import { checkAccess } from './check-access.js';
import { MAX_INLINE_BYTES } from './max-inline-bytes.js';
import { answerError, answerProblem } from './problem.js';

/** Routes with the path that they are below. */
export type Mounted = readonly (readonly [path: string, routes: Hono])[];

/** An HTTP application: access, size and errors are the same for all routes. */
export function makeApp(mounted: Mounted): Hono {
  const app = new Hono();

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
  for (const [path, routes] of mounted) app.route(path, routes);
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
  return app;
}
