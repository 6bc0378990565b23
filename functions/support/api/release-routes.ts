import { Hono } from 'hono';
import * as z from 'zod';
import { Name, WorkloadName } from '../../../core/deployment/request.js';
import { listReleases } from '../rollbacks/list-releases.js';
import { parsePath } from './parse-path.js';
import { parseQuery } from './parse-query.js';

const Path = z.object({ app: Name, env: Name });
/** Closed: a mistyped `workload` must not be answered with the whole environment. */
const Query = z.strictObject({ workload: z.tuple([WorkloadName]).optional() });

/** Mounted on `/v1/applications`. */
export const releaseRoutes = new Hono();

releaseRoutes.get('/:app/environments/:env/releases', async (context) => {
  const { app, env } = parsePath(Path, context);
  const key = { application: app, environment: env };
  const [workload] = parseQuery(Query, context.req.queries()).workload ?? [];
  return context.json({ ...key, releases: await listReleases(key, workload) });
});
