import { Hono } from 'hono';
import * as z from 'zod';
import { Name, WorkloadName } from '../../../core/deployment/request.js';
import { describeWorkload } from '../status/describe-workload.js';
import { parsePath } from './parse-path.js';

const Path = z.object({ app: Name, env: Name, name: WorkloadName });

/** Mounted on `/v1/applications`. */
export const statusRoutes = new Hono();

statusRoutes.get('/:app/environments/:env/workloads/:name', async (context) => {
  const { app, env, name } = parsePath(Path, context);
  return context.json(await describeWorkload({ application: app, environment: env }, name));
});
