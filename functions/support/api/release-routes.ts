import { Hono } from 'hono';
import * as z from 'zod';
import { Name } from '../../../core/deployment/request.js';
import { listReleases } from '../rollbacks/list-releases.js';
import { parsePath } from './parse-path.js';

const Path = z.object({ app: Name, env: Name });

/** Mounted on `/v1/applications`. */
export const releaseRoutes = new Hono();

releaseRoutes.get('/:app/environments/:env/releases', async (context) => {
  const { app, env } = parsePath(Path, context);
  const key = { application: app, environment: env };
  return context.json({ ...key, releases: await listReleases(key) });
});
